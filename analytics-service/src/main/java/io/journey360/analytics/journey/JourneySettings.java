package io.journey360.analytics.journey;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param silence after which a customer's next event begins a new journey */
@ConfigurationProperties("journey")
public record JourneySettings(@DefaultValue("P30D") Duration silence) {}
