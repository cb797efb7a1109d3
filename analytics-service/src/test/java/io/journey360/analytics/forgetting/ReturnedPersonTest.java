package io.journey360.analytics.forgetting;

import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static io.journey360.analytics.running.Events.published;
import static io.journey360.analytics.running.Events.served;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.CustomersMerged;
import io.journey360.events.ErasureId;
import io.journey360.events.IdentityKey;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.ProfileErased;
import io.journey360.platform.log.JourneyLog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Somebody was erased and came back: what happened before is counted as it was, and is nobody's. */
class ReturnedPersonTest {

    private static final IdentityKey ANNA = identity(1);
    private static final IdentityKey BEN = identity(2);
    private static final IdentityKey ONCE_ONE_WITH_ANNA = identity(3);

    private static RunningAnalytics analytics;
    private static Calls calls;
    private static long beforeErasure;

    @BeforeAll
    static void start(@TempDir Path folder) {
        analytics = new RunningAnalytics(folder);
        calls = new Calls(analytics);
        analytics.append(
                discovered("old-1", ANNA, 0),
                booked("old-2", ANNA, 1, null),
                discovered("ben-1", BEN, 0),
                booked("ben-2", BEN, 1, null),
                interacted("ben-3", BEN, 2),
                served("other-1", ONCE_ONE_WITH_ANNA, 3));
        var merge = new MergeId("merge-1");
        analytics.append(List.of(published("merge-1", new CustomersMerged(merge, ANNA, ONCE_ONE_WITH_ANNA, day(3)))));
        beforeErasure = analytics.bean(JourneyLog.class).head();
        analytics.append(
                List.of(published("merge-1-undone", new MergeUndone(merge, ANNA, ONCE_ONE_WITH_ANNA, day(3)))));
        analytics.append(List.of(
                published("erasure-1", new ProfileErased(new ErasureId("erasure-1"), List.of(ANNA), 0, day(4)))));
        analytics.append(interacted("new-1", ANNA, 5), interacted("new-2", ANNA, 6));
        var log = analytics.bean(JourneyLog.class);
        Calls.await(() ->
                !log.existing(List.of("erasure-1-analytics-service")).isEmpty()); // until then exports are removed
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void theListCountsWhatIsNew() {
        var listed = calls.get("/api/v1/customers")
                .get("items")
                .valueStream()
                .filter(item -> item.get("person").asString().equals(ANNA.value()))
                .toList();

        assertThat(listed).hasSize(1);
        assertThat(listed.getFirst().get("events").asInt()).isEqualTo(2);
        assertThat(listed.getFirst().get("firstSeen").asString()).isEqualTo(day(5).toString());
        assertThat(listed.getFirst().get("stage").isNull()).isTrue();
        assertThat(calls.get("/api/v1/customers?stage=booked").toString()).doesNotContain(ANNA.value());
    }

    @Test
    void theViewShowsWhatIsNewAndNoFormerSelves() {
        assertThat(timeline(calls.get("/api/v1/customers/" + ANNA + "/journey")))
                .containsExactly("new-1", "new-2");
        assertThat(calls.status("/api/v1/customers/" + ANNA + "/journey?asOf=" + beforeErasure))
                .isEqualTo(404);

        var other = calls.get("/api/v1/customers/" + ONCE_ONE_WITH_ANNA + "/journey?asOf=" + beforeErasure);
        assertThat(timeline(other)).containsExactly("other-1");
        assertThat(other.get("person").asString()).isEqualTo(ONCE_ONE_WITH_ANNA.value());
        assertThat(other.toString()).doesNotContain(ANNA.value());
    }

    private static List<String> timeline(JsonNode view) {
        return view.get("timeline")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }

    @Test
    void exportsHoldWhatIsOldAndDoNotSayWhoseItWas() {
        var all = calls.exported("{}");
        assertThat(all).hasSize(8);
        assertThat(all)
                .filteredOn(line -> line.contains(ANNA.value()))
                .allMatch(line -> line.contains("new-"))
                .hasSize(2);

        assertThat(calls.exported("{\"filter\": {\"customer\": \"%s\"}}".formatted(ANNA)))
                .allMatch(line -> line.contains("new-"))
                .hasSize(2);
        assertThat(calls.exported("{\"filter\": {\"customer\": {\"not\": \"%s\"}}}".formatted(ANNA)))
                .noneMatch(line -> line.contains("new-"))
                .hasSize(6);
        var asOf = calls.exported("{\"asOf\": %d, \"filter\": {\"customer\": \"%s\"}}".formatted(beforeErasure, ANNA));
        assertThat(asOf).isEmpty();
        assertThat(calls.exported("{\"asOf\": %d, \"filter\": {\"customer\": \"%s\"}}"
                        .formatted(beforeErasure, ONCE_ONE_WITH_ANNA)))
                .hasSize(1);
    }

    @Test
    void theStreamTellsWhatIsOldOfNobody() {
        var events = calls.streamed("?event=discovered,booked,interacted&lastEventId=0", 7);

        assertThat(events)
                .filteredOn(event -> event.get("id").asString().startsWith("old-"))
                .hasSize(2);
        assertThat(events).allSatisfy(event -> {
            boolean old = event.get("id").asString().startsWith("old-");
            assertThat(event.has("person")).isEqualTo(!old);
            assertThat(event.has("identity")).isEqualTo(!old);
        });
        assertThat(calls.streamed("?lastEventId=0&customer=" + ANNA, 2))
                .extracting(event -> event.get("id").asString())
                .containsExactly("new-1", "new-2");
    }

    @Test
    void figuresStayAndWhatTheyAreMadeOfIsNamedOnlyAsFarAsItIsNew() {
        var paths = calls.post("/api/v1/analytics/paths", "{\"node\": \"event\"}");
        int edges = 0;
        for (int i = 0; i < paths.get("edges").size(); i++) {
            var edge = paths.get("edges").get(i);
            for (var item : calls.items(paths, "/edges/%d/count".formatted(i))) {
                var ids = item.get("events")
                        .valueStream()
                        .map(event -> event.get("id").asString())
                        .toList();
                boolean old = ids.stream().anyMatch(id -> id.startsWith("old-"));
                assertThat(item.has("person")).as(edge + " " + ids).isEqualTo(!old);
                item.get("events")
                        .forEach(event -> assertThat(event.has("identity")).isEqualTo(!old));
                edges++;
            }
        }
        // old-1 to old-2, on to new-1, on to new-2, and ben's two
        assertThat(edges).isGreaterThanOrEqualTo(5);
        assertThat(funnel("")).isEqualTo(2);
    }

    @Test
    void nobodyIsAskedForByNameForWhatIsOld() {
        var of = "\"filter\": {\"customer\": %s}";
        var anna = "\"" + ANNA + "\"";
        var notAnna = "{\"not\": \"%s\"}".formatted(ANNA);
        assertThat(funnel(of.formatted(anna))).isEqualTo(0);
        assertThat(funnel(of.formatted(notAnna))).isEqualTo(2);
        assertThat(trend(of.formatted(anna))).isEqualTo(2);
        assertThat(trend(of.formatted(notAnna))).isEqualTo(6);
        assertThat(trend(of.formatted("[%s, \"%s\"]".formatted(anna, BEN)))).isEqualTo(5);
        assertThat(bookings(of.formatted(anna))).isEqualTo(0);
        assertThat(bookings(of.formatted(notAnna))).isEqualTo(2);

        var then = "\"asOf\": %d, ".formatted(beforeErasure);
        assertThat(funnel(then + of.formatted(anna))).isEqualTo(0);
        assertThat(funnel(then + of.formatted(notAnna))).isEqualTo(2);
        assertThat(trend(then + of.formatted("\"" + ONCE_ONE_WITH_ANNA + "\""))).isEqualTo(1);
    }

    /** Discovered, then booked. */
    private static long funnel(String with) {
        return calls.post("/api/v1/analytics/funnel", """
                        {"steps": [{"event": "discovered"}, {"event": "booked"}]%s}""".formatted(with.isEmpty() ? "" : ", " + with))
                .at("/steps/1/count")
                .asLong();
    }

    private static long bookings(String with) {
        return calls.post("/api/v1/analytics/funnel", """
                        {"steps": [{"event": "booked"}], "by": "booking", %s}""".formatted(with))
                .at("/steps/0/count")
                .asLong();
    }

    /** How many events there are. */
    private static long trend(String with) {
        return calls.post("/api/v1/analytics/trends", """
                        {"measure": "events", "interval": "month", %s}""".formatted(with))
                .at("/total/count")
                .asLong();
    }
}
