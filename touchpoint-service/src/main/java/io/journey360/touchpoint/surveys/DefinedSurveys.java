package io.journey360.touchpoint.surveys;

import io.journey360.events.Scale;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.operations.Views;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/**
 * The scales of surveys, in memory, for whoever takes in reviews. What this process defined it knows at once, what another one did
 * within a second or two.
 */
@Component
class DefinedSurveys implements SurveyScales, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DefinedSurveys.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private record Known(long version, Scale scale) {}

    private final SurveyDocuments documents;
    private final Views views;
    private final JourneyLog log;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private volatile boolean complete;
    private volatile long headAtStart;
    private volatile Disposable looking = Disposables.disposed();

    DefinedSurveys(SurveyDocuments documents, Views views, JourneyLog log) {
        this.documents = documents;
        this.views = views;
        this.log = log;
    }

    @Override
    public Optional<Scale> scale(String survey) {
        return Optional.ofNullable(known.get(survey)).map(Known::scale);
    }

    @Override
    public boolean areKnown() {
        return complete;
    }

    void note(SurveyView survey) {
        var told = new Known(survey.version(), survey.scale());
        known.merge(survey.id(), told, (before, now) -> before.version() > now.version() ? before : now);
    }

    private void look() {
        try {
            boolean all = complete || views.haveReached(headAtStart);
            documents.all().forEach(this::note);
            complete = all;
        } catch (RuntimeException e) {
            LOG.warn("The surveys could not be read; trying again", e);
        }
    }

    @Override
    public void start() {
        headAtStart = log.head();
        looking = Schedulers.boundedElastic()
                .schedulePeriodically(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        looking.dispose();
    }

    @Override
    public boolean isRunning() {
        return !looking.isDisposed();
    }
}
