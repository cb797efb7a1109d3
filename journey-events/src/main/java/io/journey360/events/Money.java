package io.journey360.events;

import java.math.BigDecimal;

/**
 * An amount in a currency.
 *
 * @param currency ISO 4217 code
 */
public record Money(BigDecimal amount, String currency) {}
