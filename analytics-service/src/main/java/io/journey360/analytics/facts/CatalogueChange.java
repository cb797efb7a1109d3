package io.journey360.analytics.facts;

import io.journey360.events.CatalogueEvent;
import java.time.Instant;

/** Something the company declared, and since which log position we know. */
public record CatalogueChange(CatalogueEvent event, long position, Instant recordedAt) {}
