package io.journey360.analytics.attribution;

import io.journey360.analytics.asof.AsOf;
import java.util.List;

/**
 * @param goals all of them: those credited and those unattributed
 * @param values what the goals are worth, by currency
 * @param credits the most credited first
 * @param unattributed goals without any touch
 */
record AttributionAnswer(
        String model,
        String by,
        long goals,
        List<AttributionResult.Value> values,
        List<AttributionResult.Credit> credits,
        AttributionResult.Unattributed unattributed,
        AsOf asOf,
        String explain) {

    static AttributionAnswer of(AttributionResult result, Attribution question, AsOf asOf, String explain) {
        return new AttributionAnswer(
                question.model().wireName(),
                question.by().wireName(),
                result.goals(),
                result.values(),
                result.credits(),
                result.unattributed(),
                asOf,
                explain);
    }
}
