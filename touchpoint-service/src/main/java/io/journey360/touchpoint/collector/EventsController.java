package io.journey360.touchpoint.collector;

import io.journey360.platform.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Takes in one event, a batch of them or a stream of any length. */
@RestController
@RequestMapping("/api/v1/events")
@Tag(name = "Events")
class EventsController implements DisposableBean {

    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String DESCRIPTION = """
            Accepted means durable in the log. An event sent again, with whatever delay, counts once and is a duplicate; `differs` says
            that its content is not that of the first. One bad item costs its neighbours nothing: it is rejected with a problem document
            whose pointers are relative to the item (`/data/customer`). NDJSON answers duplicates and rejects only, by their line, at most
            10,000 and then `truncated`. An event has at most 32 KiB, a JSON request 1 MiB; NDJSON has no limit. Plain `application/json`
            is taken too: an object is one event, an array a batch.""";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final CloudEventReader reader;
    private final Collector collector;
    private final ReceiptsLag lag;
    private final Semaphore streams;
    private final Scheduler blocking =
            Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor(), "collector-requests");
    private final Counter rejected;

    EventsController(
            CloudEventReader reader,
            Collector collector,
            ReceiptsLag lag,
            CollectorSettings settings,
            MeterRegistry meters) {
        this.reader = reader;
        this.collector = collector;
        this.lag = lag;
        this.streams = new Semaphore(settings.streams());
        this.rejected = meters.counter("journey.collector.events", "result", "rejected");
    }

    @PostMapping(consumes = ONE)
    @Operation(
            operationId = "collect",
            summary = "Takes in one event, a batch, or a stream of any length",
            description = DESCRIPTION,
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = ONE,
                                        schema = @Schema(implementation = CloudEvent.class),
                                        examples = @ExampleObject(value = CloudEvent.ONE)),
                                @Content(
                                        mediaType = BATCH,
                                        array = @ArraySchema(schema = @Schema(implementation = CloudEvent.class)),
                                        examples = @ExampleObject(value = CloudEvent.TWO)),
                                @Content(
                                        mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                                        schema = @Schema(implementation = CloudEvent.class),
                                        examples = @ExampleObject(value = CloudEvent.ONE))
                            }),
            responses =
                    @ApiResponse(
                            responseCode = "202",
                            description = "The result of the one event, or those of all",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(oneOf = {EventResult.class, BatchResult.class}))))
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<EventResult> one(ServerHttpRequest request) {
        return body(request).flatMap(body -> one(body, sources(request)));
    }

    @PostMapping(consumes = BATCH)
    @Operation(hidden = true)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<BatchResult> batch(ServerHttpRequest request) {
        return body(request).publishOn(blocking).map(body -> batch(body, sources(request)));
    }

    /** For clients that know plain JSON only: an object is one event, an array a batch. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(hidden = true)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Object> either(ServerHttpRequest request) {
        return body(request)
                .flatMap(body -> JsonItems.isArray(body)
                        ? Mono.just(body).publishOn(blocking).map(array -> batch(array, sources(request)))
                        : one(body, sources(request)));
    }

    @PostMapping(consumes = MediaType.APPLICATION_NDJSON_VALUE)
    @Operation(hidden = true)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<BatchResult> stream(ServerHttpRequest request) {
        lag.check();
        if (!streams.tryAcquire()) {
            return Mono.error(Problem.of(503, "overloaded", "Too many streams at once; send it again later")
                    .retryAfter(RETRY_AFTER));
        }
        return Mono.fromCallable(() -> {
                    try (var body = new BodyStream(request.getBody())) {
                        return counted(new Ndjson(reader, collector, sources(request)).collect(body));
                    }
                })
                .subscribeOn(blocking)
                .doFinally(signal -> streams.release());
    }

    private static Sources sources(ServerHttpRequest request) {
        return Sources.of(request.getHeaders());
    }

    private Mono<byte[]> body(ServerHttpRequest request) {
        lag.check();
        return DataBufferUtils.join(request.getBody())
                .map(EventsController::bytes)
                .defaultIfEmpty(new byte[0]);
    }

    private static byte[] bytes(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private Mono<EventResult> one(byte[] body, Sources sources) {
        return switch (sources.check(reader.read(body, 0, body.length))) {
            case Item.Refused refused -> {
                rejected.increment();
                yield Mono.error(refused.problem());
            }
            case Item.Event event ->
                Mono.fromFuture(() -> collector.collect(List.of(event)))
                        .publishOn(Schedulers.parallel())
                        .map(verdicts -> EventResult.of(event, verdicts.getFirst(), null));
        };
    }

    private BatchResult batch(byte[] body, Sources sources) {
        var items = new ArrayList<Item>();
        new JsonItems(body).forEach((offset, length) -> items.add(sources.check(reader.read(body, offset, length))));
        var events = new ArrayList<Item.Event>(items.size());
        items.forEach(item -> {
            if (item instanceof Item.Event event) {
                events.add(event);
            }
        });
        var verdicts = new ArrayList<Verdict>(events.size());
        for (int from = 0; from < events.size(); from += Collector.MOST_EVENTS) {
            var some = events.subList(from, Math.min(events.size(), from + Collector.MOST_EVENTS));
            verdicts.addAll(Collector.await(collector.collect(some)));
        }
        var tally = new BatchResult.Tally(true, Integer.MAX_VALUE);
        var each = verdicts.iterator();
        for (var item : items) {
            tally.add(
                    switch (item) {
                        case Item.Event event -> EventResult.of(event, each.next(), null);
                        case Item.Refused refused -> EventResult.of(refused, null);
                    });
        }
        return counted(tally.result());
    }

    private BatchResult counted(BatchResult result) {
        rejected.increment(result.rejected());
        return result;
    }

    @Override
    public void destroy() {
        blocking.dispose();
    }
}
