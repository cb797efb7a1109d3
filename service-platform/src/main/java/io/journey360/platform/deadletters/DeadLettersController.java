package io.journey360.platform.deadletters;

import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Each service answers under its own name, with or without {@code -service}. */
@RestController
@RequestMapping("/api/v1/dead-letters/{service}")
class DeadLettersController {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLettersController.class);

    private final DeadLetters deadLetters;
    private final String service;

    DeadLettersController(DeadLetters deadLetters, String service) {
        this.deadLetters = deadLetters;
        this.service = service;
    }

    @GetMapping
    Mono<Page<ParkedSequence>> list(
            @PathVariable("service") String named,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        ours(named);
        int size = Pages.limit(limit);
        var from = cursor == null ? null : Pages.parts(cursor, 2);
        return Blocking.call(() -> page(group, size, from));
    }

    private Page<ParkedSequence> page(@Nullable String name, int limit, @Nullable List<String> from) {
        Collection<DeadLetterGroup> groups =
                name == null ? deadLetters.groups().values() : List.of(deadLetters.group(name));
        var found = new ArrayList<ParkedSequence>();
        for (var group : groups) {
            int order = from == null ? 1 : group.name().compareTo(from.getFirst());
            if (order < 0 || found.size() > limit) {
                continue;
            }
            var after = from == null || order > 0 ? null : from.get(1);
            found.addAll(deadLetters.sequences(group, after, limit + 1 - found.size()));
        }
        return Pages.page(found, limit, last -> Pages.cursor(last.group(), last.sequence()));
    }

    @PostMapping("/{group}/retry")
    Mono<Retried> retry(
            @PathVariable("service") String named,
            @PathVariable String group,
            @RequestParam(required = false) @Nullable String sequence) {
        ours(named);
        return Blocking.call(() -> deadLetters.retry(deadLetters.group(group), sequence));
    }

    @DeleteMapping("/{group}/{sequence}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> discard(
            @PathVariable("service") String named,
            @PathVariable String group,
            @PathVariable String sequence,
            ServerWebExchange exchange) {
        ours(named);
        var caller = exchange.getRequest().getHeaders().getFirst("X-Journey-Caller");
        return Blocking.call(() -> {
                    var events = deadLetters.discard(deadLetters.group(group), sequence);
                    if (events.isEmpty()) {
                        throw Problem.notFound("No dead letters are in this sequence");
                    }
                    LOG.warn(
                            "Audit: {} dead letters of {} in {} of {} were discarded by {}: {}",
                            events.size(),
                            sequence,
                            group,
                            service,
                            caller == null ? "somebody without a login" : caller,
                            events);
                    return events;
                })
                .then();
    }

    private void ours(String named) {
        if (!named.equals(service) && !(named + "-service").equals(service)) {
            throw Problem.notFound("This service has another name");
        }
    }
}
