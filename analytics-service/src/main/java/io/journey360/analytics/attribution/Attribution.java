package io.journey360.analytics.attribution;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.People;
import io.journey360.analytics.query.TimeRange;
import java.util.List;

/**
 * A question about which touches led to a goal, as Adobe Analytics defines its attribution models.
 *
 * <p>Every goal event is credited by itself, and so is its amount. Its touches are the person's touch events at or before its
 * time and no further back than the lookback, but not the goal event itself; those without the property are none. A person's
 * goals have a lookback each, so a touch can be credited for several. A goal without touches is unattributed.
 *
 * @param touches a touch is what any of these selects
 * @param by whose values are credited
 * @param halfLife of {@link AttributionModel#TIME_DECAY}, in milliseconds
 * @param lookback inclusive, exact elapsed time in milliseconds
 * @param range bounds goals; touches may lie before it
 */
record Attribution(
        EventFilter goal,
        List<EventFilter> touches,
        Property by,
        AttributionModel model,
        long halfLife,
        long lookback,
        EventFilter filter,
        People people,
        TimeRange range) {

    static final int MAX_TOUCHES = 20;

    Attribution {
        touches = List.copyOf(touches);
    }
}
