package io.journey360.touchpoint.reviews;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.events.IdentityKey;
import io.journey360.events.Moment;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Sealed;
import io.journey360.events.SurveyKind;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.CreatedIds;
import io.journey360.platform.identity.IdentityValues;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.DuplicateEventException;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import io.journey360.touchpoint.collector.PersonalText;
import io.journey360.touchpoint.surveys.SurveyScales;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/reviews")
@Tag(name = "Touchpoints")
class ReviewsController {

    private static final String SOURCE = "touchpoint-service";
    private static final String TYPE = "Review";
    private static final String PREFIX = "review";
    private static final int LONGEST_TEXT = 256;

    /**
     * @param survey a defined survey, or {@code nps}, {@code csat}, {@code ces} or {@code stars}
     * @param text what the customer wrote; kept sealed and never shown here
     */
    record ReviewRequest(
            @NotNull String customer,
            @NotNull String survey,
            @NotNull Double score,
            @Nullable String touchpoint,
            @Nullable String booking,

            @Schema(example = "The advice was clear", maxLength = 10_000) @Nullable String text) {

        /** Shows nothing: a request holds who the customer is and what they wrote. */
        @Override
        public String toString() {
            return "ReviewRequest";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReviewView(
            String id,
            IdentityKey identity,
            String survey,
            double score,
            @Nullable String touchpoint,
            @Nullable String booking) {}

    private final JourneyLog log;
    private final Pseudonyms pseudonyms;
    private final SurveyScales surveys;
    private final Sealer sealer;
    private final CreatedIds ids;
    private final Clock clock;

    ReviewsController(
            JourneyLog log, Pseudonyms pseudonyms, SurveyScales surveys, Sealer sealer, CreatedIds ids, Clock clock) {
        this.log = log;
        this.pseudonyms = pseudonyms;
        this.surveys = surveys;
        this.sealer = sealer;
        this.ids = ids;
        this.clock = clock;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "A customer's rating",
            description =
                    "Of a defined survey on its scale; of nps, csat, ces and stars also undefined, on their usual scales: nps 0 to 10, csat and stars"
                            + " 1 to 5, ces 1 to 7")
    Mono<ReviewView> review(@Valid @RequestBody ReviewRequest request, ServerWebExchange exchange) {
        var scale = check(request);
        var id = ids.derive(exchange, PREFIX);
        var customer = pseudonyms.customer(request.customer(), SOURCE);
        return Blocking.call(() -> {
            append(id, customer, request, scale);
            return new ReviewView(
                    id, customer, request.survey(), request.score(), request.touchpoint(), request.booking());
        });
    }

    /** @return the survey's scale */
    private Scale check(ReviewRequest request) {
        var textProblem = request.text() == null ? null : PersonalText.problem(request.text());
        if (textProblem != null) {
            throw Problem.invalid("/text", textProblem);
        }
        var identityProblem = IdentityValues.problem(request.customer());
        if (identityProblem != null) {
            throw Problem.invalid("/customer", identityProblem);
        }
        var defined = surveys.scale(request.survey());
        if (defined.isEmpty() && !surveys.areKnown()) {
            throw surveys.notKnownYet();
        }
        var scale = defined.or(() -> SurveyKind.ofWireName(request.survey()).map(SurveyKind::usualScale))
                .orElseThrow(() ->
                        Problem.invalid("/survey", "must be nps, csat, ces, stars or the name of a defined survey"));
        if (request.score() < scale.min() || request.score() > scale.max()) {
            throw Problem.invalid(
                    "/score",
                    "must lie within %s and %s for this survey".formatted(number(scale.min()), number(scale.max())));
        }
        checkName("/touchpoint", request.touchpoint());
        checkName("/booking", request.booking());
        return scale;
    }

    private static String number(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    private static void checkName(String pointer, @Nullable String name) {
        if (name != null && (name.isBlank() || name.length() > LONGEST_TEXT || name.indexOf('@') >= 0)) {
            throw Problem.invalid(pointer, "must have 1 to " + LONGEST_TEXT + " characters, none of them @");
        }
    }

    private @Nullable Sealed sealed(@Nullable String text, String messageId, Moment moment) {
        return text == null
                ? null
                : sealer.seal(
                                moment.identity(),
                                EventKeys.key(SOURCE, messageId),
                                "text",
                                text,
                                SealedKind.REVIEWED,
                                moment.occurredAt())
                        .orElse(null);
    }

    /** The same request again finds its review there and adds nothing: on PostgreSQL what the log refuses leaves a gap that is waited for. */
    private void append(String id, IdentityKey customer, ReviewRequest request, Scale scale) {
        if (!log.existing(List.of(id)).isEmpty()) {
            return;
        }
        var moment = Moment.own(SOURCE, customer, clock.instant())
                .withTouchpoint(request.touchpoint())
                .withBooking(request.booking(), null, null);
        var messageId = id.substring(PREFIX.length() + 1); // must differ from the stream's name
        var reviewed = new Reviewed(
                moment, request.survey(), request.score(), scale, sealed(request.text(), messageId, moment));
        try {
            log.append(List.of(new GenericDomainEventMessage<>(
                    TYPE, id, 0, reviewed, MetaData.emptyInstance(), messageId, clock.instant())));
        } catch (DuplicateEventException e) {
            if (log.existing(List.of(id)).isEmpty()) {
                throw e;
            }
        }
    }
}
