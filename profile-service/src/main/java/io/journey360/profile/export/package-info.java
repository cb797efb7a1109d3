/** Everything held of a person, for the person: as JSON for machines and as a page to read. */
@NullMarked
package io.journey360.profile.export;

import org.jspecify.annotations.NullMarked;
