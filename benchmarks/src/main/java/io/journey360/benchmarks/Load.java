package io.journey360.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Synthetic events: 30,000 customers, the five stages and interactions among them, over a year. */
final class Load {

    static final int CUSTOMERS = 30_000;

    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
    private static final List<String> TYPES =
            List.of("discovered", "interacted", "interacted", "booked", "checked-in", "served", "reviewed");
    private static final List<String> CHANNELS = List.of("web", "app", "phone", "branch", "email");

    private final SplittableRandom random = new SplittableRandom(360);
    private final String source;
    private int sequence;

    Load(String source) {
        this.source = source;
    }

    synchronized String next() {
        return next("customer-" + random.nextInt(CUSTOMERS));
    }

    synchronized String next(String customer) {
        var type = TYPES.get(random.nextInt(TYPES.size()));
        var details =
                switch (type) {
                    case "interacted" -> ",\"action\":\"looked-at-%d\"".formatted(random.nextInt(20));
                    case "reviewed" ->
                        ",\"survey\":\"nps\",\"score\":%d,\"scale\":{\"min\":0,\"max\":10}"
                                .formatted(random.nextInt(11));
                    default -> "";
                };
        return """
                {"specversion":"1.0","id":"%s","source":"%s","type":"journey.%s","time":"%s","data":{"customer":"%s","channel":"%s","touchpoint":"point-%d"%s,"attributes":{"campaign":"c-%d"}}}""".formatted(
                        id(sequence++),
                        source,
                        type,
                        FIRST.plus(Duration.ofSeconds(random.nextInt(365 * 24 * 3_600))),
                        customer,
                        CHANNELS.get(random.nextInt(CHANNELS.size())),
                        random.nextInt(40),
                        details,
                        random.nextInt(10));
    }

    static String id(int sequence) {
        return "e-" + sequence;
    }

    byte[] lines(int count) {
        var lines = new StringBuilder(count * 300);
        for (int i = 0; i < count; i++) {
            lines.append(next()).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
