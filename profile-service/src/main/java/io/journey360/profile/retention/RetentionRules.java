package io.journey360.profile.retention;

import io.journey360.events.Persons;
import io.journey360.events.RetentionCarriedOut;
import io.journey360.events.RetentionCompleted;
import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEnded;
import io.journey360.events.RetentionEvent;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.profile.links.FoldedEvent;
import io.journey360.profile.links.FollowingFold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Every rule and every run of it. One thread folds, any may read. */
@Component
class RetentionRules implements FollowingFold {

    /** @param ended null while it is in force */
    record Rule(RetentionDefined defined, @Nullable RetentionEnded ended) {

        RetentionId id() {
            return defined.rule();
        }

        boolean inForce() {
            return ended == null;
        }
    }

    private final Map<RetentionId, Rule> rules = new ConcurrentHashMap<>();
    private final Map<RetentionId, Map<RetentionRunId, Run>> runs = new HashMap<>(); // guarded by itself
    private final Map<RetentionRunId, Run> underWay = new ConcurrentHashMap<>();

    @Override
    public void fold(FoldedEvent folded, Persons before, Persons after) {
        if (folded.event() instanceof RetentionEvent event) {
            apply(event);
        }
    }

    private void apply(RetentionEvent event) {
        switch (event) {
            case RetentionDefined e -> rules.put(e.rule(), new Rule(e, null));
            case RetentionEnded e -> rules.computeIfPresent(e.rule(), (id, rule) -> new Rule(rule.defined(), e));
            case RetentionDue e -> put(Run.of(e));
            case RetentionCarriedOut e -> find(e.rule(), e.run()).ifPresent(run -> put(run.with(e)));
            case RetentionCompleted e -> find(e.rule(), e.run()).ifPresent(run -> put(run.with(e)));
        }
    }

    private void put(Run run) {
        synchronized (runs) {
            runs.computeIfAbsent(run.rule(), id -> new LinkedHashMap<>()).put(run.id(), run);
        }
        if (run.completed() == null) {
            underWay.put(run.id(), run);
        } else {
            underWay.remove(run.id());
        }
    }

    /** By name; those that ended too. */
    List<Rule> all() {
        var all = new ArrayList<>(rules.values());
        all.sort(Comparator.comparing(rule -> rule.id().value()));
        return all;
    }

    Optional<Rule> find(RetentionId id) {
        return Optional.ofNullable(rules.get(id));
    }

    Optional<Run> find(RetentionId rule, RetentionRunId run) {
        synchronized (runs) {
            return Optional.ofNullable(runs.getOrDefault(rule, Map.of()).get(run));
        }
    }

    /** In the order in which they were decided. */
    List<Run> runs(RetentionId rule) {
        synchronized (runs) {
            return List.copyOf(runs.getOrDefault(rule, Map.of()).values());
        }
    }

    /** Those that are not completed. */
    Collection<Run> underWay() {
        return List.copyOf(underWay.values());
    }
}
