package io.journey360.profile.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HorizonTest {

    @ParameterizedTest
    @CsvSource({
        "P1D,    2026-06-01T00:00:00Z, 2026-05-31T00:00:00Z",
        "P1D,    2026-06-01T23:59:59Z, 2026-05-31T00:00:00Z",
        "PT24H,  2026-06-01T23:59:59Z, 2026-05-31T00:00:00Z",
        "PT36H,  2026-06-01T10:00:00Z, 2026-05-30T00:00:00Z",
        "PT36H,  2026-06-01T12:00:00Z, 2026-05-31T00:00:00Z",
        "P2W,    2026-06-01T10:00:00Z, 2026-05-18T00:00:00Z",
        "P1M,    2026-03-31T10:00:00Z, 2026-02-28T00:00:00Z",
        "P2Y,    2028-02-29T10:00:00Z, 2026-02-28T00:00:00Z",
        "P1000Y, 2026-06-01T10:00:00Z, 1026-06-01T00:00:00Z"
    })
    void isTheStartOfTheUtcDayThatLiesItBeforeNow(String horizon, Instant now, Instant before) {
        assertThat(Horizon.parse(horizon).orElseThrow().before(now)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "2Y",
                "P0D",
                "PT23H59M59S",
                "-P1D",
                "P-1D",
                "P1Y-1D",
                "PT-48H",
                "P1001Y",
                "P12001M",
                "P99999999999D",
                "PT9999999999999H",
                "P1D ",
                "one year"
            })
    void isFromADayToAThousandYears(String horizon) {
        assertThat(Horizon.parse(horizon)).isEmpty();
    }
}
