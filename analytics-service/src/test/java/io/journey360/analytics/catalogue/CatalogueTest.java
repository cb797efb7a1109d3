package io.journey360.analytics.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.CatalogueEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapId;
import io.journey360.events.JourneyMapRetired;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.StageEntry;
import io.journey360.events.SurveyDefined;
import io.journey360.events.SurveyId;
import io.journey360.events.SurveyKind;
import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointId;
import io.journey360.events.TouchpointRetired;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    private final CatalogueHistory history = new CatalogueHistory();

    @Test
    void aTouchpointIsAsItWasLastDeclaredByThen() {
        history.apply(declared("kiosk", "Anna"), 3);
        history.apply(declared("desk", "Ben"), 4);
        history.apply(declared("kiosk", "Cid"), 7);
        history.apply(new TouchpointRetired(TouchpointId.named("kiosk"), NOW), 9);
        history.apply(declared("kiosk", "Dora"), 12);

        assertThat(owners(2)).isEmpty();
        assertThat(owners(3)).isEqualTo(Map.of("kiosk", "Anna"));
        assertThat(owners(6)).isEqualTo(Map.of("kiosk", "Anna", "desk", "Ben"));
        assertThat(owners(8)).isEqualTo(Map.of("kiosk", "Cid", "desk", "Ben"));
        assertThat(owners(9)).isEqualTo(Map.of("desk", "Ben"));
        assertThat(owners(99)).isEqualTo(Map.of("kiosk", "Dora", "desk", "Ben"));
        assertThat(history.at(9).touchpoint("kiosk")).isEmpty();
        assertThat(history.at(6).touchpoint("kiosk").orElseThrow().target()).isEqualTo(Map.of("waitSeconds", 60.0));
    }

    @Test
    void everyVersionOfAMapStays() {
        var map = JourneyMapId.named("stay");
        history.apply(map("stay", 1, "discover"), 1);
        history.apply(map("stay", 2, "discover", "book"), 5);
        history.apply(new JourneyMapRetired(map, NOW), 8);
        history.apply(map("stay", 3, "book"), 10);

        assertThat(history.at(4).map("stay").orElseThrow().version()).isEqualTo(1);
        assertThat(history.at(7).map("stay").orElseThrow().version()).isEqualTo(2);
        assertThat(history.at(8).map("stay")).isEmpty();
        assertThat(history.at(8).maps()).isEmpty();
        assertThat(history.at(8).map("stay", 2)).isPresent();
        assertThat(history.at(4).map("stay", 2)).isEmpty();
        assertThat(history.at(10).map("stay").orElseThrow().version()).isEqualTo(3);
        assertThat(history.at(10).map("stay", 1).orElseThrow().stages())
                .extracting(JourneyMapStage::key)
                .containsExactly("discover");
        assertThat(history.at(10).map("tour")).isEmpty();
    }

    @Test
    void aSurveysKindIsTheDefinedOneElseWhatItsNameSays() {
        history.apply(survey("desk-effort", 1, SurveyKind.CES, ScoreDirection.LOWER_BETTER), 2);
        history.apply(survey("desk-effort", 2, SurveyKind.CES, ScoreDirection.HIGHER_BETTER), 4);

        var catalogue = history.at(3);
        assertThat(catalogue.kindOf("desk-effort")).contains(SurveyKind.CES);
        assertThat(catalogue.kindOf("nps")).contains(SurveyKind.NPS);
        assertThat(catalogue.kindOf("mood")).isEmpty();
        assertThat(history.at(1).kindOf("desk-effort")).isEmpty();
        assertThat(catalogue.survey("desk-effort").orElseThrow().direction()).isEqualTo(ScoreDirection.LOWER_BETTER);
        assertThat(history.at(4).surveys()).extracting(Survey::version).containsExactly(2L);
    }

    @Test
    void whatIsTakenInASecondTimeChangesNothing() {
        var told = new TreeMap<Long, CatalogueEvent>();
        told.put(1L, declared("kiosk", "Anna"));
        told.put(2L, map("stay", 1, "discover"));
        told.put(3L, declared("kiosk", "Ben"));
        told.put(4L, survey("effort", 1, SurveyKind.CES, ScoreDirection.LOWER_BETTER));
        told.forEach((position, event) -> history.apply(event, position));
        var before = history.at(2);
        told.forEach((position, event) -> history.apply(event, position));

        assertThat(owners(2)).isEqualTo(Map.of("kiosk", "Anna"));
        assertThat(owners(4)).isEqualTo(Map.of("kiosk", "Ben"));
        assertThat(before.touchpoint("kiosk").orElseThrow().owner()).isEqualTo("Anna");
    }

    private Map<String, String> owners(long position) {
        var owners = new TreeMap<String, String>();
        history.at(position).touchpoints().forEach(touchpoint -> owners.put(touchpoint.id(), touchpoint.owner()));
        return owners;
    }

    private static TouchpointDeclared declared(String name, String owner) {
        return new TouchpointDeclared(
                TouchpointId.named(name), name, null, null, null, owner, Map.of("waitSeconds", 60.0), false, NOW);
    }

    private static JourneyMapDefined map(String name, long version, String... stages) {
        return new JourneyMapDefined(
                JourneyMapId.named(name),
                version,
                name,
                List.of(stages).stream()
                        .map(key -> new JourneyMapStage(
                                key,
                                key,
                                List.of(new StageEntry(JourneyEventType.DISCOVERED, null, null)),
                                false,
                                null,
                                List.of(),
                                List.of(),
                                List.of()))
                        .toList(),
                NOW);
    }

    private static SurveyDefined survey(String name, long version, SurveyKind kind, ScoreDirection direction) {
        return new SurveyDefined(SurveyId.named(name), version, "?", kind, new Scale(1, 5), direction, null, NOW);
    }
}
