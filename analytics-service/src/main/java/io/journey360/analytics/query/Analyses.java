package io.journey360.analytics.query;

import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.consents.Naming;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.index.QueryStopped;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.personas.EvaluatedSoon;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.problem.Problem;
import java.math.BigInteger;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Puts analyses to the index: as of when, at most so many at a time, each for so long, and no longer than somebody waits. */
@Component
public class Analyses {

    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);
    private static final String EXPLANATIONS = "/api/v1/analytics/explanations/";

    private final LiveView view;
    private final QueryPool pool;
    private final Questions questions;
    private final Map<String, AnalysisKind<?, ?>> kinds;
    private final Naming naming;
    private final Forgotten forgotten;
    private final JsonMapper json;
    private final Clock clock;

    Analyses(
            LiveView view,
            QueryPool pool,
            Questions questions,
            List<AnalysisKind<?, ?>> kinds,
            Naming naming,
            Forgotten forgotten,
            JsonMapper json,
            Clock clock) {
        this.view = view;
        this.pool = pool;
        this.questions = questions;
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(AnalysisKind::name, Function.identity()));
        this.naming = naming;
        this.forgotten = forgotten;
        this.json = json;
        this.clock = clock;
    }

    /** Checks the request, answers it as of its moment, and keeps the question so that its figures can be explained. */
    public <Q, A> Mono<A> answer(AnalysisKind<Q, A> kind, Q request) {
        return EvaluatedSoon.patiently(
                Blocking.call(() -> answered(kind, request).answer()));
    }

    /** The same for a GET: the answer changes with what it is asked of and with what is to be forgotten, and with nothing else. */
    public <Q, A> Mono<ResponseEntity<A>> tagged(AnalysisKind<Q, A> kind, Q request) {
        return EvaluatedSoon.patiently(Blocking.call(() -> {
            long forgottenAt = forgotten.latest();
            var answered = answered(kind, request);
            var response =
                    ResponseEntity.ok().cacheControl(CacheControl.noCache().cachePrivate());
            if (forgottenAt <= answered.known()) { // else nobody can tell whether it was forgotten already
                response.eTag("W/\"%s-%d\"".formatted(answered.question().hash(), forgottenAt));
            }
            return response.body(answered.answer());
        }));
    }

    /** @param known up to which position */
    private record Answered<A>(Questions.Named question, A answer, long known) {}

    private <Q, A> Answered<A> answered(AnalysisKind<Q, A> kind, Q request) {
        var snapshot = view.index().snapshot();
        var errors = new RequestErrors(snapshot.heldSince());
        var moment = moment(kind.asOf(request), snapshot, errors);
        var analysis = kind.read(request, filters(snapshot, moment.asOf.position(), errors), errors);
        if (moment.asOf.time() != null) {
            errors.notHeld("/asOf", moment.asOf.time().toEpochMilli());
        }
        if (kind.asOf(request) == null) {
            errors.throwIfEvaluatedSoon();
        }
        errors.throwIfAny(List.copyOf(snapshot.attributeNames()));
        var asOf = moment.asOf;
        var question = questions.named(new Question(
                kind.name(), json.valueToTree(request), asOf.position(), asOf.time(), moment.openUntil.toEpochMilli()));
        try (var query = pool.begin()) {
            var answer = analysis.answer(asked(question, snapshot, query));
            questions.keep(question);
            return new Answered<>(question, answer, snapshot.position());
        } catch (QueryStopped e) {
            throw problem(e);
        }
    }

    /**
     * A figure of an answer, to be taken apart.
     *
     * @param value as the answer has it
     */
    public record Explained(Asked asked, Figure figure, JsonNode value) {}

    /**
     * Asks a question again, as of the same moment, and hands over what the figure is made of.
     *
     * @param id of the explanation
     * @throws Problem 404 when no such question is kept, 400 when its answer has no such figure
     */
    public <T> T explain(String id, FigurePath path, Function<Explained, T> explanation) {
        var question =
                questions.find(id).orElseThrow(() -> Problem.notFound("There is no such explanation, or no longer"));
        var kind = kinds.get(question.question().analysis());
        if (kind == null) {
            throw Problem.notFound("There is no such explanation");
        }
        var snapshot = view.index().snapshot();
        if (snapshot.position() < question.question().position()) {
            throw Problem.of(503, "catching-up", "What the answer was made of is not read yet")
                    .retryAfter(BUSY_RETRY);
        }
        try (var query = pool.begin()) {
            return explanation.apply(explained(kind, question, snapshot, query, path));
        } catch (QueryStopped e) {
            throw problem(e);
        }
    }

    private <Q, A> Explained explained(
            AnalysisKind<Q, A> kind, Questions.Named question, Snapshot snapshot, Query query, FigurePath path) {
        var errors = new RequestErrors(snapshot.heldSince());
        var request = json.treeToValue(question.question().request(), kind.request());
        var position = question.question().position();
        var analysis = kind.read(request, filters(snapshot, position, errors), errors);
        errors.throwIfAny(List.copyOf(snapshot.attributeNames())); // another set of attributes may be indexed by now
        var asked = asked(question, snapshot, query);
        var answer = analysis.answer(asked);
        var value = json.valueToTree(answer).at(path.toString());
        if (value.isMissingNode()) {
            throw noFigure();
        }
        return new Explained(asked, analysis.figure(asked, answer, path).orElseThrow(Analyses::noFigure), value);
    }

    private static Problem noFigure() {
        return Problem.invalid("/figure", "must be a JSON pointer to a figure of the answer, like /steps/1/count");
    }

    private Filters filters(Snapshot snapshot, long position, RequestErrors errors) {
        return new Filters(
                snapshot.attributeNames(),
                errors,
                naming::mayName,
                view.personas().at(position));
    }

    private Asked asked(Questions.Named named, Snapshot snapshot, Query query) {
        var question = named.question();
        return new Asked(
                snapshot.at(question.position()),
                query,
                new AsOf(question.position(), question.time()),
                question.openUntil(),
                view.catalogue(question.position()),
                EXPLANATIONS + named.id());
    }

    private record Moment(AsOf asOf, Instant openUntil) {}

    private Moment moment(@Nullable Object asOf, Snapshot snapshot, RequestErrors errors) {
        var times = view.times();
        long newest = snapshot.position();
        try {
            return switch (asOf) {
                // Within a minute the same question has the same answer and is kept once.
                case null -> new Moment(times.at(newest), clock.instant().truncatedTo(ChronoUnit.MINUTES));
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
