/** Profiles over HTTP. */
@NullMarked
package io.journey360.profile.profiles;

import org.jspecify.annotations.NullMarked;
