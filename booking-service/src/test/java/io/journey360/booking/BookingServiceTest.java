package io.journey360.booking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** The whole service over HTTP, on a log and documents of its own, at a time the test chooses. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=booking-service",
            "journey.log=embedded",
            "journey.documents=embedded",
            "journey.booking.no-show-check=1d"
        })
@AutoConfigureWebTestClient(timeout = "20s")
@ContextConfiguration(initializers = BookingServiceTest.OwnFolder.class)
@Import(BookingServiceTest.OwnTime.class)
public @interface BookingServiceTest {

    /** The log's folder. */
    class OwnFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            try {
                var folder = Files.createTempDirectory("booking");
                TestPropertyValues.of("journey.data=" + folder.resolve("data")).applyTo(context);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TestConfiguration
    class OwnTime {

        @Bean
        MovedClock clock() {
            return new MovedClock();
        }
    }
}
