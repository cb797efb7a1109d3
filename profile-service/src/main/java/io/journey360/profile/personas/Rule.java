package io.journey360.profile.personas;

import io.journey360.events.JourneyEventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whom a persona holds for. Each part knows where it stands in the rule's JSON. */
sealed interface Rule {

    /** JSON pointer into the rule. */
    String pointer();

    record All(String pointer, List<Rule> parts) implements Rule {}

    record Any(String pointer, List<Rule> parts) implements Rule {}

    record Not(String pointer, Rule part) implements Rule {}

    /** A part without parts, numbered from 0 in reading order. */
    sealed interface Condition extends Rule {
        int number();
    }

    /**
     * Such events happened so many times. One that is dated ahead counts once its time has come.
     *
     * @param from inclusive
     * @param to exclusive
     * @param within exact time up to now: one that happened exactly that long ago counts no more; null for ever
     */
    record Happened(
            String pointer,
            int number,
            JourneyEventType type,
            EventTest events,
            int from,
            @Nullable Integer to,
            @Nullable Duration within)
            implements Condition {}

    record Trait(String pointer, int number, String name, ValueTest is) implements Condition {}

    /** The person allows the purpose. */
    record Consent(String pointer, int number, String purpose) implements Condition {}

    default List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        forEach(conditions::add);
        return List.copyOf(conditions);
    }

    private void forEach(Consumer<Condition> consumer) {
        switch (this) {
            case All all -> all.parts.forEach(part -> part.forEach(consumer));
            case Any any -> any.parts.forEach(part -> part.forEach(consumer));
            case Not not -> not.part.forEach(consumer);
            case Condition condition -> consumer.accept(condition);
        }
    }
}
