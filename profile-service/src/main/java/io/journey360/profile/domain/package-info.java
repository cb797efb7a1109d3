/** Profiles and merges: what may be said about who a customer is. */
@NullMarked
package io.journey360.profile.domain;

import org.jspecify.annotations.NullMarked;
