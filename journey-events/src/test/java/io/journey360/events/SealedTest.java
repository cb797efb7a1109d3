package io.journey360.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedTest {

    @ParameterizedTest
    @ValueSource(strings = {"v1.AZaz09-_", "v2.reviewed-2026-05-01.AZaz09-_", "v17.later.than.this"})
    void aSealedTextIsToldByItsForm(String text) {
        assertThat(new Sealed(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v1",
                "v1.",
                "v1..A",
                "v2.a.",
                "v.A",
                "1.A",
                "va.A",
                "v1a.A",
                "x1.A",
                " v1.A",
                "v1.A B",
                "v1.A=",
                "v1.\u00e9",
                "v1.A\n",
                "v1.\ud83d\ude00"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> new Sealed(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasSealedComesApartAgain() {
        byte[] ciphertext = {-5, 0, 127, -128, 63};

        assertThat(Sealed.of("booked-2026-05-01", ciphertext).compartment()).isEqualTo("booked-2026-05-01");
        assertThat(Sealed.of("booked-2026-05-01", ciphertext).ciphertext()).isEqualTo(ciphertext);
        assertThat(Sealed.of("", ciphertext).compartment()).isEmpty();
        assertThat(Sealed.of("", ciphertext).ciphertext()).isEqualTo(ciphertext);
    }
}
