package io.journey360.booking;

import io.journey360.booking.domain.BookingTerms;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class BookingServiceApplication {

    public static void main(String[] args) {
        new SpringApplicationBuilder(BookingServiceApplication.class)
                .properties("spring.config.name=booking-service")
                .run(args);
    }

    @Bean
    BookingTerms bookingTerms(BookingSettings settings) {
        return new BookingTerms(settings.noShowGrace());
    }
}
