package io.journey360.analytics.query;

import org.jspecify.annotations.Nullable;

/**
 * One kind of question that the index answers, a bean each. Requests are kept as JSON for as long as their answers can be
 * explained, so a request record must come back from its own JSON the same.
 *
 * @param <Q> a request as it is sent
 * @param <A> an answer, with {@code asOf} and {@code explain} among its components
 */
public interface AnalysisKind<Q, A> {

    /** Stands in kept requests, so it stays the same for good. */
    String name();

    Class<Q> request();

    /** The request's {@code asOf}: an instant with offset, a position, or null for now. */
    @Nullable Object asOf(Q request);

    /** Reads a request and gives the analysis it asks for; what is wrong with it goes to the errors. */
    Analysis<A> read(Q request, Filters filters, RequestErrors errors);
}
