package io.journey360.analytics.explain;

import io.journey360.analytics.consents.Naming;
import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.FactStore;
import io.journey360.analytics.generation.Generations;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.query.Analyses;
import io.journey360.analytics.query.FigurePath;
import io.journey360.events.IdentityKey;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a figure is made of in the index, and the events' names in the documents. All calls block. */
@Component
public class Explainer {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String UNNAMED = "";

    private final Analyses analyses;
    private final FactStore facts;
    private final Generations generations;
    private final Naming naming;

    Explainer(Analyses analyses, FactStore facts, Generations generations, Naming naming) {
        this.analyses = analyses;
        this.facts = facts;
        this.generations = generations;
        this.naming = naming;
    }

    /** What was found in the index. */
    private record Found(Analyses.Explained explained, Page.Found page) {}

    /** @throws Problem 404 for an unknown explanation, 400 for a figure its answer does not have */
    public Explanation explain(String id, FigurePath path, int limit, @Nullable String cursor) {
        var after = cursor == null ? null : place(cursor);
        var found = analyses.explain(id, path, explained -> {
            var figure = explained.figure();
            var asked = explained.asked();
            var parts = asked.snapshot()
                    .scan(
                            asked.query(),
                            figure.by(),
                            figure.people(),
                            () -> new Page(figure, limit + 1, after, named(asked.snapshot())));
            return new Found(explained, Page.together(parts, limit + 1));
        });
        var asked = found.explained.asked();
        var contributions = found.page.first();
        var shown = contributions.subList(0, Math.min(limit, contributions.size()));
        var events = events(asked.snapshot(), shown);
        return new Explanation(
                path.toString(),
                found.explained.value(),
                found.page.contributions(),
                found.page.people(),
                shown.stream()
                        .map(contribution -> item(contribution, events, asked.snapshot()))
                        .toList(),
                contributions.size() > limit ? cursor(shown.getLast().place()) : null,
                asked.asOf());
    }

    /** Whether a person may be named who was one person then: under every identity they had, and with nothing from before an erasure. */
    private Page.Named named(Snapshot snapshot) {
        return (person, earliest) -> {
            var identities = snapshot.persons().identitiesOf(person);
            return earliest > naming.toldAfter(identities) && naming.mayName(identities, snapshot.position());
        };
    }

    private Explanation.Item item(Contribution contribution, Map<Long, Explanation.Event> events, Snapshot snapshot) {
        return new Explanation.Item(
                contribution.place().person(),
                contribution.people().size() > 1
                        ? contribution.named().stream().sorted().toList()
                        : null,
                Double.isNaN(contribution.value()) ? null : contribution.value(),
                Arrays.stream(contribution.events())
                        .map(event -> events.get(event.position()))
                        .map(event -> event == null ? null : event.toldOf(contribution.named(), snapshot.persons()))
                        .toList());
    }

    private record Times(long from, long to) {

        Times with(long time) {
            return new Times(Math.min(from, time), Math.max(to, time));
        }
    }

    /**
     * The events by position.
     *
     * @throws Problem 503 as long as the documents are behind the index
     */
    private Map<Long, Explanation.Event> events(Snapshot snapshot, List<Contribution> contributions) {
        var wanted = new HashMap<Long, Explanation.@Nullable Event>();
        var times = new HashMap<IdentityKey, Times>();
        for (var contribution : contributions) {
            for (var event : contribution.events()) {
                wanted.put(event.position(), null);
                for (var person : contribution.people()) {
                    times.merge(
                            person,
                            new Times(event.timeMillis(), event.timeMillis()),
                            (known, more) -> known.with(more.from));
                }
            }
        }
        int generation = generations.active();
        var persons = snapshot.persons();
        times.forEach((person, range) -> {
            for (var identity : persons.identitiesOf(person)) {
                for (var fact : facts.facts(generation, identity, range.from, range.to, snapshot.position())) {
                    if (wanted.containsKey(fact.position())) {
                        wanted.put(fact.position(), event(fact));
                    }
                }
            }
        });
        var events = new HashMap<Long, Explanation.Event>();
        wanted.forEach((position, event) -> {
            if (event == null) {
                throw Problem.of(503, "catching-up", "The events are not among the documents yet")
                        .retryAfter(RETRY);
            }
            events.put(position, event);
        });
        return events;
    }

    private static Explanation.Event event(Fact fact) {
        return new Explanation.Event(
                fact.id(),
                fact.moment().source(),
                fact.event().type(),
                fact.moment().occurredAt(),
                fact.identity(),
                fact.position());
    }

    private static String cursor(Contribution.Place place) {
        var person = place.person();
        return Pages.cursor(
                person == null ? UNNAMED : person.value(),
                String.valueOf(place.firstPosition()),
                String.valueOf(place.ordinal()));
    }

    private static Contribution.Place place(String cursor) {
        var parts = Pages.parts(cursor, 3);
        try {
            var person = parts.get(0).equals(UNNAMED) ? null : new IdentityKey(parts.get(0));
            return new Contribution.Place(person, Long.parseLong(parts.get(1)), Integer.parseInt(parts.get(2)));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("/cursor", "is not a cursor of this list");
        }
    }
}
