package io.journey360.analytics.journey;

import io.journey360.events.IdentityKey;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.identity.IdentityValues;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.problem.Problem;
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

    /** One of {@code customer} and {@code anonymous}; the latter with the source it is known at. */
    record Lookup(
            @Nullable String customer,
            @Nullable String anonymous,
            @Nullable String source) {

        @Override
        public String toString() {
            return "Lookup"; // values stay out of logs
        }
    }

    record Found(IdentityKey person, IdentityKey identity) {}

    @PostMapping("/api/v1/customers/lookup")
    Mono<Found> lookup(@RequestBody Lookup lookup) {
        return Blocking.call(() -> {
            var identity = identity(lookup);
            if (!reader.isKnown(identity)) {
                throw CustomerIds.unknown();
            }
            return new Found(reader.personOf(identity), identity);
        });
    }

    private IdentityKey identity(Lookup lookup) {
        var customer = lookup.customer();
        var anonymous = lookup.anonymous();
        var source = lookup.source();
        if (customer != null && anonymous != null) {
            throw Problem.invalid("/anonymous", "must not stand beside customer");
        }
        if (customer != null) {
            demand("/customer", customer);
            return pseudonyms.customer(customer, source == null ? "" : source);
        }
        if (anonymous == null) {
            throw Problem.invalid("/customer", "or anonymous is required");
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
