package io.journey360.booking.desk;

import io.journey360.booking.bookings.BookingCodes;
import io.journey360.booking.bookings.BookingIds;
import io.journey360.booking.bookings.Contacts;
import io.journey360.booking.domain.BookingCommand;
import io.journey360.booking.domain.BookingCommand.Book;
import io.journey360.booking.domain.BookingCommand.Cancel;
import io.journey360.booking.domain.BookingCommand.CheckIn;
import io.journey360.booking.domain.BookingCommand.Reschedule;
import io.journey360.booking.domain.BookingCommand.Serve;
import io.journey360.booking.domain.CheckInMethod;
import io.journey360.events.BookingId;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.http.CreatedIds;
import io.journey360.platform.http.Etags;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/bookings")
@Tag(name = "Bookings")
class BookingController {

    private static final String SOURCE = "booking-service";

    /**
     * @param code what the customer shows at a desk
     * @param checkInLink where the customer checks in; whoever holds it can, so it goes to nobody else
     */
    record BookResponse(
            BookingId booking,
            @Schema(example = "K3MZ7QWA") String code,
            @Schema(example = "/api/v1/check-in#q5h2kx...") String checkInLink) {}

    record CheckInRequest(@Nullable CheckInMethod method) {}

    record ServedRequest(
            @Schema(example = "solved") @Nullable String outcome) {}

    private final Commands commands;
    private final CreatedIds ids;
    private final Pseudonyms pseudonyms;
    private final BookingCodes codes;
    private final Contacts contacts;

    BookingController(Commands commands, CreatedIds ids, Pseudonyms pseudonyms, BookingCodes codes, Contacts contacts) {
        this.commands = commands;
        this.ids = ids;
        this.pseudonyms = pseudonyms;
        this.codes = codes;
        this.contacts = contacts;
    }

    @PostMapping
    @Operation(summary = "Book a service, for a slot or, without one, for somebody who has walked in")
    Mono<ResponseEntity<BookResponse>> book(@RequestBody BookRequest request, ServerWebExchange exchange) {
        var booking = new BookingId(ids.derive(exchange, "booking"));
        var command = request.command(booking, customer -> pseudonyms.customer(customer, SOURCE));
        return withContact(command, request.contactJson())
                .flatMap(commands::send)
                .thenReturn(ResponseEntity.created(URI.create("/api/v1/bookings/" + booking))
                        .body(new BookResponse(
                                booking, codes.code(booking), "/api/v1/check-in#" + codes.checkInToken(booking))));
    }

    private Mono<Book> withContact(Book command, @Nullable String contact) {
        return contact == null
                ? Mono.just(command)
                : Blocking.call(
                        () -> command.withContact(contacts.seal(command.customer(), command.booking(), contact)));
    }

    @PutMapping("/{id}/slot")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Move a booking to another slot")
    Mono<Void> reschedule(@PathVariable String id, @RequestBody SlotRequest slot, ServerHttpRequest request) {
        return send(new Reschedule(BookingIds.parse(id), slot.slot(""), seen(request)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Cancel a booking")
    Mono<Void> cancel(@PathVariable String id, ServerHttpRequest request) {
        return send(new Cancel(BookingIds.parse(id), seen(request)));
    }

    @PutMapping("/{id}/check-in")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Record that the customer has arrived")
    Mono<Void> checkIn(@PathVariable String id, @RequestBody CheckInRequest body, ServerHttpRequest request) {
        var booking = BookingIds.parse(id);
        if (body.method() == null) {
            throw Problem.invalid("/method", "is required");
        }
        return send(new CheckIn(booking, body.method(), seen(request)));
    }

    @PutMapping("/{id}/served")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Record that the customer was served")
    Mono<Void> serve(@PathVariable String id, @RequestBody ServedRequest body, ServerHttpRequest request) {
        return send(new Serve(BookingIds.parse(id), Names.optional("/outcome", body.outcome()), seen(request)));
    }

    private Mono<Void> send(BookingCommand command) {
        return commands.send(command).then();
    }

    private static @Nullable Long seen(ServerHttpRequest request) {
        var version = Etags.ifMatch(request);
        return version.isPresent() ? version.getAsLong() : null;
    }
}
