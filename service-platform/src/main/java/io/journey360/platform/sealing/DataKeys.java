package io.journey360.platform.sealing;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import io.journey360.platform.identity.KeyWrap;
import io.journey360.platform.sealing.Keyring.Entry;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data keys of identities: one of 256 bits each, made when first needed. Sealing is AES-GCM (Tink) with the event's key and
 * the field's name as associated data.
 *
 * <p>Another process may destroy a key at any time. So whoever seals asks the keyring each time, and an opened key is used again
 * only if it is still the one there; what is sealed in the instant before an erasure is unreadable with the rest. Whoever opens
 * may use a key for five seconds more, and less where the erasure is carried out.
 */
final class DataKeys implements Sealer, Opener, KeyShredder {

    private static final Logger LOG = LoggerFactory.getLogger(DataKeys.class);
    private static final Duration KEPT_OPEN = Duration.ofSeconds(5);
    private static final int MOST_KEPT_OPEN = 20_000;
    private static final int MOST_ATTEMPTS = 3;
    private static final int KEY_BYTES = 32;

    /**
     * @param cipher null when there is no key, or none that can be unwrapped
     * @param key as it is stored; null when there is none
     */
    private record Opened(
            @Nullable AesGcmJce cipher,
            @Nullable WrappedKey key,
            @Nullable Instant erasedAt,
            long readAtNanos) {

        boolean hasErased(Instant occurredAt) {
            return erasedAt != null && !occurredAt.isAfter(erasedAt);
        }
    }

    private final Keyring keyring;
    private final KeyWrap wrap;
    private final SecureRandom random;
    private final LongSupplier nanos;
    private final Map<IdentityKey, Opened> open = new LinkedHashMap<>();
    private long destructions; // guarded by open

    DataKeys(Keyring keyring, KeyWrap wrap, SecureRandom random, LongSupplier nanos) {
        this.keyring = keyring;
        this.wrap = wrap;
        this.random = random;
        this.nanos = nanos;
    }

    @Override
    public List<Optional<Sealed>> seal(List<Plain> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        var identities = new HashSet<IdentityKey>();
        texts.forEach(text -> identities.add(text.of()));
        var keys = new HashMap<>(read(identities));
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            var keyless = keyless(texts, keys);
            if (keyless.isEmpty()) {
                break;
            }
            // whoever was first is read back, and so is an erasure that came in between
            keyring.insertIfAbsent(newKeys(keyless));
            keys.putAll(read(keyless));
        }
        return texts.stream().map(text -> seal(text, keys.get(text.of()))).toList();
    }

    private static Set<IdentityKey> keyless(List<Plain> texts, Map<IdentityKey, Opened> keys) {
        var keyless = new HashSet<IdentityKey>();
        for (var text : texts) {
            var key = keys.get(text.of());
            if (key == null || key.key() == null && !key.hasErased(text.occurredAt())) {
                keyless.add(text.of());
            }
        }
        return keyless;
    }

    private Map<IdentityKey, WrappedKey> newKeys(Set<IdentityKey> identities) {
        var keys = new HashMap<IdentityKey, WrappedKey>();
        for (var identity : identities) {
            var key = new byte[KEY_BYTES];
            random.nextBytes(key);
            keys.put(identity, wrapped(wrap, identity, key));
        }
        return keys;
    }

    static WrappedKey wrapped(KeyWrap wrap, IdentityKey identity, byte[] key) {
        return new WrappedKey(wrap.id(), Base64.getEncoder().encodeToString(wrap.wrap(key, purpose(identity))));
    }

    /** @throws IllegalArgumentException if no key-encryption key opens it */
    static byte[] unwrapped(KeyWrap wrap, IdentityKey identity, WrappedKey key) {
        return wrap.unwrap(Base64.getDecoder().decode(key.wrapped()), purpose(identity));
    }

    private static String purpose(IdentityKey identity) {
        return "identity/" + identity;
    }

    private static Optional<Sealed> seal(Plain text, @Nullable Opened key) {
        if (key != null && key.hasErased(text.occurredAt())) {
            return Optional.empty();
        }
        if (key == null || key.cipher() == null) {
            throw new IllegalStateException("The key of " + text.of() + " cannot be used now");
        }
        try {
            return Optional.of(Sealed.of(key.cipher()
                    .encrypt(text.text().getBytes(StandardCharsets.UTF_8), place(text.eventKey(), text.field()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The event's key before the field's name, preceded by its length in 4 bytes: no two places read the same. */
    private static byte[] place(String eventKey, String field) {
        var event = eventKey.getBytes(StandardCharsets.UTF_8);
        var name = field.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + event.length + name.length)
                .putInt(event.length)
                .put(event)
                .put(name)
                .array();
    }

    @Override
    public Optional<String> open(IdentityKey of, String eventKey, String field, Sealed sealed) {
        var key = find(Set.of(of)).get(of);
        if (key == null || key.cipher() == null) {
            return Optional.empty();
        }
        try {
            var text = key.cipher().decrypt(sealed.ciphertext(), place(eventKey, field));
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public int destroy(Collection<IdentityKey> identities, Instant erasedAt) {
        int destroyed = keyring.destroy(identities, erasedAt);
        forget(identities);
        return destroyed;
    }

    @Override
    public void forget(Collection<IdentityKey> identities) {
        synchronized (open) {
            destructions++;
            identities.forEach(open::remove);
        }
    }

    @Override
    public boolean purge() {
        return keyring.purge();
    }

    @Override
    public Optional<Instant> erasedAt(IdentityKey identity) {
        return Optional.ofNullable(keyring.find(Set.of(identity)).get(identity)).map(Entry::erasedAt);
    }

    private Map<IdentityKey, Opened> find(Set<IdentityKey> identities) {
        var found = new HashMap<IdentityKey, Opened>();
        var missing = new HashSet<IdentityKey>();
        long oldest = nanos.getAsLong() - KEPT_OPEN.toNanos();
        synchronized (open) {
            for (var identity : identities) {
                var key = open.get(identity);
                if (key != null && key.readAtNanos() - oldest >= 0) {
                    found.put(identity, key);
                } else {
                    missing.add(identity);
                }
            }
        }
        if (!missing.isEmpty()) {
            found.putAll(read(missing));
        }
        return found;
    }

    private Map<IdentityKey, Opened> read(Set<IdentityKey> identities) {
        long before;
        synchronized (open) {
            before = destructions;
        }
        long now = nanos.getAsLong();
        var read = new HashMap<IdentityKey, Opened>();
        keyring.find(identities)
                .forEach((identity, entry) -> read.put(
                        identity, new Opened(cipher(identity, entry.key()), entry.key(), entry.erasedAt(), now)));
        synchronized (open) {
            if (destructions == before) { // else a key that was destroyed meanwhile could come back
                read.forEach((identity, key) -> {
                    open.remove(identity);
                    if (key.cipher() != null) {
                        open.put(identity, key);
                    }
                });
                dropOldest();
            }
        }
        return read;
    }

    private void dropOldest() {
        var oldest = new ArrayList<IdentityKey>();
        for (var identity : open.keySet()) {
            if (open.size() - oldest.size() <= MOST_KEPT_OPEN) {
                break;
            }
            oldest.add(identity);
        }
        oldest.forEach(open::remove);
    }

    private @Nullable AesGcmJce cipher(IdentityKey identity, @Nullable WrappedKey key) {
        if (key == null) {
            return null;
        }
        synchronized (open) {
            var known = open.get(identity);
            if (known != null && key.equals(known.key())) {
                return known.cipher();
            }
        }
        try {
            return new AesGcmJce(unwrapped(wrap, identity, key));
        } catch (IllegalArgumentException e) {
            LOG.error("The key of {} cannot be unwrapped: it is damaged, or {} is missing", identity, key.under());
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
