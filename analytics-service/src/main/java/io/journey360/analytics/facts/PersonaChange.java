package io.journey360.analytics.facts;

import io.journey360.events.PersonaEvent;
import java.time.Instant;

/** A persona was defined, or somebody entered or left it, and since which log position we know. */
public record PersonaChange(PersonaEvent event, long position, Instant recordedAt) {}
