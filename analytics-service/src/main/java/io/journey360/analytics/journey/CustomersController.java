package io.journey360.analytics.journey;

import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEventType;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** All customers: the list of them, and how many stand at which stage. Answered from the index. */
@RestController
class CustomersController {

    private static final Set<String> PARAMETERS = Set.of("cursor", "limit", "stage");
    private static final List<JourneyEventType> STAGES = List.of(
            JourneyEventType.DISCOVERED,
            JourneyEventType.BOOKED,
            JourneyEventType.CHECKED_IN,
            JourneyEventType.SERVED,
            JourneyEventType.REVIEWED);
    private static final List<JourneyEventType> OUTCOMES =
            List.of(JourneyEventType.CANCELLED, JourneyEventType.NO_SHOW);

    private final LiveView live;
    private final QueryPool queries;
    private final JourneySettings settings;

    CustomersController(LiveView live, QueryPool queries, JourneySettings settings) {
        this.live = live;
        this.queries = queries;
        this.settings = settings;
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

    record StageCount(JourneyEventType stage, int people) {}

    record OutcomeCount(JourneyEventType outcome, int people) {}

    /** People by the stage and the outcomes of their current journey. */
    record Stages(List<StageCount> stages, List<OutcomeCount> outcomes, AsOf asOf) {}

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
        return Blocking.call(() -> {
            var snapshot = live.index().snapshot();
            return tagged(snapshot, list(snapshot, wanted, after, size));
        });
    }

    @GetMapping("/api/v1/analytics/stages")
    Mono<ResponseEntity<Stages>> stages() {
        return Blocking.call(() -> {
            var snapshot = live.index().snapshot();
            try (var query = queries.begin()) {
                var counts = snapshot.scan(query, Snapshot.By.PERSON, () -> new Count(snapshot));
                return tagged(snapshot, stages(snapshot, counts));
            }
        });
    }

    /** What is computed from the index changes with its position, and with nothing else. */
    private static <T> ResponseEntity<T> tagged(Snapshot snapshot, T body) {
        return ResponseEntity.ok()
                .eTag("W/\"%d\"".formatted(snapshot.position()))
                .body(body);
    }

    private static JourneyEventType stage(String stage) {
        return JourneyEventType.ofWireName(stage)
                .filter(STAGES::contains)
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

    private Page<Customer> list(
            Snapshot snapshot, @Nullable JourneyEventType stage, @Nullable IdentityKey after, int limit) {
        var customers = new ArrayList<Customer>();
        try (var query = queries.begin()) {
            snapshot.list(query, after, (person, rows, from, to) -> {
                var cut = current(snapshot, rows, from, to);
                if (stage == null || stage == cut.stage()) {
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

    private JourneyCut current(Snapshot snapshot, Columns rows, int from, int to) {
        var cut = new JourneyCut(settings.silence());
        for (int row = from; row < to; row++) {
            var type = snapshot.kinds().value(rows.kinds()[row]).type();
            long time = rows.times()[row];
            if (cut.beginsWith(type, time)) {
                cut.begin();
            }
            cut.add(type, time, snapshot.details().value(rows.details()[row]).slotEndMillis());
        }
        return cut;
    }

    private final class Count implements Visitor {

        private final Snapshot snapshot;
        private final Map<JourneyEventType, Integer> people = new EnumMap<>(JourneyEventType.class);

        Count(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            var cut = current(snapshot, rows, from, to);
            var reached = cut.stage();
            if (reached != null) {
                people.merge(reached, 1, Integer::sum);
            }
            cut.outcomes().forEach(outcome -> people.merge(outcome, 1, Integer::sum));
        }
    }

    private Stages stages(Snapshot snapshot, List<Count> counts) {
        var people = new EnumMap<JourneyEventType, Integer>(JourneyEventType.class);
        counts.forEach(count -> count.people.forEach((type, n) -> people.merge(type, n, Integer::sum)));
        return new Stages(
                STAGES.stream()
                        .map(stage -> new StageCount(stage, people.getOrDefault(stage, 0)))
                        .toList(),
                OUTCOMES.stream()
                        .map(outcome -> new OutcomeCount(outcome, people.getOrDefault(outcome, 0)))
                        .toList(),
                live.times().at(snapshot.position()));
    }
}
