package io.journey360.analytics.voice;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.SurveyKind;
import java.util.Optional;

/**
 * What one review says, read on the usual scale of its kind of survey. An answer given on another scale is stretched to it
 * linearly: what counts is its height on its own scale. An answer to a survey defined as lower-better is turned, so that higher
 * is better for all.
 *
 * <ul>
 *   <li>{@code nps}, 0 to 10: promoters answer 9 or 10, detractors 0 to 6 (Reichheld, The One Number You Need to Grow, 2003).
 *   <li>{@code csat}, 1 to 5: satisfied are the top two boxes, 4 and 5.
 *   <li>{@code ces}, 1 to 7: customer effort (Dixon, Freeman and Toman, Stop Trying to Delight Your Customers, 2010; in its later
 *       form 7 is the least effort).
 *   <li>{@code stars}, 1 to 5.
 * </ul>
 *
 * @param height on the scale, 0 to 1
 * @param rescaled whether it was stretched or turned
 */
public record Opinion(SurveyKind survey, double height, boolean rescaled) {

    private static final double TOP_TWO_OF_FIVE = 0.75;
    private static final double HALF = 0.5;
    private static final int PROMOTER = 9;
    private static final int DETRACTOR = 6;

    /**
     * Reads an answer.
     *
     * @param survey as the review names it: a defined survey or a kind
     * @return empty for a survey that is neither: how it is to be read is not known
     */
    public static Optional<Opinion> of(String survey, double score, Scale scale, Catalogue catalogue) {
        return catalogue.kindOf(survey).map(kind -> {
            // A scale of one point only: whoever answers gives the best there is.
            double height = scale.max() > scale.min() ? (score - scale.min()) / (scale.max() - scale.min()) : 1;
            boolean turned = catalogue
                    .survey(survey)
                    .filter(defined -> defined.direction() == ScoreDirection.LOWER_BETTER)
                    .isPresent();
            return new Opinion(kind, turned ? 1 - height : height, turned || !scale.equals(kind.usualScale()));
        });
    }

    /** The answer on the usual scale. */
    public double stretched() {
        var scale = survey.usualScale();
        return scale.min() + (scale.max() - scale.min()) * height;
    }

    /** The whole point of the usual scale that is closest to the answer; between two the upper. */
    public int box() {
        return (int) Math.round(stretched());
    }

    /** A promoter, or for other surveys an answer in the top two of five boxes. */
    public boolean isHigh() {
        return survey == SurveyKind.NPS ? box() >= PROMOTER : height >= TOP_TWO_OF_FIVE;
    }

    /** A detractor, or for other surveys an answer in the lower half of the scale. */
    public boolean isLow() {
        return survey == SurveyKind.NPS ? box() <= DETRACTOR : height < HALF;
    }
}
