package io.journey360.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event once stored is read for ever. The samples are what the log may hold, named {@code <Event>.<revision>.json} and
 * {@code <Event>.<revision>.<variant>.json}; one that was ever released is never edited.
 */
class StoredEventsTest {

    private static final Jackson3Serializer SERIALIZER = Jackson3Serializer.builder()
            .jsonMapperBuilderCustomizer(new EventJson())
            .build();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @MethodSource("events")
    void hasASampleOfEachRevision(Class<?> event) {
        for (int revision = 1; revision <= revisionOf(event); revision++) {
            assertThat(names()).contains(event.getSimpleName() + "." + revision + ".json");
        }
    }

    @Test
    void everySampleIsOfAnEventAndARevisionThereIs() {
        var known = new TreeSet<String>();
        events().forEach(e ->
                IntStream.rangeClosed(1, revisionOf(e)).forEach(r -> known.add(e.getSimpleName() + "." + r)));

        assertThat(names()).allSatisfy(name -> assertThat(known).contains(eventAndRevision(name)));
    }

    @ParameterizedTest
    @MethodSource("samplesOfTheCurrentRevision")
    void isReadAndWrittenAgainAsItWas(String sample) {
        var event = read(sample);

        assertThat(JSON.readTree(SERIALIZER.serialize(event, byte[].class).getData()))
                .isEqualTo(json(sample));
    }

    @ParameterizedTest
    @MethodSource("samplesOfOlderRevisions")
    void ofAnOlderRevisionIsReadAsTheCurrentOne(String sample) {
        assertThat(read(sample)).isInstanceOf(eventNamed(sample));
    }

    @ParameterizedTest
    @MethodSource("events")
    void hasEachFieldSetInSomeSample(Class<?> event) {
        var unset = names().stream()
                .filter(sample -> eventAndRevision(sample).equals(event.getSimpleName() + "." + revisionOf(event)))
                .map(sample -> Set.copyOf(unset(read(sample))))
                .reduce((some, others) -> some.stream().filter(others::contains).collect(Collectors.toSet()));

        assertThat(unset).contains(Set.of());
    }

    /** The log names events by their class: one that moves or is renamed cannot be read any more. */
    @ParameterizedTest
    @MethodSource("events")
    void isStoredUnderItsName(Class<?> event) {
        assertThat(SERIALIZER.typeForClass(event).getName()).isEqualTo("io.journey360.events." + event.getSimpleName());
    }

    @Test
    void aReviewOfRevisionOneIsARatingInStars() {
        var review = (Reviewed) read("Reviewed.1.json");

        assertThat(review.survey()).isEqualTo("stars");
        assertThat(review.score()).isEqualTo(4);
        assertThat(review.scale()).isEqualTo(new Scale(1, 5));
        assertThat(review.moment()).isEqualTo(((Reviewed) read("Reviewed.2.json")).moment());
    }

    @Test
    void aFieldOfALaterVersionIsPassedOverSoThatARollbackCanReadTheLog() {
        var later = JSON.readTree(
                "{\"touchpoint\": \"touchpoint-a\", \"occurredAt\": \"2026-05-01T10:00:00Z\", \"why\": \"x\"}");

        assertThat(upcastAndRead(TouchpointRetired.class, "1", later)).isInstanceOf(TouchpointRetired.class);
    }

    static Stream<Class<?>> events() {
        return leaves(PublishedEvent.class);
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(StoredEventsTest::leaves)
                : Stream.of(type);
    }

    static Stream<String> samplesOfTheCurrentRevision() {
        return names().stream().filter(n -> revisionIn(n) == revisionOf(eventNamed(n)));
    }

    static Stream<String> samplesOfOlderRevisions() {
        return names().stream().filter(n -> revisionIn(n) < revisionOf(eventNamed(n)));
    }

    private static List<String> names() {
        var samples = StoredEventsTest.class.getResource("/events");
        try (var files = Files.list(Path.of(samples.toURI()))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String sample) {
        try (var stored = StoredEventsTest.class.getResourceAsStream("/events/" + sample)) {
            return JSON.readTree(stored);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object read(String sample) {
        return upcastAndRead(eventNamed(sample), String.valueOf(revisionIn(sample)), json(sample));
    }

    private static Object upcastAndRead(Class<?> event, String revision, JsonNode payload) {
        var stored = new GenericDomainEventEntry<>(
                "Collected",
                "event-1",
                0,
                "1",
                "2026-05-01T10:00:01Z",
                event.getName(),
                revision,
                payload.toString().getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8));
        IntermediateEventRepresentation initial = new InitialEventRepresentation(stored, SERIALIZER);
        return SERIALIZER.deserialize(EventUpcasters.chain()
                .upcast(Stream.of(initial))
                .findFirst()
                .orElseThrow()
                .getData());
    }

    private static Class<?> eventNamed(String sample) {
        return events().filter(e -> sample.startsWith(e.getSimpleName() + "."))
                .findFirst()
                .orElseThrow();
    }

    private static String eventAndRevision(String sample) {
        return sample.split("\\.")[0] + "." + revisionIn(sample);
    }

    private static int revisionIn(String sample) {
        return Integer.parseInt(sample.split("\\.")[1]);
    }

    private static int revisionOf(Class<?> event) {
        return Integer.parseInt(SERIALIZER.typeForClass(event).getRevision());
    }

    private static List<String> unset(Object record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .flatMap(component -> {
                    var value = valueOf(component, record);
                    if (value == null) {
                        return Stream.of(component.getName());
                    }
                    return value instanceof Record inner ? unset(inner).stream() : Stream.empty();
                })
                .toList();
    }

    private static Object valueOf(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
