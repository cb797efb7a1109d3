package io.journey360.profile.retention;

import io.journey360.events.IdentityKey;
import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEvent;
import io.journey360.platform.log.DuplicateEventException;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.records.DurableRecords;
import io.journey360.platform.records.Turn;
import io.journey360.platform.work.RepeatedWork;
import io.journey360.profile.domain.Horizon;
import io.journey360.profile.domain.RetentionSteps;
import io.journey360.profile.erasures.ErasureSettings;
import io.journey360.profile.links.Links;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says what is due and what is completed. Both follow from the fold of the log and the clock, and both are events of the run's own
 * stream, so whoever is killed anywhere goes on at the next start. Replicas take turns; were two at it, the log refuses one.
 */
@Component
class RetentionWork extends RepeatedWork {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionWork.class);
    private static final String TYPE = "RetentionRun";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_IDENTITIES = 1_000;

    private final RetentionRules rules;
    private final KeptFacts facts;
    private final Links links;
    private final JourneyLog log;
    private final ErasureSettings settings;
    private final Turn turn;
    private final Clock clock;

    RetentionWork(
            RetentionRules rules,
            KeptFacts facts,
            Links links,
            JourneyLog log,
            ErasureSettings settings,
            DurableRecords records,
            Clock clock) {
        super("retention", LOOK);
        this.rules = rules;
        this.facts = facts;
        this.links = links;
        this.log = log;
        this.settings = settings;
        this.turn = new Turn(records, "retention", clock);
        this.clock = clock;
    }

    @Override
    protected void step() {
        var now = clock.instant();
        if (isAnythingToDo(now) && mayAct()) {
            act(now);
        }
    }

    private boolean isAnythingToDo(Instant now) {
        return !due(now).isEmpty() || !toComplete().isEmpty();
    }

    /**
     * What the fold says while it reads the log may have been done further on, and whoever takes a turn has to see what was done in
     * the one before: it is asked again at the log's end.
     */
    private boolean mayAct() {
        return links.caughtUp() && turn.isMine() && links.caughtUp();
    }

    private void act(Instant now) {
        for (var due : due(now)) {
            if (log.existing(List.of(due.run().value())).isEmpty()) { // by another replica, a moment ago
                append(due.run().value(), due, 0);
            }
        }
        for (var run : toComplete()) {
            append(run.id().value(), RetentionSteps.complete(run.rule(), run.id(), now), 1);
        }
    }

    /** Every service has said that it carried them out, and nobody that they are completed. */
    private List<Run> toComplete() {
        return rules.underWay().stream()
                .filter(run -> run.carriedOut().keySet().containsAll(settings.services()))
                .toList();
    }

    @Override
    public void stop() {
        super.stop();
        turn.end();
    }

    private List<RetentionDue> due(Instant now) {
        var due = new ArrayList<RetentionDue>();
        for (var rule : rules.all()) {
            if (rule.inForce()) {
                var defined = rule.defined();
                Horizon.parse(defined.horizon())
                        .map(horizon -> horizon.before(now))
                        .ifPresent(before -> due.addAll(due(defined, before, now)));
            }
        }
        return due;
    }

    private List<RetentionDue> due(RetentionDefined rule, Instant before, Instant now) {
        var purpose = rule.purpose();
        if (purpose == null) {
            return facts.anyBefore(before, rule.kinds()) ? List.of(RetentionSteps.due(rule, before, now)) : List.of();
        }
        var people = facts.withAnyBefore(before).stream()
                .filter(identity -> hasWithdrawn(identity, purpose, before))
                .toList();
        if (people.isEmpty()) {
            return List.of();
        }
        int part = 1
                + Math.toIntExact(rules.runs(rule.rule()).stream()
                        .filter(run -> RetentionSteps.isPart(run.id(), rule, before))
                        .count());
        var due = new ArrayList<RetentionDue>();
        for (int from = 0; from < people.size(); from += MOST_IDENTITIES) {
            var some = people.subList(from, Math.min(people.size(), from + MOST_IDENTITIES));
            due.add(RetentionSteps.due(rule, before, part++, some, now));
        }
        return due;
    }

    /** What happened before they withdrew it goes the horizon after that, and what came later the horizon after it happened. */
    private boolean hasWithdrawn(IdentityKey identity, String purpose, Instant before) {
        var held = links.consents()
                .held(links.persons().identitiesOf(identity), links.position())
                .get(purpose);
        return held != null && !held.granted() && held.moment().isBefore(before);
    }

    private void append(String stream, RetentionEvent event, long sequence) {
        try {
            log.append(List.of(new GenericDomainEventMessage<>(TYPE, stream, sequence, event)));
        } catch (DuplicateEventException e) {
            LOG.debug("{} has taken step {} already", stream, sequence);
        }
    }
}
