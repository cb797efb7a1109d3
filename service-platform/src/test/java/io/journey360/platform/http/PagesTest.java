package io.journey360.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.journey360.platform.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    @Test
    void cursorsGiveTheirPartsBack() {
        assertThat(Pages.parts(Pages.cursor("ü/|", "", "7"), 3)).containsExactly("ü/|", "", "7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!!", "AAAA", "AAAACWE", "_____w"})
    void cursorsOfSomebodyElseAreRefused(String cursor) {
        assertThatThrownBy(() -> Pages.parts(cursor, 1))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::pointer)
                                .containsExactly("/cursor"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void limitsOutsideTheirRangeAreRefused(int limit) {
        assertThatThrownBy(() -> Pages.limit(limit)).isInstanceOf(Problem.class);
    }

    @Test
    void pagesEndWithACursorOnlyIfMoreFollows() {
        assertThat(Pages.page(List.of("a", "b", "c"), 2, Pages::cursor))
                .isEqualTo(new Page<>(List.of("a", "b"), Pages.cursor("b")));
        assertThat(Pages.page(List.of("a", "b"), 2, Pages::cursor)).isEqualTo(new Page<>(List.of("a", "b"), null));
    }
}
