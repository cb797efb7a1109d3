package io.journey360.platform.log;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the log lives.
 *
 * @param log {@code embedded} (one SQLite file), {@code postgres} or {@code axon-server}
 * @param data folder of the embedded log
 * @param postgres how PostgreSQL is reached
 */
@ConfigurationProperties("journey")
public record LogSettings(
        @DefaultValue("embedded") String log,
        @DefaultValue("./journey-data") Path data,
        @DefaultValue Postgres postgres) {

    /** Kinds of log. */
    public enum Kind {
        EMBEDDED,
        POSTGRES,
        AXON_SERVER
    }

    public record Postgres(
            @DefaultValue("jdbc:postgresql://localhost:5432/journey")
            String url,

            @DefaultValue("journey") String username,
            @Nullable String password,
            @DefaultValue("10") int maximumPoolSize) {

        @Override
        public String toString() {
            return "Postgres[url=" + url + ", username=" + username + "]";
        }
    }

    public Kind kind() {
        return switch (log.toLowerCase(Locale.ROOT)) {
            case "embedded" -> Kind.EMBEDDED;
            case "postgres" -> Kind.POSTGRES;
            case "axon-server" -> Kind.AXON_SERVER;
            default ->
                throw new LogUnavailable(
                        "journey.log is '%s'; it can be embedded, postgres or axon-server".formatted(log), null);
        };
    }
}
