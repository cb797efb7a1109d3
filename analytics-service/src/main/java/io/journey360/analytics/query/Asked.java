package io.journey360.analytics.query;

import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;

/**
 * What an analysis is asked of.
 *
 * @param snapshot every event and link up to {@code asOf}, none above
 * @param openUntil what has not ended by then is still open, in milliseconds since 1970
 * @param catalogue as of the same position
 * @param explain where the answer's figures are explained, from {@code /api/v1} on
 */
public record Asked(Snapshot snapshot, Query query, AsOf asOf, long openUntil, Catalogue catalogue, String explain) {}
