package io.journey360.touchpoint;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class TouchpointServiceApplication {

    public static void main(String[] args) {
        System.setProperty("spring.config.name", "touchpoint-service");
        SpringApplication.run(TouchpointServiceApplication.class, args);
    }
}
