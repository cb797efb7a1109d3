package io.journey360.booking.checkin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param attemptsPerMinute of one network address; a household or an office may share one */
@ConfigurationProperties("journey.booking.check-in")
record CheckInSettings(@DefaultValue("20") int attemptsPerMinute) {}
