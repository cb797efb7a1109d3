package io.journey360.analytics.attribution;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Snapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The amounts that events carry, with how many decimals each currency is given. */
final class Amounts {

    private static final int NONE = -1;
    private static final int MOST_DECIMALS = 6;

    private final List<String> currencies;
    private final int[] decimals;
    private final int[] currencyOf;
    private final @Nullable BigDecimal[] amountOf;

    private Amounts(List<String> currencies, int details) {
        this.currencies = currencies;
        this.decimals = new int[currencies.size()];
        this.currencyOf = new int[details];
        this.amountOf = new @Nullable BigDecimal[details];
    }

    static Amounts of(Snapshot snapshot) {
        var details = snapshot.details();
        int size = details.size();
        var names = new TreeSet<String>();
        for (int code = 0; code < size; code++) {
            var currency = details.value(code).currency();
            if (currency != null) {
                names.add(currency);
            }
        }
        var amounts = new Amounts(new ArrayList<>(names), size);
        for (int i = 0; i < amounts.decimals.length; i++) {
            amounts.decimals[i] = digits(amounts.currencies.get(i));
        }
        for (int code = 0; code < size; code++) {
            var amount = details.value(code).amount();
            var currency = details.value(code).currency();
            amounts.amountOf[code] = amount;
            amounts.currencyOf[code] = amount == null || currency == null ? NONE : amounts.currencies.indexOf(currency);
        }
        return amounts;
    }

    private static int digits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            return 2; // as most have
        }
    }

    /** Ascending. */
    List<String> currencies() {
        return currencies;
    }

    /** Index of the currency; -1 of an event that carries no amount. */
    int currency(Columns rows, int row) {
        return currencyOf[rows.details()[row]];
    }

    BigDecimal amount(Columns rows, int row) {
        var amount = amountOf[rows.details()[row]];
        return amount == null ? BigDecimal.ZERO : amount;
    }

    /** To as many decimals as the currency has, half up. */
    BigDecimal rounded(BigDecimal sum, int currency) {
        return sum.setScale(Math.min(decimals[currency], MOST_DECIMALS), RoundingMode.HALF_UP);
    }
}
