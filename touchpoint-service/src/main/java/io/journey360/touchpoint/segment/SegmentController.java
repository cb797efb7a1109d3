package io.journey360.touchpoint.segment;

import io.journey360.platform.http.Blocking;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.collector.Collector;
import io.journey360.touchpoint.collector.Item;
import io.journey360.touchpoint.collector.ReceiptsLag;
import io.journey360.touchpoint.collector.Verdict;
import io.journey360.touchpoint.segment.MessageRules.Told;
import io.journey360.touchpoint.segment.SegmentAnswer.Rejected;
import io.journey360.touchpoint.segment.SegmentAnswer.Removed;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Segment's HTTP tracking API, as its client libraries speak it: 200 for whatever could be read, 400 for what could not or is too
 * large (they do not send it again), 5xx and 429 for what they are to send again.
 */
@RestController
@RequestMapping(path = "/api/v1/segment/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Segment")
class SegmentController {

    private static final String LIMITS = """
            The body is what Segment's libraries send, with a write key as the user name of Basic authentication or in `writeKey`. The
            `messageId` names the message for good: sent again, it counts once. The time is corrected for the client's clock by `sentAt`. A
            message that is refused does not fail the request: it is listed in `rejected`, with its reason.""";
    private static final String TRACK = """
            {"messageId": "022bb90c-bbac-11e4-8dfc-aa07a5b093db", "anonymousId": "507f191e810c19729de860ea", "userId": "97980cfea0067",
             "event": "Order Completed", "properties": {"revenue": 25.5, "currency": "EUR", "coupon": "spring"},
             "timestamp": "2026-05-01T10:00:00.000Z", "sentAt": "2026-05-01T10:00:01.000Z"}""";
    private static final String IDENTIFY = """
            {"messageId": "m-1", "anonymousId": "507f191e810c19729de860ea", "userId": "97980cfea0067",
             "traits": {"plan": "gold"}, "timestamp": "2026-05-01T10:00:00.000Z"}""";
    private static final String PAGE = """
            {"messageId": "m-2", "anonymousId": "507f191e810c19729de860ea", "name": "Home",
             "properties": {"path": "/", "title": "Welcome"}, "timestamp": "2026-05-01T10:00:00.000Z"}""";
    private static final String GROUP =
            "{\"messageId\": \"m-3\", \"userId\": \"97980cfea0067\", \"groupId\": \"acme\", \"traits\": {\"industry\": \"travel\"}}";
    private static final String ALIAS =
            "{\"messageId\": \"m-4\", \"userId\": \"97980cfea0067\", \"previousId\": \"c-17\"}";
    private static final String BATCH = """
            {"batch": [{"type": "track", "messageId": "m-5", "userId": "97980cfea0067", "event": "Item Added"},
                       {"type": "screen", "messageId": "m-6", "userId": "97980cfea0067", "name": "Basket"}],
             "sentAt": "2026-05-01T10:00:01.000Z"}""";

    /** Of one batch, as Segment has it. */
    private static final int MOST_BATCH_BYTES = 500 * 1024;

    private static final int MOST_READ_BYTES = 1 << 20;

    private static final String MESSAGES = "journey.segment.messages";

    private final MessageRules rules;
    private final TraitSeals seals;
    private final Collector collector;
    private final ReceiptsLag lag;
    private final SegmentSettings settings;
    private final JsonMapper json;
    private final Clock clock;
    private final MeterRegistry meters;

    SegmentController(
            MessageRules rules,
            TraitSeals seals,
            Collector collector,
            ReceiptsLag lag,
            SegmentSettings settings,
            JsonMapper json,
            Clock clock,
            MeterRegistry meters) {
        this.rules = rules;
        this.seals = seals;
        this.collector = collector;
        this.lag = lag;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.meters = meters;
    }

    @PostMapping("/track")
    @Operation(
            summary = "Something a customer did: the event's name is the action",
            description = LIMITS,
            requestBody =
                    @RequestBody(
                            content = @Content(examples = @ExampleObject(TRACK), schema = @Schema(type = "object"))))
    Mono<SegmentAnswer> track(ServerHttpRequest request) {
        return one(request, Call.TRACK);
    }

    @PostMapping("/identify")
    @Operation(
            summary = "Who somebody is: links anonymousId and userId",
            description = LIMITS,
            requestBody =
                    @RequestBody(
                            content = @Content(examples = @ExampleObject(IDENTIFY), schema = @Schema(type = "object"))))
    Mono<SegmentAnswer> identify(ServerHttpRequest request) {
        return one(request, Call.IDENTIFY);
    }

    @PostMapping("/page")
    @Operation(
            summary = "A page that was looked at: action page-viewed, its name the touchpoint",
            description = LIMITS,
            requestBody =
                    @RequestBody(
                            content = @Content(examples = @ExampleObject(PAGE), schema = @Schema(type = "object"))))
    Mono<SegmentAnswer> page(ServerHttpRequest request) {
        return one(request, Call.PAGE);
    }

    @PostMapping("/screen")
    @Operation(
            summary = "A screen that was looked at: action screen-viewed, its name the touchpoint",
            description = LIMITS,
            requestBody =
                    @RequestBody(
                            content = @Content(examples = @ExampleObject(PAGE), schema = @Schema(type = "object"))))
    Mono<SegmentAnswer> screen(ServerHttpRequest request) {
        return one(request, Call.SCREEN);
    }

    @PostMapping("/group")
    @Operation(
            summary = "A customer belongs to a group: action group-joined",
            description = LIMITS,
            requestBody =
                    @RequestBody(
                            content = @Content(examples = @ExampleObject(GROUP), schema = @Schema(type = "object"))))
    Mono<SegmentAnswer> group(ServerHttpRequest request) {
        return one(request, Call.GROUP);
    }

    @PostMapping("/alias")
    @Operation(
            summary = "A customer was known by another value before",
            description =
                    "With a server's key two known customers become one person, as by a merge. A previousId that is the anonymousId, "
                            + "or comes with a page's key, is a device to link. " + LIMITS,
            requestBody =
                    @RequestBody(
                            content = @Content(examples = @ExampleObject(ALIAS), schema = @Schema(type = "object"))))
    Mono<SegmentAnswer> alias(ServerHttpRequest request) {
        return one(request, Call.ALIAS);
    }

    @PostMapping({"/batch"})
    @Operation(
            summary = "Many messages, each with its type",
            description = "At most 500 KiB, and 32 KiB a message. " + LIMITS,
            requestBody =
                    @RequestBody(
                            content = @Content(examples = @ExampleObject(BATCH), schema = @Schema(type = "object"))))
    Mono<SegmentAnswer> batch(ServerHttpRequest request) {
        return body(request, MOST_BATCH_BYTES)
                .flatMap(body -> Blocking.call(() -> collected(request.getHeaders(), body)));
    }

    /** The short names that libraries for browsers and phones use, and the old one of the Java library. */
    @PostMapping("/{name:[tipsgab]|import}")
    @Operation(hidden = true)
    Mono<SegmentAnswer> shortly(@PathVariable String name, ServerHttpRequest request) {
        return switch (name) {
            case "t" -> track(request);
            case "i" -> identify(request);
            case "p" -> page(request);
            case "s" -> screen(request);
            case "g" -> group(request);
            case "a" -> alias(request);
            default -> batch(request);
        };
    }

    private Mono<SegmentAnswer> one(ServerHttpRequest request, Call call) {
        return body(request, MessageRules.MOST_BYTES)
                .flatMap(body -> Blocking.call(() -> {
                    var told = new Told(call, Sender.of(request.getHeaders(), settings), clock.instant(), null, null);
                    var message = rules.check(body, told);
                    if (message instanceof Message.Refused refused
                            && refused.problem().code().equals(MessageRules.MALFORMED)) {
                        throw refused.problem();
                    }
                    return answer(List.of(message));
                }));
    }

    private Mono<byte[]> body(ServerHttpRequest request, int limit) {
        lag.check();
        // What is too large is read all the same: a library that is cut off while it sends would send it again.
        return DataBufferUtils.join(request.getBody(), MOST_READ_BYTES)
                .map(SegmentController::bytes)
                .defaultIfEmpty(new byte[0])
                .filter(body -> body.length <= limit)
                .switchIfEmpty(Mono.error(() -> tooLarge(limit)))
                .onErrorMap(DataBufferLimitException.class, e -> tooLarge(limit));
    }

    private static Problem tooLarge(int limit) {
        return Problem.of(400, "too-large", "The body must have at most " + limit + " bytes");
    }

    private static byte[] bytes(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private SegmentAnswer collected(HttpHeaders headers, byte[] body) {
        var sender = Sender.of(headers, settings);
        var receivedAt = clock.instant();
        var envelope = Envelope.read(body, json);
        var told = new Told(null, sender, receivedAt, envelope.sentAt(), envelope.context());
        return answer(envelope.messages().stream()
                .map(message -> rules.check(message, told))
                .toList());
    }

    private SegmentAnswer answer(List<Message> messages) {
        var told = sealed(messages);
        var events = new ArrayList<Item.Event>();
        told.forEach(message -> events.addAll(message.events()));
        var rejected = new ArrayList<Rejected>();
        var removed = new ArrayList<Removed>();
        for (int i = 0; i < messages.size(); i++) {
            switch (messages.get(i)) {
                case Message.Told taken -> {
                    if (!taken.removed().isEmpty()) {
                        removed.add(new Removed(i, taken.id(), taken.removed()));
                    }
                }
                case Message.Refused refused -> {
                    rejected.add(new Rejected(i, refused.id(), refused.problem().document()));
                }
            }
        }
        var verdicts = new ArrayList<Verdict>(events.size());
        for (int from = 0; from < events.size(); from += Collector.MOST_EVENTS) {
            var some = events.subList(from, Math.min(events.size(), from + Collector.MOST_EVENTS));
            verdicts.addAll(Collector.await(collector.collect(some)));
        }
        count(messages, told, verdicts);
        return new SegmentAnswer(true, rejected, removed);
    }

    /** The messages that are taken, in order, their traits sealed and among their events. */
    private List<Message.Told> sealed(List<Message> messages) {
        var told = messages.stream()
                .<Message.Told>mapMulti((message, all) -> {
                    if (message instanceof Message.Told taken) {
                        all.accept(taken);
                    }
                })
                .toList();
        var sealed = seals.seal(
                        told.stream().flatMap(taken -> taken.traits().stream()).toList())
                .iterator();
        return told.stream()
                .map(taken -> taken.traits().isEmpty() ? taken : taken.with(sealed.next()))
                .toList();
    }

    private void count(List<Message> messages, List<Message.Told> told, List<Verdict> verdicts) {
        int next = 0;
        for (var message : told) {
            var result = verdicts.get(next) == Verdict.ACCEPTED ? "accepted" : "duplicate";
            next += message.events().size();
            count(message.call(), result, null);
        }
        for (var message : messages) {
            if (message instanceof Message.Refused refused) {
                count(refused.call(), "rejected", refused.problem().code());
            }
        }
    }

    private void count(String call, String result, @Nullable String reason) {
        meters.counter(MESSAGES, "call", call, "result", result, "reason", reason == null ? "none" : reason)
                .increment();
    }
}
