package io.journey360.touchpoint.imports;

import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.imports.ImportMapping.TimeRule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.time.temporal.TemporalQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Times computed from the columns of a row. */
final class Times {

    /** A row whose columns make no such time. */
    static final class Unreadable extends Exception {

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    private static final int MOST_STEPS = 20;
    private static final Set<String> UNITS = Set.of("days", "hours", "minutes", "seconds");

    private interface Reader {

        @Nullable ZonedDateTime read(NamedValues columns) throws Unreadable;
    }

    private record Shift(String unit, Template amount, int sign) {}

    private record Rule(Reader reader, List<Shift> shifts) {}

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final ZoneId zone;

    /** @throws Problem 400 when a rule is none */
    Times(Map<String, TimeRule> rules, ZoneId zone) {
        this.zone = zone;
        rules.forEach((name, rule) -> this.rules.put(name, compiled("/times/" + name, rule)));
        rules.keySet().forEach(name -> refuseCircle(name, rules));
    }

    boolean has(String name) {
        return rules.containsKey(name);
    }

    /** Columns the rules name. */
    static List<Template> templates(TimeRule rule) {
        var templates = new ArrayList<Template>();
        for (var text : new @Nullable String[] {rule.value(), rule.year(), rule.month(), rule.day()}) {
            if (text != null) {
                templates.add(Template.parse(text));
            }
        }
        for (var shifts : List.of(orNone(rule.plus()), orNone(rule.minus()))) {
            shifts.values().forEach(text -> templates.add(Template.parse(text)));
        }
        return templates;
    }

    private static Map<String, String> orNone(@Nullable Map<String, String> shifts) {
        return shifts == null ? Map.of() : shifts;
    }

    /** Null when a column it is made of is absent. */
    @Nullable Instant compute(String name, NamedValues columns) throws Unreadable {
        var time = zoned(name, columns);
        return time == null ? null : time.toInstant();
    }

    private @Nullable ZonedDateTime zoned(String name, NamedValues columns) throws Unreadable {
        var rule = rules.get(name);
        if (rule == null) {
            throw new IllegalStateException("No time " + name);
        }
        try {
            var time = rule.reader().read(columns);
            for (var shift : rule.shifts()) {
                var amount = shift.amount().render(columns);
                if (time == null || amount == null) {
                    return null;
                }
                time = shifted(time, shift, amount);
            }
            return time;
        } catch (DateTimeException | ArithmeticException e) {
            throw new Unreadable("cannot be made of this row's columns");
        }
    }

    private static ZonedDateTime shifted(ZonedDateTime time, Shift shift, String text) throws Unreadable {
        long amount;
        try {
            amount = shift.sign() * Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new Unreadable("needs a whole number of " + shift.unit());
        }
        // days are the calendar's: the same hour of another day, also where clocks change between
        return shift.unit().equals("days")
                ? time.plusDays(amount)
                : time.plus(
                        switch (shift.unit()) {
                            case "hours" -> Duration.ofHours(amount);
                            case "minutes" -> Duration.ofMinutes(amount);
                            default -> Duration.ofSeconds(amount);
                        });
    }

    private Rule compiled(String pointer, TimeRule rule) {
        int ways = (rule.value() != null ? 1 : 0) + (rule.from() != null ? 1 : 0) + (rule.year() != null ? 1 : 0);
        if (ways != 1) {
            throw Problem.invalid(pointer, "must have one of value, from, and year with month and day");
        }
        return new Rule(reader(pointer, rule), shifts(pointer, rule));
    }

    private Reader reader(String pointer, TimeRule rule) {
        var from = rule.from();
        if (from != null) {
            return columns -> zoned(from, columns);
        }
        var value = rule.value();
        if (value != null) {
            var template = template(pointer + "/value", value);
            var format = rule.format() == null ? "iso" : rule.format();
            var parser = parser(pointer + "/format", format);
            return columns -> {
                var text = template.render(columns);
                return text == null ? null : parser.parse(text.strip());
            };
        }
        if (rule.month() == null || rule.day() == null) {
            throw Problem.invalid(pointer, "must have month and day with year");
        }
        var year = template(pointer + "/year", String.valueOf(rule.year()));
        var month = template(pointer + "/month", rule.month());
        var day = template(pointer + "/day", rule.day());
        return columns -> {
            var y = year.render(columns);
            var m = month.render(columns);
            var d = day.render(columns);
            if (y == null || m == null || d == null) {
                return null;
            }
            return LocalDate.of(number(y), month(m), number(d)).atStartOfDay(zone);
        };
    }

    private static List<Shift> shifts(String pointer, TimeRule rule) {
        var shifts = new ArrayList<Shift>();
        orNone(rule.plus()).forEach((unit, text) -> shifts.add(shift(pointer + "/plus", unit, text, 1)));
        orNone(rule.minus()).forEach((unit, text) -> shifts.add(shift(pointer + "/minus", unit, text, -1)));
        return shifts;
    }

    private static Shift shift(String pointer, String unit, String text, int sign) {
        if (!UNITS.contains(unit)) {
            throw Problem.invalid(pointer + "/" + unit, "must be days, hours, minutes or seconds");
        }
        return new Shift(unit, template(pointer + "/" + unit, text), sign);
    }

    private static Template template(String pointer, String text) {
        try {
            return Template.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(pointer, String.valueOf(e.getMessage()));
        }
    }

    private interface Parser {

        ZonedDateTime parse(String text);
    }

    private Parser parser(String pointer, String format) {
        return switch (format) {
            case "iso" -> this::iso;
            case "epoch-seconds" -> text -> Instant.ofEpochSecond(whole(text)).atZone(zone);
            case "epoch-millis" -> text -> Instant.ofEpochMilli(whole(text)).atZone(zone);
            default -> pattern(pointer, format);
        };
    }

    private Parser pattern(String pointer, String format) {
        DateTimeFormatter formatter;
        try {
            formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(format)
                    .toFormatter(Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(pointer, "is no pattern for times");
        }
        return text -> zoned(formatter.parse(text));
    }

    private ZonedDateTime iso(String text) {
        if (text.indexOf('T') < 0 && text.indexOf(' ') < 0) {
            return LocalDate.parse(text).atStartOfDay(zone);
        }
        return zoned(DateTimeFormatter.ISO_DATE_TIME.parse(text.replace(' ', 'T')));
    }

    private ZonedDateTime zoned(TemporalAccessor parsed) {
        TemporalQuery<OffsetDateTime> withOffset = OffsetDateTime::from;
        if (parsed.query(TemporalQueries.zone()) != null) {
            return parsed.query(withOffset).toZonedDateTime();
        }
        var time = parsed.query(TemporalQueries.localTime());
        var date = LocalDate.from(parsed);
        return time == null
                ? date.atStartOfDay(zone)
                : LocalDateTime.of(date, time).atZone(zone);
    }

    private static long whole(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new DateTimeException("Not a whole number", e);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new DateTimeException("Not a whole number", e);
        }
    }

    /** A number, or an English name of which three letters are enough. */
    private static int month(String text) {
        var plain = text.strip().toUpperCase(Locale.ROOT);
        if (plain.length() >= 3) {
            for (var month : Month.values()) {
                if (month.name().startsWith(plain)) {
                    return month.getValue();
                }
            }
        }
        return number(text);
    }

    private static void refuseCircle(String name, Map<String, TimeRule> rules) {
        var at = name;
        for (int steps = 0; at != null; steps++) {
            var rule = rules.get(at);
            if (rule == null) {
                throw Problem.invalid("/times/" + name + "/from", "names no time");
            }
            if (steps > MOST_STEPS) {
                throw Problem.invalid("/times/" + name + "/from", "leads back to itself");
            }
            at = rule.from();
        }
    }
}
