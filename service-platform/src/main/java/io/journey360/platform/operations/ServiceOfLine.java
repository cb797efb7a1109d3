package io.journey360.platform.operations;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;
import java.util.Objects;

/**
 * Names the service a log line is of, where several share one JVM and so one logging system: what the line itself says, else
 * whose code it is, else whose thread it is. Reactor's threads are everybody's.
 */
public final class ServiceOfLine extends ClassicConverter {

    /** Where a line says which service it is of (MDC). Not {@code service}: the JSON lines have that field already. */
    public static final String SAID = "said-by";

    private static final String BASE = "io.journey360.";
    private static final Map<String, String> SERVICE_OF_PACKAGE = Map.of(
            "booking", "booking-service",
            "profile", "profile-service",
            "touchpoint", "touchpoint-service",
            "analytics", "analytics-service",
            "gateway", "gateway",
            "standalone", "standalone");

    @Override
    public String convert(ILoggingEvent line) {
        var said = line.getMDCPropertyMap().get(SAID);
        if (said != null) {
            return said;
        }
        var ofCode = SERVICE_OF_PACKAGE.get(context(line.getLoggerName()));
        if (ofCode != null) {
            return ofCode;
        }
        var thread = line.getThreadName();
        if (thread.startsWith("reactor-") || thread.startsWith("boundedElastic") || thread.startsWith("parallel")) {
            return "shared";
        }
        return Objects.requireNonNullElse(ServiceOfThread.current(), "standalone");
    }

    private static String context(String logger) {
        if (!logger.startsWith(BASE)) {
            return "";
        }
        int end = logger.indexOf('.', BASE.length());
        return logger.substring(BASE.length(), end < 0 ? logger.length() : end);
    }
}
