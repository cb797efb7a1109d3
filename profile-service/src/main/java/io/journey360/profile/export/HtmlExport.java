package io.journey360.profile.export;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;

/** A page for the person: one file that needs nothing else, runs nothing and can be printed. Times are in UTC. */
final class HtmlExport implements Rendering {

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
            h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}
            code,.k{font-family:ui-monospace,monospace;font-size:.85em;overflow-wrap:anywhere}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #d8dee4}
            th{white-space:nowrap}td:first-child{white-space:nowrap}
            dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:0 .8rem}dt{color:#57606a}dd{margin:0;overflow-wrap:anywhere}
            .gone{color:#9a3412}
            @media(max-width:40rem){dl{display:block}td:first-child{white-space:normal}}
            """;

    /** Allows the style above and nothing else. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + hash(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final Map<String, String> NAMES = Map.of(
            "CheckedIn", "Checked in",
            "NoShow", "Did not come",
            "Interacted", "Did something",
            "CustomersMerged", "Two customers became one person",
            "Aliased", "Two customers became one person",
            "MergeUndone", "Two customers were parted again",
            "IdentityAttached", "A device was linked",
            "LinkConflicted", "A device turned out to be shared",
            "ProfileOpened", "A profile was opened",
            "Retracted", "An event was taken back");

    private static String hash(String style) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String head(Holding holding) {
        var page = new StringBuilder();
        page.append(
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>What we hold about you</title>")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><style>")
                .append(STYLE)
                .append(
                        "</style></head><body>\n<h1>What we hold about you</h1>\n<p>Everything that was recorded until ")
                .append(time(holding.exportedAt()))
                .append(" UTC, log position ")
                .append(holding.position())
                .append(". You are known here as <code>")
                .append(holding.person())
                .append(
                        "</code>: e-mail addresses and customer numbers are replaced by such keys, and only their owner's data is "
                                + "found by them.</p>\n");
        page.append("<h2>Names you are known by</h2><table><tr><th>Kind</th><th>Key</th></tr>");
        for (var identity : holding.identities()) {
            row(
                    page,
                    escaped(identity.kind().wireName()) + (identity.shared() ? " (shared)" : ""),
                    "<code>" + identity.identity() + "</code>");
        }
        page.append("</table>\n<h2>What you allowed</h2>");
        if (holding.consents().isEmpty()) {
            page.append("<p>Nothing was asked and nothing said.</p>");
        } else {
            page.append("<table><tr><th>When</th><th>What</th></tr>");
            for (var consent : holding.consents()) {
                row(
                        page,
                        time(consent.moment()),
                        (consent.granted() ? "Allowed: " : "No longer allowed: ")
                                + escaped(consent.purpose())
                                + (consent.wording() == null ? "" : ", wording " + escaped(consent.wording()))
                                + ", told by "
                                + escaped(consent.source()));
            }
            page.append("</table>");
        }
        page.append("\n<h2>Where it is kept</h2><table>");
        holding.heldIn().forEach(place -> row(page, escaped(place.service()), escaped(place.what())));
        page.append("</table>\n<h2>What happened</h2><table><tr><th>When</th><th>What</th></tr>\n");
        return page.toString();
    }

    private static void row(StringBuilder page, String first, String second) {
        page.append("<tr><td>").append(first).append("</td><td>").append(second).append("</td></tr>");
    }

    @Override
    public String event(ToldEvent event, long number) {
        var leaves = new TreeMap<String, String>();
        leaves(event.payload(), "", leaves);
        var page = new StringBuilder("<tr><td>")
                .append(when(leaves, event.recordedAt()))
                .append("</td><td><strong>")
                .append(escaped(NAMES.getOrDefault(event.event(), event.event())))
                .append("</strong><dl>");
        leaves.forEach((name, value) -> page.append("<dt>")
                .append(escaped(name))
                .append("</dt><dd>")
                .append(escaped(value))
                .append("</dd>"));
        event.unreadable()
                .forEach(
                        pointer -> page.append("<dt>")
                                .append(escaped(pointer.substring(1)))
                                .append(
                                        "</dt><dd class=\"gone\">can no longer be read by anybody: its key was destroyed</dd>"));
        return page.append("<dt>recorded</dt><dd>")
                .append(time(event.recordedAt()))
                .append(", position ")
                .append(event.position())
                .append(" <span class=\"k\">")
                .append(escaped(event.id()))
                .append("</span></dd></dl></td></tr>\n")
                .toString();
    }

    private static String when(Map<String, String> leaves, Instant recordedAt) {
        var told = leaves.getOrDefault("moment occurred at", leaves.get("occurred at"));
        if (told == null) {
            return time(recordedAt);
        }
        try {
            return time(Instant.parse(told));
        } catch (DateTimeParseException e) {
            return escaped(told);
        }
    }

    /** The leaves of the JSON by where they stand, in words. */
    private static void leaves(JsonNode node, String name, Map<String, String> leaves) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> leaves(member.getValue(), joined(name, words(member.getKey())), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(node.get(i), joined(name, String.valueOf(i + 1)), leaves);
            }
        } else if (!node.isNull()) {
            leaves.put(name, node.asString());
        }
    }

    private static String joined(String outer, String inner) {
        return outer.isEmpty() ? inner : outer + " " + inner;
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    @Override
    public String tail(List<Bookings.Booking> bookings, long events, long unreadable) {
        var page = new StringBuilder("</table>\n<p>These are all %,d events%s.</p>\n"
                .formatted(events, unreadable == 0 ? "" : "; %,d texts can no longer be read".formatted(unreadable)));
        if (!bookings.isEmpty()) {
            page.append("<h2>Your bookings with us</h2><table><tr><th>Code</th><th>State</th></tr>");
            for (var booking : bookings) {
                var times = new StringBuilder();
                booking.times()
                        .forEach((state, at) -> times.append(times.isEmpty() ? "" : "; ")
                                .append(escaped(state.toLowerCase(Locale.ROOT).replace('_', ' ')))
                                .append(' ')
                                .append(time(at)));
                row(
                        page,
                        escaped(booking.code()),
                        times + " <span class=\"k\">" + escaped(booking.booking()) + "</span>");
            }
            page.append("</table>\n");
        }
        return page.append("</body></html>\n").toString();
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }
}
