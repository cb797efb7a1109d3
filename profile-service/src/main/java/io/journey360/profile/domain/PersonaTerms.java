package io.journey360.profile.domain;

import org.jspecify.annotations.Nullable;

/**
 * What a persona is called, and whom it holds for.
 *
 * @param rule JSON, always written the same way for the same rule
 */
public record PersonaTerms(String name, @Nullable String description, String rule) {}
