package io.journey360.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "null",
                "Anonymous",
                "0",
                "0000-0000",
                "[object Object]",
                "a\u0000b",
                "\ud800",
                "x\udc00y"
            })
    void nameNobody(String value) {
        assertThat(IdentityValues.problem(value)).isNotNull();
    }

    @Test
    void areNotEndless() {
        assertThat(IdentityValues.problem("x".repeat(513))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c-17", "anna@example.com", "10", "Ünal", "\ud83d\ude00"})
    void nameSomebody(String value) {
        assertThat(IdentityValues.problem(value)).isNull();
    }
}
