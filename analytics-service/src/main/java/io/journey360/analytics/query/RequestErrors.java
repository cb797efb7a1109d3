package io.journey360.analytics.query;

import io.journey360.analytics.personas.EvaluatedSoon;
import io.journey360.platform.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is wrong with a request, all of it, so that its author need not find out one by one. */
public final class RequestErrors {

    private final String prefix;
    private final List<Problem.FieldError> invalid;
    private final List<Problem.FieldError> notIndexed;
    private final List<Problem.FieldError> consentMissing;

    private final SortedMap<String, String> beingEvaluated;
    private final long heldSince;

    public RequestErrors() {
        this(Long.MIN_VALUE);
    }

    /** @param heldSince of the snapshot that is asked */
    RequestErrors(long heldSince) {
        this.heldSince = heldSince;
        prefix = "";
        invalid = new ArrayList<>();
        notIndexed = new ArrayList<>();
        consentMissing = new ArrayList<>();
        beingEvaluated = new TreeMap<>();
    }

    private RequestErrors(RequestErrors whole, String prefix) {
        this.prefix = prefix;
        heldSince = whole.heldSince;
        invalid = whole.invalid;
        notIndexed = whole.notIndexed;
        consentMissing = whole.consentMissing;
        beingEvaluated = whole.beingEvaluated;
    }

    /** Takes what is wrong with a part of the request; pointers are into that part. */
    public RequestErrors within(String pointer) {
        return new RequestErrors(this, prefix + pointer);
    }

    /** Refuses to answer about a time of which not all is known any more: the figures would look right and be wrong. */
    void notHeld(String pointer, long millis) {
        if (millis < heldSince) {
            invalid(pointer, "must not be before " + Instant.ofEpochMilli(heldSince) + ", since when events are kept");
        }
    }

    /** @param pointer JSON pointer into the body */
    public void invalid(String pointer, String detail) {
        invalid.add(new Problem.FieldError(prefix + pointer, detail));
    }

    /** @param persona of which nobody knows yet who it is */
    void beingEvaluated(String pointer, String persona) {
        beingEvaluated.put(prefix + pointer, persona);
    }

    /** @throws Problem 503 if all that is wrong is wrong for a moment only: a persona that is asked about as it is now */
    void throwIfEvaluatedSoon() {
        if (!beingEvaluated.isEmpty() && invalid.isEmpty()) {
            var first = beingEvaluated.firstEntry();
            throw EvaluatedSoon.awaited(first.getKey(), first.getValue());
        }
    }

    void notIndexed(String pointer, String detail) {
        notIndexed.add(new Problem.FieldError(prefix + pointer, detail));
    }

    /** A figure of people who have not allowed what the tenant demands a consent for would be told of them. */
    void consentMissing(String pointer, String detail) {
        consentMissing.add(new Problem.FieldError(prefix + pointer, detail));
    }

    /** @param indexed names of the attributes that can be filtered on */
    public void throwIfAny(List<String> indexed) {
        beingEvaluated.forEach((pointer, persona) -> invalid.add(
                new Problem.FieldError(pointer, "nobody had been looked at for %s by then".formatted(persona))));
        beingEvaluated.clear();
        throwIfAny(invalid, Problem.of(400, "invalid-request", "The request is not valid"));
        throwIfAny(
                notIndexed,
                Problem.of(400, "attribute-not-indexed", "Analyses can filter on indexed attributes only")
                        .with("indexed", indexed));
        throwIfAny(
                consentMissing,
                Problem.of(
                        403, "consent-missing", "Figures of people are not told without their consent to analytics"));
    }

    private static void throwIfAny(List<Problem.FieldError> errors, Problem problem) {
        if (!errors.isEmpty()) {
            errors.forEach(error -> problem.at(error.pointer(), error.detail()));
            throw problem;
        }
    }
}
