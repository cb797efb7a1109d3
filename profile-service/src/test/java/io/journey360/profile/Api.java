package io.journey360.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.Discovered;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.LinkConflicted;
import io.journey360.events.Moment;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.profile.links.Links;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as a client sees it, and events as other services write them. */
@Lazy
public class Api {

    public static final String PROFILES = "/api/v1/profiles";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SOURCE = "web-shop";

    private final WebTestClient http;
    private final JourneyLog log;
    private final Links links;
    private final Pseudonyms pseudonyms;
    private final AtomicInteger events = new AtomicInteger();

    public Api(WebTestClient http, JourneyLog log, Links links, Pseudonyms pseudonyms) {
        this.http = http;
        this.log = log;
        this.links = links;
        this.pseudonyms = pseudonyms;
    }

    public record Answer(
            int status, @Nullable String location, @Nullable String etag, JsonNode body) {

        public String code() {
            return body.get("type").asString().replace("urn:journey360:problem:", "");
        }

        public List<String> pointers() {
            return body.get("errors")
                    .valueStream()
                    .map(e -> e.get("pointer").asString())
                    .toList();
        }
    }

    public Answer call(HttpMethod method, String path, @Nullable String body, String... headers) {
        var request = http.method(method).uri(path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body.replace('\'', '"'));
        }
        EntityExchangeResult<byte[]> result = request.exchange().expectBody().returnResult();
        var bytes = result.getResponseBody();
        var location = result.getResponseHeaders().getLocation();
        return new Answer(
                result.getStatus().value(),
                location == null ? null : location.toString(),
                result.getResponseHeaders().getETag(),
                bytes == null || bytes.length == 0 ? JSON.missingNode() : JSON.readTree(bytes));
    }

    public Answer post(String path, String body, String... headers) {
        return call(HttpMethod.POST, path, body, headers);
    }

    public Answer get(String path) {
        return call(HttpMethod.GET, path, null);
    }

    public Answer delete(String path, String... headers) {
        return call(HttpMethod.DELETE, path, null, headers);
    }

    /** The id of a profile opened for the customer. */
    public String open(String customer) {
        var answer = post(PROFILES, "{'identities':[{'customer':'%s'}]}".formatted(customer));
        assertThat(answer.status()).isEqualTo(201);
        return answer.location().substring(PROFILES.length() + 1);
    }

    public JsonNode person(Object id) {
        var answer = get(PROFILES + "/" + id);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    public List<String> identities(Object id) {
        return person(id)
                .get("identities")
                .valueStream()
                .map(i -> i.get("identity").asString())
                .toList();
    }

    public IdentityKey customer(String value) {
        return pseudonyms.customer(value, SOURCE);
    }

    public IdentityKey anonymous(String value) {
        return pseudonyms.anonymous(value, SOURCE);
    }

    /** As the collector writes it; folded in when this returns. */
    public void collected(@Nullable IdentityKey customer, @Nullable IdentityKey anonymous) {
        appended(customer, anonymous);
        links.catchUp();
    }

    /** What was told behind a position. Conflicts are found by the service itself, at any time, and are left out. */
    public List<Object> toldSince(long position) {
        var told = new ArrayList<Object>();
        long head = log.head();
        try (var stream = log.source().openStream(log.tokenAt(position))) {
            for (long at = position; at < head && stream.hasNextAvailable(1, TimeUnit.SECONDS); ) {
                var event = stream.nextAvailable();
                at = log.position(event);
                if (!(event.getPayload() instanceof LinkConflicted)) {
                    told.add(event.getPayload());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return told;
    }

    public Answer put(String path, String body, String... headers) {
        return call(HttpMethod.PUT, path, body, headers);
    }

    /** What happened at a moment, to be told by an event. */
    public Moment moment(@Nullable IdentityKey customer, @Nullable IdentityKey anonymous, Instant occurredAt) {
        return new Moment(
                customer,
                anonymous,
                occurredAt,
                SOURCE,
                "e-" + events.incrementAndGet(),
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    /** As the collector writes it; folded in when this returns. */
    public void told(JourneyEvent event) {
        var key = EventKeys.key(SOURCE, event.moment().id());
        log.append(List.of(new GenericDomainEventMessage<>(
                "Collected", "event-" + key, 0, event, MetaData.emptyInstance(), key, Instant.now())));
        links.catchUp();
    }

    /** As the collector writes it. */
    public void appended(@Nullable IdentityKey customer, @Nullable IdentityKey anonymous) {
        var id = "e-" + events.incrementAndGet();
        var moment = new Moment(
                customer,
                anonymous,
                Instant.parse("2026-05-01T10:00:00Z"),
                SOURCE,
                id,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
        var key = EventKeys.key(SOURCE, id);
        log.append(List.of(new GenericDomainEventMessage<>(
                "Collected", "event-" + key, 0, new Discovered(moment), MetaData.emptyInstance(), key, Instant.now())));
    }
}
