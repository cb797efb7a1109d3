package io.journey360.profile.personas;

import io.journey360.platform.log.DuplicateEventException;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.records.DurableRecords;
import io.journey360.platform.records.Turn;
import io.journey360.platform.work.RepeatedWork;
import io.journey360.profile.domain.PersonaSteps.Step;
import io.journey360.profile.links.Links;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Records who enters and who leaves. What is due follows from the log and the time alone and is off the list when its event is folded:
 * killed anywhere, the next start goes on. Replicas take turns; were two at it, the log refuses one.
 */
@Component
class PersonaRecorder extends RepeatedWork {

    private static final Logger LOG = LoggerFactory.getLogger(PersonaRecorder.class);
    private static final String TYPE = "PersonaMembership";
    private static final int AT_ONCE = 1_000;

    private final Personas personas;
    private final Links links;
    private final JourneyLog log;
    private final Turn turn;
    private final Clock clock;

    PersonaRecorder(Personas personas, Links links, JourneyLog log, DurableRecords records, Clock clock) {
        super("persona-recorder", Duration.ofMillis(200));
        this.personas = personas;
        this.links = links;
        this.log = log;
        this.turn = new Turn(records, "persona-recorder", clock);
        this.clock = clock;
    }

    /** Only once the fold has caught up: what is due during a replay turns out to be recorded. */
    @Override
    protected void step() {
        while (isRunning() && personas.isDue(clock.millis()) && mayRecord()) {
            var steps = personas.due(clock.instant(), links::persons, AT_ONCE);
            if (steps.isEmpty()) {
                return;
            }
            record(steps);
        }
    }

    /** Whoever cannot keep up takes no turn; whoever takes one has to see what was recorded in the one before. */
    private boolean mayRecord() {
        return links.caughtUp() && turn.isMine() && links.caughtUp();
    }

    @Override
    public void stop() {
        super.stop();
        turn.end();
    }

    private void record(List<Step> steps) {
        try {
            append(steps);
        } catch (DuplicateEventException e) {
            for (var step : steps) {
                recordAlone(step);
            }
        }
    }

    private void recordAlone(Step step) {
        try {
            append(List.of(step));
        } catch (DuplicateEventException e) {
            LOG.debug("{} has step {} already", step.stream(), step.sequence());
        }
    }

    private void append(List<Step> steps) {
        log.append(steps.stream()
                .map(step -> new GenericDomainEventMessage<>(TYPE, step.stream(), step.sequence(), step.event()))
                .toList());
    }
}
