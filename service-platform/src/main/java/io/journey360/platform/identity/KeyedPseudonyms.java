package io.journey360.platform.identity;

import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.platform.log.EventKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 over the parts, each preceded by its length in 4 bytes, so that no two lists of parts read the same. */
final class KeyedPseudonyms implements Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int PSEUDONYM_BYTES = 16;
    private static final String TENANT_WIDE = "";

    private final ThreadLocal<Mac> identities;
    private final ThreadLocal<Mac> purposes;
    private final Map<String, String> namespaceOfSource;

    KeyedPseudonyms(byte[] tenantSecret, Map<String, String> namespaceOfSource) {
        this.identities = ThreadLocal.withInitial(() -> mac(tenantSecret));
        // a key of its own, or a purpose named like a kind of identity would make identity keys
        var purposeKey = mac(tenantSecret).doFinal("purposes".getBytes(StandardCharsets.UTF_8));
        this.purposes = ThreadLocal.withInitial(() -> mac(purposeKey));
        this.namespaceOfSource = Map.copyOf(namespaceOfSource);
    }

    @Override
    public IdentityKey customer(String value, String source) {
        return identity(IdentityKind.CUSTOMER, namespaceOfSource.getOrDefault(source, TENANT_WIDE), value);
    }

    @Override
    public IdentityKey anonymous(String value, String source) {
        return identity(IdentityKind.ANONYMOUS, source, value);
    }

    private IdentityKey identity(IdentityKind kind, String namespace, String value) {
        var mac = identities.get();
        update(mac, kind.wireName());
        update(mac, namespace);
        update(mac, value);
        return new IdentityKey("id-" + shortened(mac));
    }

    @Override
    public String hmac(String purpose, String... parts) {
        var mac = purposes.get();
        update(mac, purpose);
        for (var part : parts) {
            update(mac, part);
        }
        return shortened(mac);
    }

    private static void update(Mac mac, String part) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        mac.update(bytes);
    }

    private static String shortened(Mac mac) {
        return EventKeys.base32(Arrays.copyOf(mac.doFinal(), PSEUDONYM_BYTES));
    }

    private static Mac mac(byte[] key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
