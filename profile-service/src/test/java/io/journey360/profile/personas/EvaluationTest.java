package io.journey360.profile.personas;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.profile.personas.Evaluation.Failing;
import io.journey360.profile.personas.Evaluation.Found;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class EvaluationTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** Served at 10, 20 and 30 o'clock of no particular day. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 |   |       |  9 | false | 10
            1 |   |       | 10 | true  | 20
            3 |   |       | 29 | false | 30
            3 |   |       | 30 | true  |
            2 | 3 |       | 25 | true  | 30
            2 | 3 |       | 30 | false |
            1 |   | PT5H  | 14 | true  | 15
            1 |   | PT5H  | 15 | false | 20
            1 |   | PT5H  | 40 | false |
            2 |   | PT15H | 30 | true  | 35
            2 |   | PT15H | 35 | false |
            0 | 1 | PT5H  | 32 | false | 35
            0 | 1 | PT5H  | 35 | true  |
            1 | 2 | PT25H | 31 | false | 45
            1 | 2 | PT25H | 45 | true  | 55
            1 | 2 | PT25H | 55 | false |
            """)
    void countsWhatHappenedInTheWindowAndKnowsWhenTimeChangesThat(
            int from, Integer to, String within, int now, boolean holds, Integer changesAt) {
        var evaluation = new Evaluation(
                RuleReader.read(JSON.readTree(happened(from, to, within))), served(10, 20, 30), now * HOUR);

        assertThat(evaluation.holds()).isEqualTo(holds);
        assertThat(evaluation.changesAt()).isEqualTo(changesAt == null ? Evaluation.NEVER : changesAt * HOUR);
    }

    @Test
    void pointsToTheFirstConditionThatFails() {
        assertThat(failing("{'all':[{'event':'served'},{'event':'served','count':{'from':3}},{'consent':'a'}]}"))
                .isEqualTo(new Failing("/all/1", new Found(2, null, null)));
        assertThat(failing("{'any':[{'consent':'a'},{'event':'booked'}]}"))
                .isEqualTo(new Failing("/any/0", new Found(null, null, false)));
        assertThat(failing("{'all':[{'not':{'event':'served'}}]}"))
                .isEqualTo(new Failing("/all/0", new Found(2, null, null)));
        assertThat(failing("{'not':{'any':[{'event':'booked'},{'event':'served'}]}}"))
                .isEqualTo(new Failing("", null));
        assertThat(failing("{'trait':'tier','is':'gold'}")).isEqualTo(new Failing("", new Found(null, false, null)));
    }

    /** Served twice by now, booked never. */
    private static Failing failing(String rule) {
        var evidence = new Evidence();
        var read = RuleReader.read(JSON.readTree(rule.replace('\'', '"')));
        for (var condition : read.conditions()) {
            if (condition instanceof Rule.Happened happened
                    && happened.type().wireName().equals("served")) {
                evidence.matches(happened.number()).add(HOUR, 1);
                evidence.matches(happened.number()).add(2 * HOUR, 2);
            }
        }
        return new Evaluation(read, new Evidence.OfPerson(List.of(evidence)), 5 * HOUR)
                .failing()
                .orElseThrow();
    }

    private static Evidence.OfPerson served(int... hours) {
        var one = new Evidence();
        var other = new Evidence();
        for (int i = 0; i < hours.length; i++) {
            (i % 2 == 0 ? one : other).matches(0).add(hours[i] * HOUR, i);
        }
        return new Evidence.OfPerson(List.of(one, other));
    }

    private static String happened(int from, Integer to, String within) {
        return "{\"event\":\"served\",\"count\":{\"from\":%d%s}%s}"
                .formatted(
                        from,
                        to == null ? "" : ",\"to\":" + to,
                        within == null ? "" : ",\"within\":\"" + within + "\"");
    }
}
