package io.journey360.analytics.journey;

import io.journey360.analytics.feed.Contacts;
import io.journey360.events.IdentityKey;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.identity.ContactPseudonyms;
import io.journey360.platform.identity.IdentityValues;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Turns what a customer is called elsewhere into the keys that paths take. The value goes no further than this. */
@RestController
class LookupController {

    private final JourneyReader reader;
    private final Pseudonyms pseudonyms;

    LookupController(JourneyReader reader, Pseudonyms pseudonyms) {
        this.reader = reader;
        this.pseudonyms = pseudonyms;
    }

    /**
     * One of {@code customer}, {@code anonymous} with the source it is known at, {@code email} and {@code phone}, with country
     * code.
     */
    record Lookup(
            @Nullable String customer,
            @Nullable String anonymous,
            @Nullable String source,
            @Nullable String email,
            @Nullable String phone) {

        @Override
        public String toString() {
            return "Lookup"; // values stay out of logs
        }
    }

    /** @param identity the one asked for; of an e-mail address or a phone number the one it was told of */
    record Found(IdentityKey person, IdentityKey identity) {}

    @PostMapping("/api/v1/customers/lookup")
    @Operation(summary = "Finds the keys of a customer by what they are called or reached by", description = """
                    One of `customer`, `anonymous` (with its `source`), `email` and `phone`. Addresses are compared in \
                    their one form: e-mail without regard to case, phone numbers in E.164, or digit by digit where there is no country code; those that hold are found by, not those \
                    a person had before. Several people of one address are a 409 `ambiguous` that lists them.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(name = "customer", value = "{\"customer\": \"c-17\"}"),
                                @ExampleObject(name = "e-mail", value = "{\"email\": \"anna@example.com\"}")
                            }))
    Mono<Found> lookup(@RequestBody Lookup lookup) {
        return Blocking.call(() -> {
            demandOne(lookup);
            if (lookup.email() != null) {
                return reachedBy(
                        Contacts.By.EMAIL,
                        ContactPseudonyms.email(pseudonyms, lookup.email())
                                .orElseThrow(() -> Problem.invalid("/email", "must be an e-mail address")));
            }
            if (lookup.phone() != null) {
                return reachedBy(
                        Contacts.By.PHONE,
                        ContactPseudonyms.phone(pseudonyms, lookup.phone())
                                .orElseThrow(() -> Problem.invalid(
                                        "/phone", "must be a phone number, +41 79 123 45 67 for instance")));
            }
            var identity = identity(lookup);
            if (!reader.isKnown(identity)) {
                throw CustomerIds.unknown();
            }
            return new Found(reader.personOf(identity), identity);
        });
    }

    private static void demandOne(Lookup lookup) {
        long given = Stream.of(lookup.customer(), lookup.anonymous(), lookup.email(), lookup.phone())
                .filter(Objects::nonNull)
                .count();
        if (given > 1) {
            throw Problem.invalid(
                    lookup.phone() != null ? "/phone" : lookup.email() != null ? "/email" : "/anonymous",
                    "must not stand beside another");
        }
    }

    private Found reachedBy(Contacts.By by, String pseudonym) {
        var found = reader.reachedBy(by, pseudonym);
        if (found.isEmpty()) {
            throw CustomerIds.unknown();
        }
        var people = found.entrySet().stream()
                .map(one -> new Found(one.getKey(), one.getValue()))
                .toList();
        if (people.size() > 1) {
            throw Problem.of(409, "ambiguous", "Several people are reached by this")
                    .with("people", people);
        }
        return people.getFirst();
    }

    private IdentityKey identity(Lookup lookup) {
        var customer = lookup.customer();
        var anonymous = lookup.anonymous();
        var source = lookup.source();

        if (customer != null) {
            demand("/customer", customer);
            return pseudonyms.customer(customer, source == null ? "" : source);
        }
        if (anonymous == null) {
            throw Problem.invalid("/customer", "or anonymous, email or phone is required");
        }
        if (source == null || source.isBlank()) {
            throw Problem.invalid("/source", "is required: an anonymous identity is known at its source only");
        }
        demand("/anonymous", anonymous);
        return pseudonyms.anonymous(anonymous, source);
    }

    private static void demand(String pointer, String value) {
        var problem = IdentityValues.problem(value);
        if (problem != null) {
            throw Problem.invalid(pointer, problem);
        }
    }
}
