/** The linking rule folded over the log: who is one person by now, and which conflicts are still to be recorded. */
@NullMarked
package io.journey360.profile.links;

import org.jspecify.annotations.NullMarked;
