package io.journey360.profile.export;

import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.Opener;
import io.journey360.profile.domain.ProfileNames;
import io.journey360.profile.links.Links;
import io.journey360.profile.links.PathIds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Everything held of a person, read from the log itself while it is sent. */
@RestController
@RequestMapping("/api/v1/profiles/{id}/export")
@Tag(name = "Profiles")
class ExportController {

    private static final Logger AUDIT = LoggerFactory.getLogger("journey.audit");
    private static final String NEVER_KEPT = "no-store";

    private final Links links;
    private final PathIds ids;
    private final JourneyLog log;
    private final Serializer serializer;
    private final Opener opener;
    private final JsonMapper json;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    ExportController(
            Links links,
            PathIds ids,
            JourneyLog log,
            Serializer serializer,
            Opener opener,
            JsonMapper json,
            Pseudonyms pseudonyms,
            Clock clock) {
        this.links = links;
        this.ids = ids;
        this.log = log;
        this.serializer = serializer;
        this.opener = opener;
        this.json = json;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Everything held of a person; with Accept: text/html as a page to read",
            description =
                    "The person's identities, links and consents, then every event in the log that names one of them, with its sealed texts "
                            + "opened, and what takes one of them back. Streamed: `counts` at the end says that nothing is missing",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = Holding.class)),
                                @Content(mediaType = MediaType.TEXT_HTML_VALUE, schema = @Schema(type = "string"))
                            }))
    Mono<ResponseEntity<Flux<DataBuffer>>> json(
            @PathVariable String id,
            @RequestHeader(name = "X-Journey-Caller", required = false, defaultValue = "-") String caller) {
        return holding(id, caller)
                .map(holding -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.CACHE_CONTROL, NEVER_KEPT)
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"" + holding.person() + ".json\"")
                        .body(body(holding, new JsonExport(json))));
    }

    @GetMapping(produces = MediaType.TEXT_HTML_VALUE)
    @Operation(hidden = true)
    Mono<ResponseEntity<Flux<DataBuffer>>> page(
            @PathVariable String id,
            @RequestHeader(name = "X-Journey-Caller", required = false, defaultValue = "-") String caller) {
        return holding(id, caller)
                .map(holding -> ResponseEntity.ok()
                        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                        .header(HttpHeaders.CACHE_CONTROL, NEVER_KEPT)
                        .header("Content-Security-Policy", HtmlExport.POLICY)
                        .body(body(holding, new HtmlExport())));
    }

    private Mono<Holding> holding(String id, String caller) {
        return Blocking.call(() -> {
            links.catchUp();
            var holding = holding(ids.resolve(id).key());
            AUDIT.info("{} exported what is held of {}", caller, holding.person());
            return holding;
        });
    }

    private Holding holding(IdentityKey member) {
        long position = log.head();
        var persons = links.persons();
        var identities = persons.identitiesOf(member);
        return new Holding(
                persons.personOf(member),
                clock.instant(),
                position,
                identities.stream()
                        .map(identity -> new Holding.Identity(
                                identity,
                                Objects.requireNonNullElse(links.kindOf(identity), IdentityKind.CUSTOMER),
                                persons.shared(identity)))
                        .toList(),
                identities.stream().filter(links::opened).map(ProfileNames::of).toList(),
                persons.linksOf(member).stream()
                        .map(link -> {
                            var undone = link.undone();
                            return new Holding.Link(
                                    link.first(),
                                    link.second(),
                                    link.position(),
                                    link.merge(),
                                    undone == null ? null : undone.position());
                        })
                        .toList(),
                links.consents().said(identities, position).stream()
                        .map(said -> new Holding.Consent(
                                said.purpose(),
                                said.granted(),
                                said.identity(),
                                said.wording(),
                                said.source(),
                                said.moment(),
                                said.recordedAt(),
                                said.position()))
                        .toList(),
                Holding.HELD_IN);
    }

    private Flux<DataBuffer> body(Holding holding, Rendering rendering) {
        var identities = Set.copyOf(
                holding.identities().stream().map(Holding.Identity::identity).toList());
        return Flux.generate(
                        () -> new Writing(
                                new Scan(log, serializer, opener, json, identities, holding.position()),
                                holding,
                                rendering,
                                new Bookings(pseudonyms)),
                        (writing, sink) -> {
                            var piece = writing.next();
                            if (piece == null) {
                                sink.complete();
                            } else {
                                sink.next(piece);
                            }
                            return writing;
                        },
                        Writing::close)
                .map(piece -> (DataBuffer)
                        DefaultDataBufferFactory.sharedInstance.wrap(((String) piece).getBytes(StandardCharsets.UTF_8)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** One export while it is written. */
    private static final class Writing implements AutoCloseable {

        private enum Part {
            HEAD,
            EVENTS,
            DONE
        }

        private final Scan scan;
        private final Holding holding;
        private final Rendering rendering;
        private final Bookings bookings;
        private Part part = Part.HEAD;
        private long events;
        private long unreadable;

        Writing(Scan scan, Holding holding, Rendering rendering, Bookings bookings) {
            this.scan = scan;
            this.holding = holding;
            this.rendering = rendering;
            this.bookings = bookings;
        }

        @Nullable String next() {
            return switch (part) {
                case HEAD -> {
                    part = Part.EVENTS;
                    yield rendering.head(holding);
                }
                case EVENTS -> {
                    var some = scan.next();
                    if (some == null) {
                        part = Part.DONE;
                        yield rendering.tail(bookings.all(), events, unreadable);
                    }
                    yield some.isEmpty() ? rendering.nothing() : written(some);
                }
                case DONE -> null;
            };
        }

        private String written(List<ToldEvent> some) {
            var text = new StringBuilder();
            for (var event : some) {
                bookings.fold(event);
                unreadable += event.unreadable().size();
                text.append(rendering.event(event, ++events));
            }
            return text.toString();
        }

        @Override
        public void close() {
            scan.close();
        }
    }
}
