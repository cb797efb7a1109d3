package io.journey360.analytics.index;

/**
 * How large the index is.
 *
 * @param position every event and link at or below this log position shows
 * @param people persons that have events
 * @param identities identities that have events
 * @param indexBytes every array and table, dictionaries included
 * @param bytesPerEvent all of that by events; 0 without events
 * @param bytesPerIdentity what of it is there for identities, however many events they have (keys, where their rows begin,
 *     links), by identities; 0 without any
 * @param heldSince as {@link JourneyIndex#heldSince()}
 */
public record Figures(
        long position,
        long events,
        long people,
        long identities,
        long indexBytes,
        double bytesPerEvent,
        double bytesPerIdentity,
        long limitBytes,
        long heldSince,
        boolean full) {}
