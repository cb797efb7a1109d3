package io.journey360.touchpoint.collector;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Collects a stream of events of any length, a line each. While one chunk is being stored the next is read and sealed, no further: a slow log slows
 * the sender.
 */
final class Ndjson {

    private static final int MOST_RESULTS = 10_000;

    private record Line(long number, Item item) {}

    private final CloudEventReader reader;
    private final Collector collector;
    private final Sources sources;
    private final BatchResult.Tally tally = new BatchResult.Tally(false, MOST_RESULTS);
    private List<Line> chunk = new ArrayList<>();
    private List<Line> storing = List.of();
    private @Nullable CompletableFuture<List<Verdict>> verdicts;

    Ndjson(CloudEventReader reader, Collector collector, Sources sources) {
        this.reader = reader;
        this.collector = collector;
        this.sources = sources;
    }

    BatchResult collect(InputStream in) throws IOException {
        var lines = new NdjsonLines(in, CloudEventReader.MOST_BYTES);
        for (var next = lines.next(); next != NdjsonLines.Next.END; next = lines.next()) {
            switch (next) {
                case LINE ->
                    add(lines.number(), sources.check(reader.read(lines.bytes(), lines.offset(), lines.length())));
                case TOO_LONG -> add(lines.number(), CloudEventReader.tooLarge());
                case IDLE -> {
                    if (!chunk.isEmpty()) {
                        store();
                    }
                }
                case END -> {}
            }
        }
        store();
        await();
        return tally.result();
    }

    private void add(long number, Item item) {
        chunk.add(new Line(number, item));
        if (chunk.size() == Collector.MOST_EVENTS) {
            store();
        }
    }

    /** Waits for the chunk before: the events of one request enter the log in their order, even when one chunk fails. */
    private void store() {
        var events = new ArrayList<Item.Event>(chunk.size());
        for (var line : chunk) {
            if (line.item() instanceof Item.Event event) {
                events.add(event);
            }
        }
        var sealed = collector.sealedMeanwhile(events, verdicts);
        await();
        storing = chunk;
        chunk = new ArrayList<>();
        verdicts = collector.collect(sealed);
    }

    private void await() {
        if (verdicts == null) {
            return;
        }
        var each = Collector.await(verdicts).iterator();
        verdicts = null;
        for (var line : storing) {
            tally.add(
                    switch (line.item()) {
                        case Item.Event event -> EventResult.of(event, each.next(), line.number());
                        case Item.Refused refused -> EventResult.of(refused, line.number());
                    });
        }
    }
}
