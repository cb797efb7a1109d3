package io.journey360.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An engine that is asked in SQL. It holds the rows sorted by person and time in a table of (person, ts, kind, channel), ts in
 * milliseconds, and answers with two threads.
 */
interface SqlEngine {

    String name();

    /** The rows of the answer, values as text. */
    List<List<String>> rows(String sql) throws Exception;

    Answer ask(Question question) throws Exception;

    void close() throws Exception;

    /** Rows of (furthest step, people). */
    static Answer funnel(List<List<String>> rows) {
        var byFurthest = new long[SyntheticJourneys.STAGES + 1];
        rows.forEach(row -> byFurthest[Integer.parseInt(row.get(0))] = Long.parseLong(row.get(1)));
        var answer = Answer.builder();
        cumulated("", byFurthest, answer);
        return answer.build();
    }

    /** Rows of (channel, furthest step, people). */
    static Answer breakdown(List<List<String>> rows) {
        Map<Integer, long[]> byChannel = new TreeMap<>();
        rows.forEach(row -> byChannel
                        .computeIfAbsent(
                                Integer.parseInt(row.get(0)), channel -> new long[SyntheticJourneys.STAGES + 1])[
                        Integer.parseInt(row.get(1))] =
                Long.parseLong(row.get(2)));
        var answer = Answer.builder();
        byChannel.forEach(
                (channel, byFurthest) -> cumulated(SyntheticJourneys.CHANNELS.get(channel) + " ", byFurthest, answer));
        return answer.build();
    }

    private static void cumulated(String prefix, long[] byFurthest, Answer.Builder into) {
        for (int step = 1; step < byFurthest.length; step++) {
            long reached = 0;
            for (int furthest = step; furthest < byFurthest.length; furthest++) {
                reached += byFurthest[furthest];
            }
            into.with(prefix + "step " + step, reached);
        }
    }

    /** Rows of (from, to, figures…). */
    static Answer edges(List<List<String>> rows) {
        var answer = Answer.builder();
        rows.forEach(row -> answer.with(
                row.get(0) + ">" + row.get(1),
                row.subList(2, row.size()).stream()
                        .mapToDouble(Double::parseDouble)
                        .toArray()));
        return answer.build();
    }

    /** One row of (people, percentiles…) for each stage but the last. */
    static Answer stages(List<List<String>> rows) {
        var answer = Answer.builder();
        for (int stage = 0; stage < rows.size(); stage++) {
            answer.with(
                    stage + ">" + (stage + 1),
                    rows.get(stage).stream().mapToDouble(Double::parseDouble).toArray());
        }
        return answer.build();
    }

    /** Rows of (count), the most frequent first: which of equally frequent ones are last is every engine's own choice. */
    static Answer variants(List<List<String>> rows) {
        var answer = Answer.builder();
        for (int i = 0; i < rows.size(); i++) {
            answer.with("variant " + (i + 1), Double.parseDouble(rows.get(i).getFirst()));
        }
        return answer.build();
    }
}
