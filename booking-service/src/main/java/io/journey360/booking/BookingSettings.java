package io.journey360.booking;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param noShowGrace how long after the end of its slot a customer who has not come is still waited for */
@ConfigurationProperties("journey.booking")
record BookingSettings(@DefaultValue("15m") Duration noShowGrace) {}
