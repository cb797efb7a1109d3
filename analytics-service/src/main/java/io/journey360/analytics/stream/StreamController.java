package io.journey360.analytics.stream;

import io.journey360.analytics.consents.Naming;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Events as they are projected, in position order up to the watermark. */
@RestController
class StreamController implements DisposableBean {

    private final LiveView live;
    private final Forgotten forgotten;
    private final JourneyLog log;
    private final Naming naming;

    /** Waiting for events costs a virtual thread for each client, and no event loop. */
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

    private final Scheduler scheduler = Schedulers.fromExecutorService(waiting);

    StreamController(LiveView live, Forgotten forgotten, JourneyLog log, Naming naming) {
        this.live = live;
        this.forgotten = forgotten;
        this.log = log;
        this.naming = naming;
    }

    @GetMapping(path = "/api/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Object>> stream(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventHeader,
            @RequestParam MultiValueMap<String, String> parameters) {
        var filters = new LinkedMultiValueMap<>(parameters);
        // A browser's EventSource can send no header when it first connects, only when it connects again.
        var asked = filters.remove("lastEventId");
        var filter = StreamFilter.of(filters, () -> live.personas().at(live.position()));
        var lastEventId = lastEventHeader == null && asked != null ? asked.getFirst() : lastEventHeader;
        var after = lastEventId == null || lastEventId.isBlank() ? null : position(lastEventId.strip());
        return Flux.<ServerSentEvent<Object>, Follower>generate(
                        () -> new Follower(live, forgotten, log, filter, naming, after), StreamController::step)
                .subscribeOn(scheduler);
    }

    private static Follower step(Follower follower, SynchronousSink<ServerSentEvent<Object>> client) {
        try {
            var next = follower.next();
            if (next == null) {
                client.complete();
            } else {
                client.next(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the client is gone
            client.complete();
        }
        return follower;
    }

    private static Long position(String lastEventId) {
        try {
            return Long.valueOf(lastEventId);
        } catch (NumberFormatException e) {
            throw Problem.invalid("/Last-Event-ID", "must be an id this stream has sent");
        }
    }

    @Override
    public void destroy() {
        scheduler.dispose();
        waiting.shutdownNow();
    }
}
