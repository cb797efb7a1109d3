package io.journey360.booking.checkin;

import io.journey360.booking.bookings.BookingDocuments;
import io.journey360.booking.domain.BookingCommand.CheckIn;
import io.journey360.booking.domain.BookingRejected;
import io.journey360.booking.domain.CheckInMethod;
import io.journey360.events.BookingId;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Acts on the token of a check-in link. A token that is unknown, used, too early or expired gives one and the same answer,
 * so nothing is learnt by trying.
 */
@RestController
@Tag(name = "Check-in by link")
class CheckInController {

    private static final Pattern TOKEN = Pattern.compile("[a-z2-7]{26}");

    record CheckInRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String token) {}

    private final Commands commands;
    private final BookingDocuments documents;
    private final Attempts attempts;

    CheckInController(Commands commands, BookingDocuments documents, CheckInSettings settings, Clock clock) {
        this.commands = commands;
        this.documents = documents;
        this.attempts = new Attempts(settings.attemptsPerMinute(), clock);
    }

    @PostMapping("/api/v1/check-ins")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Check in with the token of a check-in link; needs no login")
    Mono<Void> checkIn(@RequestBody CheckInRequest body, ServerHttpRequest request, ServerHttpResponse response) {
        limit(request, response);
        if (body.token() == null) {
            throw Problem.invalid("/token", "is required");
        }
        var token = body.token();
        return Blocking.call(() -> known(token)).flatMap(this::send);
    }

    private BookingId known(String token) {
        return Optional.of(token)
                .filter(text -> TOKEN.matcher(text).matches())
                .flatMap(documents::findByCheckInToken)
                .orElseThrow(CheckInController::closed);
    }

    /** The document may not show the check-in of a moment ago, so it is the booking that says whether the token is used. */
    private Mono<Void> send(BookingId booking) {
        return commands.<Boolean>send(new CheckIn(booking, CheckInMethod.LINK, null))
                .onErrorMap(BookingRejected.class, e -> closed())
                .onErrorMap(AggregateNotFoundException.class, e -> closed())
                .onErrorMap(CommandExecutionException.class, e -> e.getDetails().isPresent() ? closed() : e)
                .flatMap(checkedInNow -> checkedInNow ? Mono.<Void>empty() : Mono.<Void>error(closed()));
    }

    private void limit(ServerHttpRequest request, ServerHttpResponse response) {
        var standing = attempts.count(address(request));
        var seconds = Math.max(1, standing.reset().toSeconds());
        response.getHeaders()
                .set(
                        "RateLimit-Policy",
                        "\"check-ins\";q=%d;w=%d".formatted(attempts.limit(), Attempts.WINDOW.toSeconds()));
        response.getHeaders().set("RateLimit", "\"check-ins\";r=%d;t=%d".formatted(standing.remaining(), seconds));
        if (!standing.allowed()) {
            throw Problem.of(429, "too-many-requests", "Too many attempts from this address")
                    .retryAfter(Duration.ofSeconds(seconds));
        }
    }

    /** The last address was added by our own gateway; those before it are whatever the caller claims. */
    private static String address(ServerHttpRequest request) {
        var forwarded = request.getHeaders().getFirst("X-Forwarded-For");
        if (forwarded != null && !forwarded.isBlank()) {
            return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        }
        var remote = request.getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? ""
                : Objects.requireNonNull(remote.getAddress()).getHostAddress();
    }

    private static Problem closed() {
        return Problem.notFound("There is nothing to check in to under this link now");
    }
}
