package io.journey360.analytics.catalogue;

import io.journey360.events.SurveyKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The catalogue as it was known at one log position. Costs nothing to have; any number of threads may read it. */
public final class Catalogue {

    private final History<Touchpoint> touchpoints;
    private final History<JourneyMap> maps;
    private final History<Survey> surveys;
    private final long position;

    Catalogue(History<Touchpoint> touchpoints, History<JourneyMap> maps, History<Survey> surveys, long position) {
        this.touchpoints = touchpoints;
        this.maps = maps;
        this.surveys = surveys;
        this.position = position;
    }

    public long position() {
        return position;
    }

    /** As last declared; empty when it never was, or was retired. */
    public Optional<Touchpoint> touchpoint(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(touchpoints.at(id, position));
    }

    /** Those in use, by id. */
    public List<Touchpoint> touchpoints() {
        return touchpoints.allAt(position);
    }

    /** The latest version; empty when there is none, or the map was retired. */
    public Optional<JourneyMap> map(String id) {
        return Optional.ofNullable(maps.at(id, position));
    }

    /** A version there was by then, of a retired map too. */
    public Optional<JourneyMap> map(String id, long version) {
        return maps.everAt(id, position).stream()
                .filter(map -> map.version() == version)
                .findFirst();
    }

    /** Whether any version was known by then, of a retired map too. */
    public boolean hasMap(String id) {
        return !maps.everAt(id, position).isEmpty();
    }

    /** The latest versions of those in use, by id. */
    public List<JourneyMap> maps() {
        return maps.allAt(position);
    }

    /** As last defined; empty for a survey that reviews name by its kind only. */
    public Optional<Survey> survey(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(surveys.at(id, position));
    }

    /** Those defined, by id. */
    public List<Survey> surveys() {
        return surveys.allAt(position);
    }

    /** How answers to the survey a review names are summed up: as it is defined, or as its name says. */
    public Optional<SurveyKind> kindOf(String survey) {
        return survey(survey).map(Survey::kind).or(() -> SurveyKind.ofWireName(survey));
    }
}
