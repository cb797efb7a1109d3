/** Who the customer is: profiles, their identities, and who was made one person with whom. */
@NullMarked
package io.journey360.profile;

import org.jspecify.annotations.NullMarked;
