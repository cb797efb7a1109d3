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
                "00000000-0000-0000-0000-000000000000",
                "{00000000-0000-0000-0000-000000000000}",
                "00000000000000000000000000000000",
                "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
                "0x0",
                "00:00:00:00:00:00",
                "02:00:00:00:00:00",
                "9774D56D682E549C",
                "-1",
                "-",
                "undefined",
                "'undefined'",
                "\"null\"",
                " NULL ",
                "\u201cnone\u201d",
                "none",
                "nil",
                "unknown",
                "(not set)",
                "N/A",
                "{}",
                "[]",
                "()",
                "''",
                "{{user.id}}",
                "${userId}",
                "%%USER_ID%%",
                "%user_id%",
                "<%= user.id %>",
                "<user id>",
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
    @ValueSource(
            strings = {
                "c-17",
                "anna@example.com",
                "10",
                "Ünal",
                "0041791234567",
                "1",
                "-12",
                "100-000",
                "f",
                "ffff",
                "user-7",
                "(7)",
                "nullius",
                "%1%",
                "00000000-0000-0000-0000-000000000001",
                "O'Neil",
                "<anna@example.com>",
                "+41 79 123 45 67",
                "{a}",
                "\ud83d\ude00"
            })
    void nameSomebody(String value) {
        assertThat(IdentityValues.problem(value)).isNull();
    }
}
