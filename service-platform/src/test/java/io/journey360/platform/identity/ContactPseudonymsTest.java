package io.journey360.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactPseudonymsTest {

    private final Pseudonyms pseudonyms = new KeyedPseudonyms(new byte[32], Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+41791234567",
                "0041 79 123 45 67",
                "+41 (0)79 123 45 67",
                "+41-79.123/45 67",
                "0041(0)791234567"
            })
    void aNumberWithCountryCodeHasOneForm(String number) {
        assertThat(phone(number)).isPresent().isEqualTo(phone("+41 79 123 45 67"));
    }

    @Test
    void aNumberWithoutCountryCodeIsFoundByItselfOnly() {
        assertThat(phone("079 123 45 67")).isPresent().isEqualTo(phone("079-1234567"));
        assertThat(phone("079 123 45 67")).isNotEqualTo(phone("+41 79 123 45 67"));
        assertThat(phone("0791234568")).isNotEqualTo(phone("0791234567"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234", "+0123456789", "call me", "+41 79 123 45 67 ext. 8", "12345678901234567"})
    void whatIsNoNumberHasNone(String number) {
        assertThat(phone(number)).isEmpty();
    }

    @Test
    void anAddressIsComparedWithoutRegardToCase() {
        assertThat(ContactPseudonyms.email(pseudonyms, " Anna@Example.COM "))
                .isPresent()
                .isEqualTo(ContactPseudonyms.email(pseudonyms, "anna@example.com"));
        assertThat(ContactPseudonyms.email(pseudonyms, "anna at example.com")).isEmpty();
    }

    private Optional<String> phone(String number) {
        return ContactPseudonyms.phone(pseudonyms, number);
    }
}
