package io.journey360.platform.records;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of several replicas at a time do something that all of them see is to be done. It spares them the race, and the log the
 * positions that refused appends burn; it is no lock: who stalls may still act when another's turn has begun, so acting
 * twice must do nothing. A turn whose owner is killed ends by itself. All calls block.
 */
public final class Turn {

    private static final String KIND = "turn";
    private static final Duration LENGTH = Duration.ofSeconds(10);

    /** An owner stops acting so long before its turn ends. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private final DurableRecords records;
    private final String what;
    private final Clock clock;
    private final String owner = "\"" + UUID.randomUUID() + "\"";
    private volatile @Nullable Instant until;

    /** @param what all replicas that take turns at the same thing name it alike */
    public Turn(DurableRecords records, String what, Clock clock) {
        this.records = records;
        this.what = what;
        this.clock = clock;
    }

    /** Whether it is this replica's turn now; takes it if it is nobody's. */
    public boolean isMine() {
        var now = clock.instant();
        var mine = until;
        if (mine != null && now.isBefore(mine)) {
            return true;
        }
        end();
        boolean taken = records.insertIfAbsent(KIND, what, owner, now.plus(LENGTH));
        until = taken ? now.plus(LENGTH).minus(MARGIN) : null;
        return taken;
    }

    /** Gives it up, if it is this replica's. */
    public void end() {
        if (until != null) {
            until = null;
            records.find(KIND, what)
                    .filter(record -> record.json().equals(owner))
                    .ifPresent(record -> records.delete(KIND, what));
        }
    }
}
