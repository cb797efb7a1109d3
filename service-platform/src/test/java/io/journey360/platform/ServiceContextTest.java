package io.journey360.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.http.Commands;
import io.journey360.platform.http.CreatedIds;
import io.journey360.platform.identity.KeyWrap;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.records.DurableRecords;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.platform.sealing.Opener;
import io.journey360.platform.sealing.Sealer;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

class ServiceContextTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {}

    @TempDir
    private Path folder;

    @Test
    void hasEverythingAServicePrograms() {
        try (var context = new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.REACTIVE)
                .run(
                        "--spring.application.name=booking-service",
                        "--server.port=0",
                        "--journey.documents=embedded",
                        "--journey.data=" + folder.resolve("data"))) {
            for (var bean : new Class<?>[] {
                Clock.class,
                JourneyLog.class,
                Commands.class,
                CreatedIds.class,
                Pseudonyms.class,
                KeyWrap.class,
                DurableRecords.class,
                Sealer.class,
                Opener.class,
                KeyShredder.class
            }) {
                assertThat(context.getBeanProvider(bean).stream())
                        .as(bean.getSimpleName())
                        .hasSize(1);
            }
            assertThat(folder.resolve("data.keys")).exists();
        }
    }
}
