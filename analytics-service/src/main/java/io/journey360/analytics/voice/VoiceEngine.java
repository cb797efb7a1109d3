package io.journey360.analytics.voice;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import io.journey360.platform.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts reviews. */
final class VoiceEngine {

    /** Values that are shown by themselves. */
    static final int MAX_VALUES = 50;

    /** Values and intervals together. */
    static final int MAX_GROUPS = 10_000;

    /** By what stands in the answer; a number and a string that read the same are told apart by their type. */
    private static final Comparator<@Nullable Object> BY_NAME =
            Comparator.nullsLast(Comparator.comparing(Object::toString)
                    .thenComparing(value -> value.getClass().getName()));

    private VoiceEngine() {}

    private static final class Count implements Visitor {

        private final Reviews reviews;
        private final Map<Reviews.Group, Tally> groups = new HashMap<>();

        Count(Reviews reviews) {
            this.reviews = reviews;
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            reviews.each(
                    rows,
                    from,
                    to,
                    (row, group, opinion) ->
                            groups.computeIfAbsent(group, g -> new Tally()).add(opinion));
        }
    }

    static VoiceResult run(Snapshot snapshot, Catalogue catalogue, Query query, VoiceQuestion question) {
        var counts = snapshot.scan(
                query,
                Snapshot.By.PERSON,
                question.people(),
                () -> new Count(new Reviews(snapshot, catalogue, question)));
        var whole = new Tally();
        var groups = new HashMap<Reviews.Group, Tally>();
        for (var count : counts) {
            count.groups.forEach((group, tally) -> {
                whole.add(tally);
                groups.computeIfAbsent(group, g -> new Tally()).add(tally);
            });
        }
        if (question.interval() != null && groups.size() > MAX_GROUPS) {
            throw Problem.invalid(
                    "/interval",
                    "gives more than %,d groups: ask for longer ones, or a shorter range".formatted(MAX_GROUPS));
        }
        return new VoiceResult(whole, question.divided() ? ordered(groups) : List.of());
    }

    /** The values of most reviews first, the rest together last; each value's intervals in order of time. */
    private static List<VoiceResult.Group> ordered(Map<Reviews.Group, Tally> groups) {
        var answers = new HashMap<@Nullable Object, Long>();
        groups.forEach((group, tally) -> answers.merge(group.value(), tally.count(opinion -> true), Long::sum));
        var values = new ArrayList<@Nullable Object>(answers.keySet());
        values.sort(Comparator.comparing((@Nullable Object value) -> -answers.getOrDefault(value, 0L))
                .thenComparing(BY_NAME));
        var ordered = new ArrayList<VoiceResult.Group>();
        for (var value : values.subList(0, Math.min(MAX_VALUES, values.size()))) {
            ordered.addAll(intervals(groups, Collections.singleton(value), false));
        }
        if (values.size() > MAX_VALUES) {
            ordered.addAll(intervals(groups, new HashSet<>(values.subList(MAX_VALUES, values.size())), true));
        }
        return ordered;
    }

    private static List<VoiceResult.Group> intervals(
            Map<Reviews.Group, Tally> groups, Set<@Nullable Object> values, boolean rest) {
        var intervals = new TreeMap<Long, Tally>();
        groups.forEach((group, tally) -> {
            if (values.contains(group.value())) {
                intervals.computeIfAbsent(group.interval(), i -> new Tally()).add(tally);
            }
        });
        return intervals.entrySet().stream()
                .map(interval -> new VoiceResult.Group(values, rest, interval.getKey(), interval.getValue()))
                .toList();
    }
}
