package io.journey360.profile.personas;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule put to what is known of one person at one moment, in milliseconds since 1970. */
final class Evaluation {

    static final long NEVER = Long.MAX_VALUE;

    private final Rule rule;
    private final Evidence.OfPerson person;
    private final long now;

    Evaluation(Rule rule, Evidence.OfPerson person, long now) {
        this.rule = rule;
        this.person = person;
        this.now = now;
    }

    /**
     * The first part of a rule that fails, as a reader meets them; of alternatives, which all fail, that is the first one's. A
     * {@code not} fails as a whole.
     *
     * @param pointer into the rule
     * @param found what is the case instead
     */
    record Failing(String pointer, @Nullable Found found) {}

    /**
     * What a condition was put to.
     *
     * @param count how often it happened
     * @param known whether the trait is known; its value is not told
     * @param granted whether the purpose is allowed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Found(
            @Nullable Integer count,
            @Nullable Boolean known,
            @Nullable Boolean granted) {}

    boolean holds() {
        return holds(rule);
    }

    private boolean holds(Rule part) {
        return switch (part) {
            case Rule.All all -> all.parts().stream().allMatch(this::holds);
            case Rule.Any any -> any.parts().stream().anyMatch(this::holds);
            case Rule.Not not -> !holds(not.part());
            case Rule.Happened happened -> {
                int count = count(happened);
                yield count >= happened.from() && (happened.to() == null || count < happened.to());
            }
            case Rule.Trait trait -> {
                var told = person.told(trait.number());
                yield told == null ? trait.is().test(null) : told.holds();
            }
            case Rule.Consent consent -> allows(consent.purpose());
        };
    }

    boolean allows(String purpose) {
        var stated = person.stated(purpose);
        return stated != null && stated.granted();
    }

    private int count(Rule.Happened happened) {
        var matches = person.matches(happened.number());
        return matches.upTo(now) - matches.upTo(windowStart(happened));
    }

    /** What happened at or before this is out of the window. */
    private long windowStart(Rule.Happened happened) {
        var within = happened.within();
        return within == null ? Long.MIN_VALUE : now - within.toMillis();
    }

    /** Empty when the rule holds. */
    Optional<Failing> failing() {
        return failing(rule);
    }

    private Optional<Failing> failing(Rule part) {
        if (holds(part)) {
            return Optional.empty();
        }
        return switch (part) {
            case Rule.All all ->
                all.parts().stream()
                        .map(this::failing)
                        .flatMap(Optional::stream)
                        .findFirst();
            case Rule.Any any -> failing(any.parts().getFirst());
            case Rule.Not not -> Optional.of(new Failing(not.pointer(), found(not.part())));
            case Rule.Condition condition -> Optional.of(new Failing(condition.pointer(), found(condition)));
        };
    }

    private @Nullable Found found(Rule part) {
        return switch (part) {
            case Rule.Happened happened -> new Found(count(happened), null, null);
            case Rule.Trait trait -> {
                var told = person.told(trait.number());
                yield new Found(null, told != null && told.present(), null);
            }
            case Rule.Consent consent -> new Found(null, null, allows(consent.purpose()));
            case Rule.All all -> null;
            case Rule.Any any -> null;
            case Rule.Not not -> null;
        };
    }

    /** The next moment at which a condition changes when nothing but time passes; {@link #NEVER} if none does. */
    long changesAt() {
        return changesAt(rule);
    }

    private long changesAt(Rule part) {
        return switch (part) {
            case Rule.All all -> soonest(all.parts());
            case Rule.Any any -> soonest(any.parts());
            case Rule.Not not -> changesAt(not.part());
            case Rule.Happened happened -> changesAt(happened);
            case Rule.Trait trait -> NEVER;
            case Rule.Consent consent -> NEVER;
        };
    }

    private long soonest(List<Rule> parts) {
        long next = NEVER;
        for (var part : parts) {
            next = Math.min(next, changesAt(part));
        }
        return next;
    }

    private long changesAt(Rule.Happened happened) {
        var matches = person.matches(happened.number());
        int past = matches.upTo(now);
        long next = past < matches.size() ? matches.time(past) : NEVER;
        var within = happened.within();
        if (within != null) {
            int out = matches.upTo(windowStart(happened));
            int leaving = leaving(happened, past - out);
            if (leaving > 0) {
                next = Math.min(next, matches.time(out + leaving - 1) + within.toMillis());
            }
        }
        return next;
    }

    /** How many must leave the window until the condition is another; 0 if none can make it that. */
    private static int leaving(Rule.Happened happened, int count) {
        var to = happened.to();
        if (to != null && count >= to) {
            return count - to + 1;
        }
        return happened.from() > 0 && count >= happened.from() ? count - happened.from() + 1 : 0;
    }
}
