package io.journey360.booking.desk;

import io.journey360.booking.domain.BookingCommand.Book;
import io.journey360.events.BookingId;
import io.journey360.events.IdentityKey;
import io.journey360.platform.identity.IdentityValues;
import io.journey360.platform.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * @param customer the business's own name for the customer; only its pseudonym is kept
 * @param slot absent for somebody who walks in
 */
record BookRequest(
        @Schema(example = "c-17", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String customer,

        @Schema(example = "mortgage-advice", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String service,

        @Schema(example = "zurich") @Nullable String location,
        @Nullable SlotRequest slot,

        @Schema(example = "web", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String channel,

        @Schema(hidden = true) @Nullable JsonNode reservation,

        @Schema(
                description = "How to reach the customer about this booking; kept sealed",
                example = "{\"email\": \"ann@example.org\"}")
        @Nullable JsonNode contact) {

    private static final int LONGEST_CONTACT = 4_000;

    /** @throws Problem 400 with a pointer at what is wrong */
    Book command(BookingId booking, Function<String, IdentityKey> pseudonym) {
        refuseUnavailable("reservation", reservation);
        refuseBadContact(contact);
        return new Book(
                booking,
                pseudonym.apply(known(customer)),
                Names.required("/service", service),
                Names.optional("/location", location),
                slot == null ? null : slot.slot("/slot"),
                Names.required("/channel", channel),
                null);
    }

    /** As JSON; null when none was given. */
    @Nullable String contactJson() {
        return contact == null || contact.isNull() ? null : contact.toString();
    }

    private static void refuseBadContact(@Nullable JsonNode contact) {
        if (contact == null || contact.isNull()) {
            return;
        }
        if (!contact.isObject() && !contact.isString()) {
            throw Problem.invalid("/contact", "must be an object or a string");
        }
        if (contact.toString().length() > LONGEST_CONTACT) {
            throw Problem.invalid("/contact", "must have at most " + LONGEST_CONTACT + " characters");
        }
    }

    private static String known(@Nullable String customer) {
        if (customer == null) {
            throw Problem.invalid("/customer", "is required");
        }
        var problem = IdentityValues.problem(customer);
        if (problem != null) {
            throw Problem.invalid("/customer", problem);
        }
        return customer;
    }

    private static void refuseUnavailable(String field, @Nullable JsonNode value) {
        if (value != null && !value.isNull()) {
            throw Problem.of(400, "not-available", "The request asks for something not available yet")
                    .at("/" + field, "is not available yet");
        }
    }

    /** Shows nothing: a request holds who the customer is and how to reach them. */
    @Override
    public String toString() {
        return "BookRequest";
    }
}
