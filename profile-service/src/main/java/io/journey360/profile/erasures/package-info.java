/** Erasing a person: keys destroyed, links dropped, services' reports gathered into a signed receipt. */
@NullMarked
package io.journey360.profile.erasures;

import org.jspecify.annotations.NullMarked;
