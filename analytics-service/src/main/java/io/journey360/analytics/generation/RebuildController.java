package io.journey360.analytics.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Rebuilding everything derived, beside what is read meanwhile. */
@RestController
@RequestMapping("/api/v1/analytics")
class RebuildController {

    private final Generations generations;
    private final IndexRebuild index;
    private final JourneyLog log;

    RebuildController(Generations generations, IndexRebuild index, JourneyLog log) {
        this.generations = generations;
        this.index = index;
        this.log = log;
    }

    /**
     * A rebuild as it stands.
     *
     * @param position how far the new documents have come; they are read when they reach {@code logPosition}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rebuild(
            String id,
            State state,
            int generation,
            @Nullable Long position,
            @Nullable Long logPosition,
            Instant startedAt,
            @Nullable Instant finishedAt) {

        enum State {
            RUNNING,
            DONE,
            CANCELLED;

            @JsonValue
            String wireName() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    @PostMapping("/rebuild")
    Mono<ResponseEntity<Rebuild>> begin() {
        return Blocking.call(() -> {
            if (!index.fits()) {
                throw Problem.of(
                        409,
                        "not-enough-memory",
                        "A second index does not fit beside the first; restart the replicas one after the other instead");
            }
            if (index.running()) {
                throw Problem.of(409, "rebuild-running", "A rebuild is running");
            }
            var control = generations.rebuild(true);
            var rebuild = find(id(control.last()));
            return ResponseEntity.accepted()
                    .location(URI.create("/api/v1/analytics/rebuilds/" + rebuild.id()))
                    .body(rebuild);
        });
    }

    @GetMapping("/rebuilds/{id}")
    Mono<ResponseEntity<Rebuild>> progress(@PathVariable String id) {
        return Blocking.call(() -> find(id))
                .map(rebuild -> ResponseEntity.ok()
                        .eTag("W/\"%08x\"".formatted(rebuild.toString().hashCode()))
                        .body(rebuild));
    }

    @DeleteMapping("/rebuilds/{id}")
    Mono<ResponseEntity<Void>> cancel(@PathVariable String id) {
        return Blocking.call(() -> {
            var rebuild = find(id);
            if (rebuild.state() != Rebuild.State.RUNNING) {
                throw Problem.of(409, "rebuild-over", "The rebuild is over");
            }
            generations.cancel(rebuild.generation());
            index.cancel();
            return ResponseEntity.noContent().build();
        });
    }

    private Rebuild find(String id) {
        var control = generations.current();
        var building = control.building();
        if (building != null && id.equals(id(building.generation()))) {
            return running(id, building.generation(), building.startedAt(), generations.buildingPosition());
        }
        var ended = control.ended();
        if (ended != null && id.equals(id(ended.generation()))) {
            return switch (ended.outcome()) {
                case CANCELLED -> ended(id, Rebuild.State.CANCELLED, ended);
                case DONE ->
                    index.running()
                            ? running(id, ended.generation(), ended.startedAt(), generations.position())
                            : ended(id, Rebuild.State.DONE, ended);
            };
        }
        throw Problem.notFound("No such rebuild");
    }

    private Rebuild running(String id, int generation, Instant startedAt, long position) {
        return new Rebuild(id, Rebuild.State.RUNNING, generation, position, log.head(), startedAt, null);
    }

    private static Rebuild ended(String id, Rebuild.State state, Control.Ended ended) {
        return new Rebuild(id, state, ended.generation(), null, null, ended.startedAt(), ended.finishedAt());
    }

    private static String id(int generation) {
        return "rebuild-" + generation;
    }
}
