package io.journey360.analytics.query;

import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.index.QueryStopped;
import io.journey360.analytics.index.Snapshot;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.problem.Problem;
import java.math.BigInteger;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts analyses to the index: as of when, at most so many at a time, each for so long, and no longer than somebody waits. */
@Component
public class Analyses {

    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

    private final LiveView view;
    private final QueryPool pool;
    private final Clock clock;

    Analyses(LiveView view, QueryPool pool, Clock clock) {
        this.view = view;
        this.pool = pool;
        this.clock = clock;
    }

    /** An analysis, once its request was found to be right. */
    @FunctionalInterface
    public interface Analysis<A> {

        /** @param openUntil windows that have not ended by then, in milliseconds since 1970, are open */
        A answer(Snapshot snapshot, Query query, AsOf asOf, long openUntil);
    }

    /** Reads a request and gives the analysis it asks for; what is wrong goes to the errors. */
    @FunctionalInterface
    public interface Reading<A> {
        Analysis<A> read(Filters filters, RequestErrors errors);
    }

    /** @param asOf an instant with offset, a position, or null for now */
    public <A> Mono<A> answer(@Nullable Object asOf, Reading<A> request) {
        return Blocking.call(() -> {
            var snapshot = view.index().snapshot();
            var errors = new RequestErrors();
            var analysis = request.read(new Filters(snapshot.attributeNames(), errors), errors);
            var moment = moment(asOf, snapshot, errors);
            errors.throwIfAny(List.copyOf(snapshot.attributeNames()));
            try (var query = pool.begin()) {
                return analysis.answer(
                        snapshot.at(moment.asOf.position()), query, moment.asOf, moment.openUntil.toEpochMilli());
            } catch (QueryStopped e) {
                throw problem(e);
            }
        });
    }

    private record Moment(AsOf asOf, Instant openUntil) {}

    private Moment moment(@Nullable Object asOf, Snapshot snapshot, RequestErrors errors) {
        var times = view.times();
        long newest = snapshot.position();
        try {
            return switch (asOf) {
                case null -> new Moment(times.at(newest), clock.instant());
                case String text -> {
                    if (isPosition(text)) {
                        yield at(times.resolve(text, newest));
                    }
                    var instant = OffsetDateTime.parse(text).toInstant();
                    yield new Moment(times.at(instant, newest), instant);
                }
                case Integer position -> at(times.resolve(position.toString(), newest));
                case Long position -> at(times.resolve(position.toString(), newest));
                case BigInteger position -> {
                    if (position.signum() < 0) {
                        throw new DateTimeException("before the first position");
                    }
                    yield at(times.at(newest));
                }
                default -> throw new DateTimeException("neither an instant nor a position");
            };
        } catch (DateTimeException | Problem e) {
            errors.invalid("/asOf", "must be an instant with offset or a log position");
            return at(times.at(newest));
        }
    }

    private static boolean isPosition(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Moment at(AsOf asOf) {
        return new Moment(asOf, asOf.time() == null ? Instant.EPOCH : asOf.time());
    }

    private Problem problem(QueryStopped stopped) {
        return switch (stopped.reason()) {
            case DEADLINE ->
                Problem.of(
                        504,
                        "deadline-exceeded",
                        "The analysis took longer than %s: ask for a shorter range, fewer people or narrower filters"
                                .formatted(pool.limit()));
            case BUSY ->
                Problem.of(503, "too-many-analyses", "Too many analyses are running")
                        .retryAfter(BUSY_RETRY);
            case CANCELLED ->
                Problem.of(503, "cancelled", "The analysis was cancelled").retryAfter(BUSY_RETRY);
        };
    }
}
