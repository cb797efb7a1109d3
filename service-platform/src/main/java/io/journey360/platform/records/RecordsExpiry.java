package io.journey360.platform.records;

import io.journey360.platform.work.RepeatedWork;
import java.time.Clock;
import java.time.Duration;

/** Removes what has expired. Expired records are not found anyway; this keeps the store small. */
final class RecordsExpiry extends RepeatedWork {

    private static final Duration EVERY = Duration.ofMinutes(10);

    private final DurableRecords records;
    private final Clock clock;

    RecordsExpiry(DurableRecords records, Clock clock) {
        super("records-expiry", EVERY);
        this.records = records;
        this.clock = clock;
    }

    @Override
    protected void step() {
        records.deleteExpired(clock.instant());
    }
}
