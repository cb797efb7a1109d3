package io.journey360.touchpoint.maps;

import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapStage;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.maps.domain.JourneyMapTerms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param stages in the order a journey is meant to take */
record JourneyMapRequest(
        @NotBlank @Size(max = MapStage.LONGEST_NAME) @Pattern(regexp = MapStage.TEXT, message = MapStage.NO_TEXT) String name,

        @NotNull @Size(min = 1, max = MOST_STAGES) List<@NotNull @Valid MapStage> stages) {

    static final int MOST_STAGES = 50;
    private static final Duration LONGEST = Duration.ofDays(36_525);

    /** @throws Problem 400 with everything that is wrong between the fields */
    JourneyMapTerms terms() {
        var problem = Problem.of(400, "invalid-request", "The request is not valid");
        var read = new ArrayList<JourneyMapStage>();
        var keys = new HashSet<String>();
        for (int i = 0; i < stages.size(); i++) {
            var stage = stages.get(i);
            var pointer = "/stages/" + i;
            if (!keys.add(stage.key())) {
                problem.at(pointer + "/key", "is the key of an earlier stage");
            }
            for (int j = 0; j < stage.entry().size(); j++) {
                checkEntry(stage.entry().get(j), pointer + "/entry/" + j, problem);
            }
            if (i == stages.size() - 1 && stage.expectedToNext() != null) {
                problem.at(pointer + "/expectedToNext", "there is no next stage");
            }
            read.add(stage.stage(expected(stage.expectedToNext(), pointer + "/expectedToNext", problem)));
        }
        if (!problem.errors().isEmpty()) {
            throw problem;
        }
        return new JourneyMapTerms(name, List.copyOf(read));
    }

    private static void checkEntry(MapStage.Entry entry, String pointer, Problem problem) {
        if (entry.event() == null && entry.action() == null && entry.touchpoint() == null) {
            problem.at(pointer, "must name an event, an action or a touchpoint");
        }
        if (entry.action() != null && entry.event() != null && entry.event() != JourneyEventType.INTERACTED) {
            problem.at(pointer + "/action", "only interacted has an action");
        }
    }

    private static @Nullable Duration expected(@Nullable String text, String pointer, Problem problem) {
        if (text == null) {
            return null;
        }
        try {
            var duration = Duration.parse(text);
            if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
            problem.at(pointer, "must be longer than 0 and at most 100 years");
        } catch (DateTimeParseException e) {
            problem.at(pointer, "must be an ISO-8601 duration in days, hours, minutes and seconds, like P7D");
        }
        return null;
    }
}
