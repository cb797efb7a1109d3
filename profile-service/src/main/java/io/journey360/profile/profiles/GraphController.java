package io.journey360.profile.profiles;

import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.links.Links;
import io.journey360.profile.links.PathIds;
import io.journey360.profile.links.RecordedEvents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "Profiles")
class GraphController {

    private final Links links;
    private final PathIds ids;
    private final PersonReader people;
    private final RecordedEvents events;

    GraphController(Links links, PathIds ids, PersonReader people, RecordedEvents events) {
        this.links = links;
        this.ids = ids;
        this.people = people;
        this.events = events;
    }

    @GetMapping("/api/v1/profiles/{id}/identities")
    @Operation(summary = "How the person came to be: who linked what, when, on what evidence", description = """
                    Every link and merge that ever named one of the person's identities, and what took it back, by log position. The evidence \
                    is the event that told it, with its source and the source's id; for what was asked of this service, that of our event.""")
    Mono<ResponseEntity<Page<GraphChange>>> history(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Pages.limit(limit);
        return Blocking.call(() -> {
            links.requireStarted();
            var member = ids.resolve(id).key();
            long after = cursor == null ? 0 : after(cursor);
            var page = Pages.page(
                    GraphChange.of(links.persons().linksOf(member)).stream()
                            .filter(change -> change.position() > after)
                            .limit(size + 1L)
                            .toList(),
                    size,
                    change -> Pages.cursor(String.valueOf(change.position())));
            var told =
                    events.at(page.items().stream().map(GraphChange::position).toList());
            return ResponseEntity.ok()
                    .eTag(Etags.of(people.version(member)))
                    .body(new Page<>(
                            page.items().stream()
                                    .map(change -> change.told(told.get(change.position())))
                                    .toList(),
                            page.next()));
        });
    }

    private static long after(String cursor) {
        try {
            return Long.parseLong(Pages.parts(cursor, 1).getFirst());
        } catch (NumberFormatException e) {
            throw Problem.invalid("/cursor", "is not a cursor of this list");
        }
    }
}
