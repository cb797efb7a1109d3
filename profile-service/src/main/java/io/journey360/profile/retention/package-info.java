/** For how long what happened is kept: rules, what is due by them, and what each service dropped. */
@NullMarked
package io.journey360.profile.retention;

import org.jspecify.annotations.NullMarked;
