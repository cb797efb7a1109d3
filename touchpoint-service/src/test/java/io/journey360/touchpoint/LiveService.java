package io.journey360.touchpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as it runs: its log in a folder of its own, its documents in memory. Closing and starting again keeps the log. */
public final class LiveService implements AutoCloseable {

    private final Path folder;
    private ConfigurableApplicationContext context;

    private LiveService(Path folder, String... settings) {
        this.folder = folder;
        this.context = run(settings);
    }

    public static LiveService start(String... settings) {
        try {
            return new LiveService(Files.createTempDirectory("touchpoint"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConfigurableApplicationContext run(String... settings) {
        var arguments = Stream.concat(
                        Stream.of(
                                "spring.config.name=touchpoint-service",
                                "server.port=0",
                                "management.server.port=-1",
                                "journey.documents=embedded",
                                "journey.data=" + folder.resolve("data")),
                        Stream.of(settings))
                .map(setting -> "--" + setting);
        return new SpringApplicationBuilder(TouchpointServiceApplication.class).run(arguments.toArray(String[]::new));
    }

    public void restart(String... settings) {
        context.close();
        context = run(settings);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public String url() {
        return "http://localhost:"
                + ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    public Path data() {
        return folder.resolve("data");
    }

    @Override
    public void close() {
        context.close();
    }
}
