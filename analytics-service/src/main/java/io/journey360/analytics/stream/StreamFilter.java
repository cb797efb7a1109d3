package io.journey360.analytics.stream;

import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.personas.PersonasAsOf;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Persons;
import io.journey360.platform.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which events a client of the stream wants: query parameters named as a filter's fields, each a value, several separated by
 * commas, or repeated (any of them will do); different fields have to hold together.
 */
final class StreamFilter {

    private static final String CUSTOMER = "customer";
    private static final String PERSONA = "persona";

    private final List<BiPredicate<Fact, Persons>> demands;
    private final boolean ofPeople;

    private StreamFilter(List<BiPredicate<Fact, Persons>> demands, boolean ofPeople) {
        this.demands = demands;
        this.ofPeople = ofPeople;
    }

    /** @throws Problem 400 for a parameter there is none of, or a value that cannot be */
    static StreamFilter of(MultiValueMap<String, String> parameters, Supplier<PersonasAsOf> personas) {
        var demands = new ArrayList<BiPredicate<Fact, Persons>>();
        parameters.forEach((name, values) -> {
            var wanted = new HashSet<String>();
            values.forEach(value -> wanted.addAll(Arrays.asList(value.split(",", -1))));
            demands.add(demand(name, wanted, personas));
        });
        return new StreamFilter(
                List.copyOf(demands), parameters.containsKey(CUSTOMER) || parameters.containsKey(PERSONA));
    }

    private static BiPredicate<Fact, Persons> demand(String name, Set<String> wanted, Supplier<PersonasAsOf> personas) {
        return switch (name) {
            case "event" -> {
                wanted.forEach(StreamFilter::demandType);
                yield property(wanted, fact -> fact.event().type().wireName());
            }
            case "action" ->
                property(wanted, fact -> fact.event() instanceof Interacted interacted ? interacted.action() : null);
            case "touchpoint" -> property(wanted, fact -> fact.moment().touchpoint());
            case "channel" -> property(wanted, fact -> fact.moment().channel());
            case "service" -> property(wanted, fact -> fact.moment().service());
            case "location" -> property(wanted, fact -> fact.moment().location());
            case "source" -> property(wanted, fact -> fact.moment().source());
            case CUSTOMER -> {
                wanted.forEach(StreamFilter::demandKey);
                yield (fact, persons) -> persons.identitiesOf(fact.identity()).stream()
                        .map(IdentityKey::value)
                        .anyMatch(wanted::contains);
            }
            case PERSONA -> {
                wanted.forEach(persona -> demandPersona(persona, personas.get()));
                yield (fact, persons) -> {
                    var identities = persons.identitiesOf(fact.identity());
                    var now = personas.get();
                    return wanted.stream().anyMatch(persona -> now.areAny(identities, persona));
                };
            }
            default -> throw Problem.invalid("/" + name, "is not a field the stream can be filtered by");
        };
    }

    private static BiPredicate<Fact, Persons> property(Set<String> wanted, Function<Fact, @Nullable String> property) {
        return (fact, persons) -> {
            var value = property.apply(fact);
            return value != null && wanted.contains(value);
        };
    }

    private static void demandType(String name) {
        if (JourneyEventType.ofWireName(name).isEmpty()) {
            throw Problem.invalid("/event", "has a value that is no kind of event");
        }
    }

    private static void demandKey(String key) {
        if (!IdentityKey.isWellFormed(key)) {
            throw Problem.invalid("/customer", "must be an identity key");
        }
    }

    private static void demandPersona(String persona, PersonasAsOf now) {
        if (now.people(persona).isEmpty()) {
            throw Problem.invalid("/persona", persona + " is no persona, or nobody has been looked at for it yet");
        }
    }

    /** @param named whether the event's person may be named; one who may not is not selected as a person either */
    boolean accepts(Fact fact, Persons persons, boolean named) {
        return (named || !ofPeople) && demands.stream().allMatch(demand -> demand.test(fact, persons));
    }
}
