package io.journey360.analytics.query;

import io.journey360.analytics.index.People;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import java.util.function.Function;

/**
 * What one figure of an answer is made of, found by the same evaluation of each unit that the figure came from. A ratio is
 * made of what its numerator counts.
 *
 * @param people as the request selects them
 * @param visitor puts into the evidence what each unit it is shown contributes
 */
public record Figure(Snapshot.By by, People people, Function<Evidence, Visitor> visitor) {}
