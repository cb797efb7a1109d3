package io.journey360.analytics.trends;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Snapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The amounts or scores that events carry, each under a currency or a survey: decoded once for every distinct one there is. */
final class Quantities {

    private static final int NONE = -1;

    private final List<String> names;
    private final int[] nameOf;
    private final @Nullable BigDecimal[] amountOf;

    private Quantities(List<String> names, int details) {
        this.names = names;
        this.nameOf = new int[details];
        this.amountOf = new @Nullable BigDecimal[details];
    }

    static Quantities of(Snapshot snapshot, Trends.Measure measure) {
        var details = snapshot.details();
        int size = details.size();
        var names = new TreeSet<String>();
        for (int code = 0; code < size; code++) {
            var detail = details.value(code);
            var name = measure == Trends.Measure.VALUE ? detail.currency() : detail.survey();
            if (name != null && measure.ofQuantities()) {
                names.add(name);
            }
        }
        var quantities = new Quantities(new ArrayList<>(names), size);
        for (int code = 0; code < size; code++) {
            var detail = details.value(code);
            var score = detail.score();
            var amount = measure == Trends.Measure.VALUE
                    ? detail.amount()
                    : score == null ? null : BigDecimal.valueOf(score);
            var name = measure == Trends.Measure.VALUE ? detail.currency() : detail.survey();
            boolean carries = measure.ofQuantities() && amount != null && name != null;
            quantities.nameOf[code] = carries ? quantities.names.indexOf(name) : NONE;
            quantities.amountOf[code] = amount;
        }
        return quantities;
    }

    /** Currencies or surveys, ascending. */
    List<String> names() {
        return names;
    }

    boolean carries(Columns rows, int row) {
        return nameOf[rows.details()[row]] != NONE;
    }

    /** Index of the name; only of an event that carries one. */
    int name(Columns rows, int row) {
        return nameOf[rows.details()[row]];
    }

    BigDecimal amount(Columns rows, int row) {
        var amount = amountOf[rows.details()[row]];
        return amount == null ? BigDecimal.ZERO : amount;
    }
}
