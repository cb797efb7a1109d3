package io.journey360.analytics.attribution;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.query.Evidence;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Hands on the goals that one figure counts: with all their touches, from which the share follows. */
final class AttributionEvidence implements Credits.Sink {

    /** Which goals count. */
    enum Whose {
        ALL,
        TOUCHED,
        UNATTRIBUTED
    }

    /**
     * @param part of the breakdown, with {@link Whose#TOUCHED}
     * @param counted goals are only counted, not shared out
     * @param currency of the amounts; null for goals as such
     */
    record Wanted(
            Whose whose,
            int part,
            boolean counted,
            @Nullable String currency) {}

    private final Wanted wanted;
    private final Amounts amounts;
    private final Evidence evidence;

    AttributionEvidence(Wanted wanted, Amounts amounts, Evidence evidence) {
        this.wanted = wanted;
        this.amounts = amounts;
        this.evidence = evidence;
    }

    @Override
    public void attributed(
            Person person,
            Columns rows,
            int goal,
            int[] touches,
            int count,
            int[] parts,
            long[] credits,
            int partCount) {
        if (wanted.whose == Whose.ALL) {
            add(person, rows, goal, touches, count, AttributionModel.WHOLE);
        }
        for (int i = 0; wanted.whose == Whose.TOUCHED && i < partCount; i++) {
            if (parts[i] == wanted.part) {
                add(person, rows, goal, touches, count, credits[i]);
            }
        }
    }

    @Override
    public void unattributed(Person person, Columns rows, int goal) {
        if (wanted.whose != Whose.TOUCHED) {
            add(person, rows, goal, new int[0], 0, AttributionModel.WHOLE);
        }
    }

    private void add(Person person, Columns rows, int goal, int[] touches, int count, long share) {
        double value = Evidence.COUNTED;
        if (wanted.currency != null) {
            int currency = amounts.currency(rows, goal);
            if (currency < 0 || !amounts.currencies().get(currency).equals(wanted.currency)) {
                return;
            }
            value = AttributionTally.amountOf(amounts, rows, goal, share).doubleValue();
        } else if (!wanted.counted) {
            value = (double) share / AttributionModel.WHOLE;
        }
        var at = Arrays.copyOf(touches, count + 1);
        at[count] = goal;
        Arrays.sort(at); // a touch at the goal's very time may stand behind it
        evidence.add(person, rows, at, count + 1, value);
    }
}
