package io.journey360.analytics.exports;

import io.journey360.analytics.consents.Naming;
import io.journey360.analytics.explain.Explainer;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.TimeRange;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Finds the rows a request asks for, or says what is wrong with it. */
@Component
class ExportRows {

    private final JourneyLog log;
    private final LiveView view;
    private final Forgotten forgotten;
    private final Explainer explainer;
    private final Naming naming;
    private final JsonMapper json;

    ExportRows(
            JourneyLog log, LiveView view, Forgotten forgotten, Explainer explainer, Naming naming, JsonMapper json) {
        this.log = log;
        this.view = view;
        this.forgotten = forgotten;
        this.explainer = explainer;
        this.naming = naming;
        this.json = json;
    }

    /** What a right request asks for: a format, and as of which position. */
    record Checked(ExportFormat format, long position) {}

    /** @throws Problem 400 for a request that is not right */
    Checked check(ExportRequest request) {
        var errors = new RequestErrors();
        var format = format(request.format(), errors);
        long position = 0;
        var events = request.events();
        var explanation = request.explanation();
        if ((events == null) == (explanation == null)) {
            errors.invalid("", "must have either events or explanation");
        } else if (events != null) {
            position = position(events.asOf(), errors);
            wanted(events, position, errors.within("/events"));
        } else if (explanation != null) {
            position = position(explanation, errors);
        }
        errors.throwIfAny(view.attributeNames());
        return new Checked(Objects.requireNonNull(format), position);
    }

    private static @Nullable ExportFormat format(@Nullable String name, RequestErrors errors) {
        var format = name == null ? null : ExportFormat.ofWireName(name).orElse(null);
        if (format == null) {
            errors.invalid("/format", "must be csv or parquet");
        }
        return format;
    }

    private long position(@Nullable Object asOf, RequestErrors errors) {
        if (asOf == null || asOf instanceof String || asOf instanceof Integer || asOf instanceof Long) {
            try {
                return view.times()
                        .resolve(asOf == null ? null : asOf.toString(), view.position())
                        .position();
            } catch (Problem e) {
                if (e.status() != 400) {
                    throw e;
                }
            }
        }
        errors.invalid("/events/asOf", "must be an instant with offset or a log position");
        return 0;
    }

    private long position(ExportRequest.Explanation explanation, RequestErrors errors) {
        if (explanation.id() == null) {
            errors.invalid("/explanation/id", "is required");
        }
        var figure = explanation.figure();
        if (figure == null || !figure.startsWith("/")) {
            errors.invalid("/explanation/figure", "must be a JSON pointer, like /steps/1/count");
        }
        if (explanation.id() != null && figure != null && figure.startsWith("/")) {
            try {
                return rows(explanation).check().asOf().position();
            } catch (Problem e) {
                switch (e.status()) {
                    case 404 -> errors.invalid("/explanation/id", "is no explanation, or no longer");
                    case 400 -> errors.invalid("/explanation/figure", "is no figure of the answer");
                    default -> throw e;
                }
            }
        }
        return 0;
    }

    private FigureRows rows(ExportRequest.Explanation explanation) {
        return new FigureRows(
                explainer,
                Objects.requireNonNull(explanation.id()),
                FigurePath.parse(Objects.requireNonNull(explanation.figure())));
    }

    private EventRows.Wanted wanted(ExportRequest.Events events, long position, RequestErrors errors) {
        var filters = new Filters(
                view.attributeNames(), errors, naming::mayName, view.personas().at(position));
        var range = TimeRange.of(events.from(), events.to(), errors);
        TimeRange.checkZone(events.zone(), errors);
        return new EventRows.Wanted(
                filters.events(events.filter(), "/filter"),
                filters.people(events.filter(), "/filter"),
                range.from(),
                range.to(),
                position);
    }

    /** The rows of a request that was found to be right. */
    Rows of(Export export) {
        var events = export.request().events();
        if (events == null) {
            return rows(Objects.requireNonNull(export.request().explanation()));
        }
        var errors = new RequestErrors();
        var wanted = wanted(events, export.position(), errors);
        errors.throwIfAny(List.copyOf(view.attributeNames())); // others may be indexed since
        return new EventRows(wanted, log, view, forgotten, naming, json);
    }
}
