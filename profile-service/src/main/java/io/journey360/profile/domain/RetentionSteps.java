package io.journey360.profile.domain;

import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEventType;
import io.journey360.events.RetentionCompleted;
import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The steps of a run of a retention rule: it is due, and once every service has carried it out it is completed. */
public final class RetentionSteps {

    public static final String TRAITS = "traits";

    /** Everything that is kept of people. */
    public static final List<String> KINDS = Stream.concat(
                    Arrays.stream(JourneyEventType.values()).map(JourneyEventType::wireName), Stream.of(TRAITS))
            .toList();

    private RetentionSteps() {}

    /** A run of everybody's. There is one for each definition and day, whoever decides it. */
    public static RetentionDue due(RetentionDefined rule, Instant before, Instant now) {
        return new RetentionDue(rule.rule(), run(rule, before, ""), rule.kinds(), before, List.of(), now);
    }

    /**
     * A run of some people's.
     *
     * @param part from 1: how many there are of this definition and day by now, and one
     */
    public static RetentionDue due(
            RetentionDefined rule, Instant before, int part, List<IdentityKey> identities, Instant now) {
        return new RetentionDue(rule.rule(), run(rule, before, "." + part), KINDS, before, identities, now);
    }

    /** Whether it is a run of some people's of this definition and day. */
    public static boolean isPart(RetentionRunId run, RetentionDefined rule, Instant before) {
        return run.value().startsWith(run(rule, before, ".").value());
    }

    /** A name holds no dot, so no two rules have a run of the same id. */
    private static RetentionRunId run(RetentionDefined rule, Instant before, String part) {
        return new RetentionRunId("retention-run-%s.%d.%s%s"
                .formatted(rule.rule().name(), rule.version(), LocalDate.ofInstant(before, ZoneOffset.UTC), part));
    }

    public static RetentionCompleted complete(RetentionId rule, RetentionRunId run, Instant now) {
        return new RetentionCompleted(rule, run, now);
    }
}
