package io.journey360.analytics.journey;

import io.journey360.analytics.consents.Naming;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.IdentitySet;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.personas.EvaluatedSoon;
import io.journey360.analytics.query.FilterParameters;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEventType;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The list of all customers who may be named, answered from the index. */
@RestController
class CustomersController {

    private static final Set<String> PARAMETERS = Set.of("cursor", "limit", "stage", "persona");
    private final LiveView live;
    private final QueryPool queries;
    private final JourneySettings settings;
    private final Naming naming;

    CustomersController(LiveView live, QueryPool queries, JourneySettings settings, Naming naming) {
        this.live = live;
        this.queries = queries;
        this.settings = settings;
        this.naming = naming;
    }

    /**
     * @param stage of the current journey
     * @param outcomes of the current journey
     */
    record Customer(
            IdentityKey person,
            int events,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable JourneyEventType stage,
            List<JourneyEventType> outcomes) {}

    @GetMapping("/api/v1/customers")
    Mono<ResponseEntity<Page<Customer>>> customers(
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String stage) {
        int size = Pages.limit(limit);
        for (var parameter : parameters.keySet()) {
            if (!PARAMETERS.contains(parameter)) {
                throw Problem.of(400, "not-available", "The list cannot be filtered by this")
                        .at("/" + parameter, "is not available");
            }
        }
        var wanted = stage == null ? null : stage(stage);
        var after = cursor == null ? null : after(cursor);
        var persona = FilterParameters.all(parameters, "persona");
        return EvaluatedSoon.patiently(Blocking.call(() -> {
            var snapshot = live.index().snapshot();
            return tagged(snapshot, list(snapshot, people(persona, snapshot), wanted, after, size));
        }));
    }

    /** What is computed from the index changes with its position, and with nothing else. */
    private static <T> ResponseEntity<T> tagged(Snapshot snapshot, T body) {
        return ResponseEntity.ok()
                .eTag("W/\"%d\"".formatted(snapshot.position()))
                .body(body);
    }

    private static JourneyEventType stage(String stage) {
        return JourneyEventType.ofWireName(stage)
                .filter(Stages.CORE::contains)
                .orElseThrow(() ->
                        Problem.invalid("/stage", "must be one of discovered, booked, checked-in, served, reviewed"));
    }

    /** The cursor is the last person of the page before: keys of persons have one order at all times. */
    private static IdentityKey after(String cursor) {
        var key = Pages.parts(cursor, 1).getFirst();
        if (!IdentityKey.isWellFormed(key)) {
            throw Problem.invalid("/cursor", "is not a cursor of this list");
        }
        return new IdentityKey(key);
    }

    /** @throws Problem 400 for a persona there is none of */
    private People people(@Nullable List<String> personas, Snapshot snapshot) {
        if (personas == null) {
            return People.ALL;
        }
        var asOf = live.personas().at(snapshot.position());
        return People.ALL.having(personas.stream()
                .map(name -> asOf.people(name)
                        .orElseThrow(() -> asOf.isBeingEvaluated(name)
                                ? EvaluatedSoon.awaited("/persona", name)
                                : Problem.invalid("/persona", name + " is no persona")))
                .reduce(IdentitySet.NOBODY, IdentitySet::or));
    }

    private Page<Customer> list(
            Snapshot snapshot,
            People people,
            @Nullable JourneyEventType stage,
            @Nullable IdentityKey after,
            int limit) {
        var customers = new ArrayList<Customer>();
        try (var query = queries.begin()) {
            var journey = new CurrentJourney(
                    snapshot, EventMasks.of(snapshot, EventFilter.ALL, List.of(EventFilter.ALL)), settings.silence());
            snapshot.list(query, people, after, (person, rows, from, to) -> {
                journey.read(rows, from, to);
                var cut = journey.cut();
                if ((stage == null || stage == cut.stage()) && naming.mayName(person.key())) {
                    customers.add(new Customer(
                            person.key(),
                            to - from,
                            Instant.ofEpochMilli(rows.times()[from]),
                            Instant.ofEpochMilli(rows.times()[to - 1]),
                            cut.stage(),
                            cut.outcomes().stream().sorted().toList()));
                }
                return customers.size() <= limit;
            });
        }
        return Pages.page(
                customers, limit, customer -> Pages.cursor(customer.person().value()));
    }
}
