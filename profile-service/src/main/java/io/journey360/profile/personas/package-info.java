/** Who is what persona: rules over what happened to people, their traits and consents, and since when each holds for whom. */
@NullMarked
package io.journey360.profile.personas;

import org.jspecify.annotations.NullMarked;
