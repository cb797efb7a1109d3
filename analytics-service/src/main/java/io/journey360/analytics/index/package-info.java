/**
 * All journey events in memory, as columns of sorted primitive arrays, for analyses to scan.
 *
 * <p>One thread writes, any number read without locks. What a reader sees is a {@link
 * io.journey360.analytics.index.Snapshot}: every event and every link up to one log position, none above.
 */
@NullMarked
package io.journey360.analytics.index;

import org.jspecify.annotations.NullMarked;
