package io.journey360.booking.bookings;

import io.journey360.events.IdentityKey;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.http.Roles;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/bookings")
@Tag(name = "Bookings")
class BookingsController {

    private final BookingDocuments documents;
    private final Contacts contacts;

    BookingsController(BookingDocuments documents, Contacts contacts) {
        this.documents = documents;
        this.contacts = contacts;
    }

    @GetMapping("/{id}")
    @Operation(summary = "A booking as it stands; its ETag goes into If-Match of what changes it")
    Mono<ResponseEntity<BookingView>> one(@PathVariable String id, ServerHttpRequest request) {
        var booking = BookingIds.parse(id);
        return Blocking.call(() -> shown(documents.find(booking).orElseThrow(BookingIds::unknown), request))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    @GetMapping
    @Operation(summary = "Bookings by customer, place, time or code, in the order they take place")
    Mono<ResponseEntity<Page<BookingView>>> list(
            @RequestParam @Nullable String customer,
            @RequestParam @Nullable String location,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String code,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable Integer limit,
            ServerHttpRequest request) {
        if (customer != null && !IdentityKey.isWellFormed(customer)) {
            throw Problem.invalid("/customer", "must be an identity key, as POST /customers/lookup gives it");
        }
        var query = new FindBookings(
                customer == null ? null : new IdentityKey(customer),
                location,
                time("/from", from),
                time("/to", to),
                code == null ? null : code.toUpperCase(Locale.ROOT),
                cursor == null ? null : Pages.parts(cursor, 1).getFirst(),
                Pages.limit(limit));
        return Blocking.call(() -> {
                    var found = documents.find(query);
                    return new FindBookings.Result(
                            found.bookings().stream()
                                    .map(booking -> shown(booking, request))
                                    .toList(),
                            found.next());
                })
                .map(BookingsController::page);
    }

    private BookingView shown(BookingView booking, ServerHttpRequest request) {
        var contact = booking.sealedContact();
        if (contact == null || !Roles.has(request, Roles.DESK)) {
            return booking;
        }
        return contacts.open(booking.customer(), booking.booking(), contact)
                .map(booking::withContact)
                .orElseGet(() -> contacts.isDestroyed(booking.customer(), booking.bookedAt())
                        ? booking
                        : booking.withUnreadableContact());
    }

    private static ResponseEntity<Page<BookingView>> page(FindBookings.Result result) {
        var next = result.next() == null ? null : Pages.cursor(result.next());
        var content = result.bookings().stream()
                .map(booking -> booking.booking() + " " + booking.version())
                .collect(Collectors.joining(","));
        return ResponseEntity.ok()
                .eTag("\"" + EventKeys.key("bookings", content + next) + "\"")
                .body(new Page<>(result.bookings(), next));
    }

    /** A plus sign that was not escaped arrives as a space. */
    private static @Nullable Instant time(String pointer, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw Problem.invalid(pointer, "must be a time with offset, 2026-05-01T10:00:00Z for instance");
        }
    }
}
