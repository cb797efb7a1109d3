package io.journey360.platform.problem;

import jakarta.validation.ConstraintViolationException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.ConflictingModificationException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ServerWebInputException;
import reactor.core.Exceptions;
import tools.jackson.core.JacksonException;

/** What a failure means to the caller. Nothing of an unexpected failure's own text gets out: it may quote what it failed on. */
public final class Problems {

    private static final Duration SOON = Duration.ofSeconds(1);

    private Problems() {}

    /** Every failure is some problem; one that nobody foresaw is 500 {@code internal}. */
    public static Problem of(Throwable failure) {
        var known = known(failure, 0);
        return known != null ? known : Problem.of(500, "internal", "Something went wrong on our side");
    }

    /** @param depth guards against causes that lead to themselves */
    private static @Nullable Problem known(@Nullable Throwable failure, int depth) {
        if (failure == null || depth > 20) {
            return null;
        }
        var cause = failure.getCause();
        return switch (failure) {
            case Problem problem -> problem;
            case CommandExecutionException e -> refused(e, depth);
            case AggregateNotFoundException e -> Problem.notFound("Nothing is known under this id");
            case AggregateStreamCreationException e ->
                Problem.of(409, "already-exists", "There is one with this id already");
            case ConcurrencyException e -> concurrent();
            case ConflictingModificationException e -> concurrent();
            case JacksonException e -> JsonProblems.of(e);
            case ConstraintViolationException e -> Violations.of(e);
            case WebExchangeBindException e -> Violations.of(e);
            case HandlerMethodValidationException e -> Violations.of(e);
            case MissingRequestValueException e -> Problem.invalid("/" + e.getName(), "is required");
            case ServerWebInputException e -> unreadable(e, depth);
            case DataBufferLimitException e -> tooLarge();
            case ErrorResponse e -> ofStatus(e);
            case TimeoutException e ->
                Problem.of(504, "timeout", "It took too long").retryAfter(SOON);
            case RejectedExecutionException e -> unavailable();
            case ConnectException e -> unavailable();
            case ClosedChannelException e -> unavailable();
            case SQLTransientException e -> unavailable();
            case SQLException e -> ofSqlite(e);
            case TransientDataAccessException e -> unavailable();
            case DataAccessResourceFailureException e -> unavailable();
            case CompletionException e -> known(cause, depth + 1);
            case ExecutionException e -> known(cause, depth + 1);
            default -> {
                var unwrapped = Exceptions.unwrap(failure);
                if (unwrapped != failure) {
                    yield known(unwrapped, depth + 1);
                }
                yield isUnreachable(failure) ? unavailable() : known(cause, depth + 1);
            }
        };
    }

    private static @Nullable Problem refused(CommandExecutionException e, int depth) {
        var details = e.getDetails().orElse(null);
        if (details instanceof Refusal refusal) {
            var message = e.getMessage();
            return Problem.of(refusal.status(), refusal.code(), message == null ? refusal.code() : message);
        }
        // Of an aggregate on another replica only the text comes back.
        if (String.valueOf(e.getMessage()).contains("The aggregate was not found")) {
            return Problem.notFound("Nothing is known under this id");
        }
        return known(e.getCause(), depth + 1);
    }

    private static Problem concurrent() {
        return Problem.of(409, "concurrent-change", "It was changed by somebody else at the same time; read it again");
    }

    private static Problem unavailable() {
        return Problem.of(503, "unavailable", "A store or service behind this one does not answer now")
                .retryAfter(SOON);
    }

    public static Problem tooLarge() {
        return Problem.of(413, "too-large", "The request's body is larger than is taken here");
    }

    /** By name, because not every service has every driver. */
    private static boolean isUnreachable(Throwable failure) {
        var name = failure.getClass().getName();
        return name.equals("com.mongodb.MongoTimeoutException")
                || name.startsWith("com.mongodb.MongoSocket")
                || (name.equals("io.grpc.StatusRuntimeException")
                        && String.valueOf(failure.getMessage()).startsWith("UNAVAILABLE"));
    }

    /** By the primary result codes of SQLite, which its driver gives as vendor codes. */
    private static @Nullable Problem ofSqlite(SQLException e) {
        if (!e.getClass().getName().equals("org.sqlite.SQLiteException")) {
            return null;
        }
        return switch (e.getErrorCode() & 0xff) {
            case 5, 6 -> unavailable();
            case 13 ->
                Problem.of(503, "storage-full", "The disk of the log is full").retryAfter(Duration.ofMinutes(1));
            default -> null;
        };
    }

    private static Problem unreadable(ServerWebInputException e, int depth) {
        var parameter = e.getMethodParameter();
        if (parameter != null && parameter.hasParameterAnnotation(PathVariable.class)) {
            return Problem.notFound("Nothing is known under this id");
        }
        var told = known(e.getCause(), depth + 1);
        if (told != null) {
            return told;
        }
        var name = parameter == null ? null : parameter.getParameterName();
        if (name != null && causedBy(e, TypeMismatchException.class)) {
            return Problem.invalid("/" + name, "has not the expected form");
        }
        return Problem.of(400, "invalid-request", "The request's body is missing or cannot be read")
                .at("", "is missing or cannot be read");
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Problem ofStatus(ErrorResponse response) {
        int status = response.getStatusCode().value();
        var headers = response.getHeaders();
        var problem =
                switch (status) {
                    case 400 -> Problem.of(400, "invalid-request", "The request is not valid");
                    case 401 -> Problem.of(401, "unauthenticated", "Credentials are needed");
                    case 403 -> Problem.of(403, "forbidden", "These credentials do not allow this");
                    case 404 -> Problem.of(404, "unknown-path", "There is nothing at this path");
                    case 405 ->
                        Problem.of(
                                405,
                                "method-not-allowed",
                                headers.getAllow().isEmpty()
                                        ? "The method is not allowed here"
                                        : "Allowed here: "
                                                + headers.getAllow().stream()
                                                        .map(Object::toString)
                                                        .sorted()
                                                        .collect(Collectors.joining(", ")));
                    case 406 ->
                        Problem.of(406, "not-acceptable", "The answer is not to be had in an accepted media type");
                    case 413 -> tooLarge();
                    case 415 ->
                        Problem.of(
                                415,
                                "unsupported-media-type",
                                headers.getAccept().isEmpty()
                                        ? "The body's media type is not read here"
                                        : "Read here: " + MediaType.toString(headers.getAccept()));
                    case 429 ->
                        Problem.of(429, "too-many-requests", "Too many requests")
                                .retryAfter(SOON);
                    case 503 -> unavailable();
                    case 504 -> Problem.of(504, "timeout", "It took too long").retryAfter(SOON);
                    default ->
                        status < 500
                                ? Problem.of(status, "refused-" + status, "The request is refused")
                                : Problem.of(status, "internal", "Something went wrong on our side");
                };
        for (var name : new String[] {HttpHeaders.ALLOW, HttpHeaders.ACCEPT, "Accept-Patch", HttpHeaders.RETRY_AFTER}) {
            var value = headers.get(name);
            if (value != null && !value.isEmpty()) {
                problem.header(name, String.join(", ", value));
            }
        }
        return problem;
    }

    /** {@code steps[0].event} as {@code /steps/0/event}. */
    static String pointer(String path) {
        var pointer = new StringBuilder();
        for (var part : path.replace("[", ".").replace("]", "").split("\\.", -1)) {
            if (!part.isEmpty()) {
                pointer.append('/').append(escaped(part));
            }
        }
        return pointer.toString();
    }

    static String escaped(String part) {
        return part.replace("~", "~0").replace("/", "~1");
    }
}
