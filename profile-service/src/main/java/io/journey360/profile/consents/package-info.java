/** What people allowed us, purpose by purpose, with the evidence for it. */
@NullMarked
package io.journey360.profile.consents;

import org.jspecify.annotations.NullMarked;
