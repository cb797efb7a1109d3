package io.journey360.analytics.running;

import io.journey360.analytics.AnalyticsServiceApplication;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.generation.Generations;
import io.journey360.events.JourneyEvent;
import io.journey360.platform.log.JourneyLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The service in this JVM on a random port. */
public final class RunningAnalytics implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;
    private final WebTestClient http;

    /** @param settings {@code name=value} */
    public RunningAnalytics(Path folder, String... settings) {
        this(folder, Clock.systemUTC(), settings);
    }

    public RunningAnalytics(Path folder, Clock clock, String... settings) {
        this(folder, clock, List.of(), settings);
    }

    /** @param beans classes of more beans */
    public RunningAnalytics(Path folder, Clock clock, List<Class<?>> beans, String... settings) {
        context = new SpringApplicationBuilder(AnalyticsServiceApplication.class)
                .initializers(fresh -> {
                    var registry = (GenericApplicationContext) fresh;
                    registry.registerBean(Clock.class, () -> clock);
                    beans.forEach(registry::registerBean);
                })
                .properties(
                        "spring.config.name=analytics-service",
                        "journey.log=embedded",
                        "journey.data=" + folder.resolve("data"),
                        "journey.keys=" + folder.resolve("keys"),
                        "journey.documents=embedded",
                        "logging.level.root=warn")
                .run(Stream.concat(Stream.of("server.port=0"), Arrays.stream(settings))
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new));
        http = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + context.getEnvironment().getProperty("local.server.port"))
                .responseTimeout(PATIENCE)
                .build();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public WebTestClient http() {
        return http;
    }

    public String baseUrl() {
        return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    public void append(JourneyEvent... events) {
        append(Events.collected(List.of(events)));
    }

    /** Appends in one log transaction and waits until every view shows it. */
    public void append(List<? extends DomainEventMessage<?>> messages) {
        bean(JourneyLog.class).append(messages);
        awaitViews();
    }

    public void awaitViews() {
        long head = bean(JourneyLog.class).head();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (bean(LiveView.class).position() < head || bean(Generations.class).position() < head) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The views stay at %d and %d of %d"
                        .formatted(
                                bean(LiveView.class).position(),
                                bean(Generations.class).position(),
                                head));
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
