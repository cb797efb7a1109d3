package io.journey360.analytics.filter;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Snapshot;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Up to 64 filters answered beforehand for every kind of event and every row of attributes there is: bit i of an event's mask
 * says whether filter i selects it.
 */
public final class EventMasks {

    public static final int MAX_FILTERS = 64;

    private final long[] byKind;
    private final long @Nullable [] byAttributes;

    private EventMasks(long[] byKind, long @Nullable [] byAttributes) {
        this.byKind = byKind;
        this.byAttributes = byAttributes;
    }

    /** @param common what an event must meet besides each filter */
    public static EventMasks of(Snapshot snapshot, EventFilter common, List<EventFilter> filters) {
        if (filters.size() > MAX_FILTERS) {
            throw new IllegalArgumentException("At most " + MAX_FILTERS + " filters");
        }
        var kinds = snapshot.kinds();
        var byKind = new long[kinds.size()];
        for (int code = 0; code < byKind.length; code++) {
            var kind = kinds.value(code);
            if (common.testKind(kind)) {
                byKind[code] = mask(filters, filter -> filter.testKind(kind));
            }
        }
        boolean onAttributes = !common.attributes().isEmpty()
                || filters.stream().anyMatch(filter -> !filter.attributes().isEmpty());
        if (!onAttributes) {
            return new EventMasks(byKind, null);
        }
        var names = snapshot.attributeNames();
        var byAttributes = new long[snapshot.attributes().size()];
        for (int code = 0; code < byAttributes.length; code++) {
            var values = snapshot.attributes().value(code);
            if (common.testAttributes(names, values)) {
                byAttributes[code] = mask(filters, filter -> filter.testAttributes(names, values));
            }
        }
        return new EventMasks(byKind, byAttributes);
    }

    private static long mask(List<EventFilter> filters, Predicate<EventFilter> test) {
        long mask = 0;
        for (int i = 0; i < filters.size(); i++) {
            if (test.test(filters.get(i))) {
                mask |= 1L << i;
            }
        }
        return mask;
    }

    /** By kind of event, for loops that have no time for a call per event; not to be written to. */
    public long[] byKind() {
        return byKind;
    }

    /** By row of attributes, what of {@link #byKind()} remains; null when the kind alone decides. Not to be written to. */
    public long @Nullable [] byAttributes() {
        return byAttributes;
    }

    /** Whether the kind of an event alone decides. */
    public boolean byKindAlone() {
        return byAttributes == null;
    }

    /** A value per kind, as given for kinds of which any filter may select events. */
    public int[] selectedKinds(int[] values, int otherwise) {
        var selected = values.clone();
        for (int kind = 0; kind < selected.length; kind++) {
            if (byKind[kind] == 0) {
                selected[kind] = otherwise;
            }
        }
        return selected;
    }

    public long of(Columns rows, int row) {
        long mask = byKind[rows.kinds()[row]];
        if (byAttributes != null && mask != 0) {
            var attributes = rows.attributes();
            return attributes == null ? mask & byAttributes[0] : mask & byAttributes[attributes[row]];
        }
        return mask;
    }
}
