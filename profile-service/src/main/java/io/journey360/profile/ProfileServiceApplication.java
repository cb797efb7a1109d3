package io.journey360.profile;

import io.journey360.events.Persons;
import io.journey360.profile.links.Links;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
@ConfigurationPropertiesScan
public class ProfileServiceApplication {

    public static void main(String[] args) {
        new SpringApplicationBuilder(ProfileServiceApplication.class)
                .properties("spring.config.name=profile-service")
                .run(args);
    }

    /** For the aggregates, which refuse by it. */
    @Bean
    Persons persons(Links links) {
        return links.persons();
    }
}
