package io.journey360.platform.operations;

import io.journey360.platform.log.LogUnavailable;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;

/** Why a start failed, told to whoever started it: what is wrong, and what to do about it. */
public final class StartupFailures implements FailureAnalyzer {

    /** What to tell. */
    public record Explanation(String description, String action) {}

    private static final String OTHER_FOLDER = "or choose another folder by journey.data (JOURNEY_DATA)";

    /** Empty for what only a stack trace explains. */
    public static Optional<Explanation> explain(@Nullable Throwable failure) {
        int depth = 0;
        for (var cause = failure; cause != null && depth < 40; cause = cause.getCause(), depth++) {
            var explanation = explanation(cause);
            if (explanation != null) {
                return Optional.of(explanation);
            }
        }
        return Optional.empty();
    }

    private static @Nullable Explanation explanation(Throwable cause) {
        return switch (cause) {
            case StartupRefused refused -> new Explanation(String.valueOf(refused.getMessage()), refused.action());
            case LogUnavailable log -> {
                var below = explain(log.getCause()).orElse(null);
                yield new Explanation(
                        String.valueOf(log.getMessage()),
                        below == null
                                ? "Check journey.log and journey.data (JOURNEY_LOG, JOURNEY_DATA) and what they name."
                                : below.action());
            }
            case PortInUseException port ->
                new Explanation(
                        "Port %d is taken by another process.".formatted(port.getPort()),
                        "Stop it, or choose another port by journey.port (JOURNEY_PORT); for a single service by server.port (SERVER_PORT).");
            case SQLException e -> ofSqlite(e);
            case FileSystemException e ->
                isDiskFull(e)
                        ? new Explanation(
                                "The disk of %s is full.".formatted(e.getFile()), "Make room, " + OTHER_FOLDER + ".")
                        : null;
            default -> null;
        };
    }

    private static boolean isDiskFull(FileSystemException e) {
        return e.getReason() != null && e.getReason().contains("No space left");
    }

    /** By the primary result codes of SQLite, which its driver gives as vendor codes. */
    private static @Nullable Explanation ofSqlite(SQLException e) {
        if (!e.getClass().getName().equals("org.sqlite.SQLiteException")) {
            return null;
        }
        return switch (e.getErrorCode() & 0xff) {
            case 5, 6 ->
                new Explanation(
                        "The log's file is locked by another process.",
                        "Stop the other process that uses the same data folder, " + OTHER_FOLDER + ".");
            case 8, 14 ->
                new Explanation(
                        "The log's file cannot be written.",
                        "Make the data folder and its files writable, " + OTHER_FOLDER + ".");
            case 10, 13 ->
                new Explanation("The disk of the log's file is full or fails.", "Make room, " + OTHER_FOLDER + ".");
            case 11, 26 ->
                new Explanation(
                        "The log's file is damaged or is no log.", "Restore it from a backup, " + OTHER_FOLDER + ".");
            default -> null;
        };
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return explain(failure)
                .map(explanation -> new FailureAnalysis(explanation.description(), explanation.action(), failure))
                .orElse(null);
    }
}
