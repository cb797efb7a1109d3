package io.journey360.platform.operations;

import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Logs from everywhere while it starts, then ends. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class LoggingService {

    public static void main(String[] arguments) {
        System.setProperty("spring.application.name", "logging-service");
        SpringApplication.run(LoggingService.class, arguments).close();
    }

    @Bean
    Object voices() throws InterruptedException {
        LoggerFactory.getLogger("org.example.Library").info("started by itself");
        LoggerFactory.getLogger("io.journey360.booking.domain.Booking").info("of booking's code");
        try (var scope = MDC.putCloseable(ServiceOfLine.SAID, "profile-service")) {
            LoggerFactory.getLogger("org.example.Library").info("said by the line");
        }
        var thread =
                new Thread(() -> LoggerFactory.getLogger("org.example.Library").info("on a thread of its own"));
        thread.start();
        thread.join();
        return "";
    }
}
