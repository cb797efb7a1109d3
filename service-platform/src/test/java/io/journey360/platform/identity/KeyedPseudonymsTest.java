package io.journey360.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyedPseudonymsTest {

    private final KeyedPseudonyms pseudonyms = new KeyedPseudonyms(secret("one"), Map.of("shop-eu", "eu"));

    private static byte[] secret(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void giveOneCustomerOneKeyWhateverTheSource() {
        assertThat(pseudonyms.customer("c-17", "web-shop"))
                .isEqualTo(pseudonyms.customer("c-17", "kiosk"))
                .isNotEqualTo(pseudonyms.customer("c-18", "web-shop"));
    }

    @Test
    void keepCustomersOfASourceWithItsOwnNamespaceApart() {
        assertThat(pseudonyms.customer("c-17", "shop-eu")).isNotEqualTo(pseudonyms.customer("c-17", "web-shop"));
    }

    @Test
    void keepAnonymousIdentitiesOfTwoSourcesApart() {
        assertThat(pseudonyms.anonymous("device", "web-shop"))
                .isEqualTo(pseudonyms.anonymous("device", "web-shop"))
                .isNotEqualTo(pseudonyms.anonymous("device", "kiosk"))
                .isNotEqualTo(pseudonyms.customer("device", "web-shop"));
    }

    @Test
    void dependOnTheSecret() {
        var others = new KeyedPseudonyms(secret("two"), Map.of());

        assertThat(others.customer("c-17", "web-shop")).isNotEqualTo(pseudonyms.customer("c-17", "web-shop"));
    }

    /** Computed elsewhere from the definition: a change would make strangers of everybody known. */
    @Test
    void areTheSameInEveryVersion() {
        assertThat(pseudonyms.customer("c-17", "web-shop")).isEqualTo(new IdentityKey("id-olefz6frjzx553bf7s2yzzmcyy"));
    }

    @Test
    void tellPartsApart() {
        assertThat(pseudonyms.hmac("token", "ab", "c")).isNotEqualTo(pseudonyms.hmac("token", "a", "bc"));
    }

    @Test
    void neverMakeAnIdentityKeyForAnotherPurpose() {
        assertThat("id-" + pseudonyms.hmac("customer", "", "c-17"))
                .isNotEqualTo(pseudonyms.customer("c-17", "web-shop").value());
    }
}
