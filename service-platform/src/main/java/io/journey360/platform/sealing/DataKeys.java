package io.journey360.platform.sealing;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import io.journey360.platform.identity.KeyWrap;
import io.journey360.platform.sealing.Keyring.Entry;
import io.journey360.platform.sealing.Keyring.Mark;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data keys of identities: one of 256 bits for each compartment, made when first needed. Sealing is AES-GCM (Tink) with the event's
 * key and the field's name as associated data.
 *
 * <p>Another process may destroy a key at any time. Whoever destroys writes a mark first and removes keys after it; whoever seals asks
 * for the key first and for marks after it, each time. So a text is either sealed under a key that was there before the mark, and goes
 * with it, or the mark is seen and the text dropped: no store has to lock anything. An opened key is used again only if it is still the
 * one there. Whoever opens may use a key for five seconds more, and less where destruction is carried out.
 */
final class DataKeys implements Sealer, Opener, KeyShredder {

    private static final Logger LOG = LoggerFactory.getLogger(DataKeys.class);
    private static final Duration KEPT_OPEN = Duration.ofSeconds(5);
    private static final int MOST_KEPT_OPEN = 20_000;
    private static final int MOST_ATTEMPTS = 3;
    private static final int KEY_BYTES = 32;

    /** @param cipher null when the key cannot be unwrapped */
    private record Opened(@Nullable AesGcmJce cipher, WrappedKey key, long readAtNanos) {}

    private final Keyring keyring;
    private final KeyWrap wrap;
    private final SecureRandom random;
    private final LongSupplier nanos;
    private final Map<KeyName, Opened> open = new LinkedHashMap<>();
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
        var names = texts.stream().map(DataKeys::name).toList();
        var identities = names.stream().map(KeyName::identity).collect(Collectors.toSet());
        var keys = read(seen(names));
        replaceDamaged(keys);
        var marks = keyring.marks(identities);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            var keyless = keyless(texts, names, keys, marks);
            if (keyless.isEmpty()) {
                break;
            }
            keys.putAll(made(keyless));
            replaceDamaged(keys);
            marks = keyring.marks(identities);
        }
        var sealed = new ArrayList<Optional<Sealed>>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            sealed.add(
                    isDestroyed(marks, text.of(), text.kind(), text.occurredAt())
                            ? Optional.empty()
                            : Optional.of(seal(text, names.get(i), keys.get(names.get(i)))));
        }
        return sealed;
    }

    /** Those that were used here lately: the others are mostly new, and inserting them tells which are not. */
    private Set<KeyName> seen(Collection<KeyName> names) {
        synchronized (open) {
            return names.stream().filter(open::containsKey).collect(Collectors.toSet());
        }
    }

    /** New keys of these names, or the ones that somebody else made before. */
    private Map<KeyName, Opened> made(Set<KeyName> names) {
        long before;
        synchronized (open) {
            before = destructions;
        }
        long now = nanos.getAsLong();
        var made = new HashMap<KeyName, Opened>();
        for (var name : names) {
            var key = randomKey();
            made.put(name, new Opened(cipher(key), wrapped(wrap, name, key), now));
        }
        var inserted = keyring.insertIfAbsent(made.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().key())));
        made.keySet().retainAll(inserted);
        keep(made, before);
        var others = new HashSet<>(names);
        others.removeAll(inserted);
        if (!others.isEmpty()) {
            made.putAll(read(others));
        }
        return made;
    }

    private static KeyName name(Plain text) {
        return new KeyName(text.of(), text.kind().compartment(text.occurredAt()));
    }

    private static Set<KeyName> keyless(
            List<Plain> texts, List<KeyName> names, Map<KeyName, Opened> keys, Map<Mark, Instant> marks) {
        var keyless = new HashSet<KeyName>();
        for (int i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            var name = names.get(i);
            if (!keys.containsKey(name) && !isDestroyed(marks, text.of(), text.kind(), text.occurredAt())) {
                keyless.add(name);
            }
        }
        return keyless;
    }

    private static boolean isDestroyed(Map<Mark, Instant> marks, IdentityKey of, SealedKind kind, Instant occurredAt) {
        return !marks.isEmpty() && isMarked(marks, of, kind, occurredAt);
    }

    private static boolean isMarked(Map<Mark, Instant> marks, IdentityKey of, SealedKind kind, Instant occurredAt) {
        return isBefore(marks.get(new Mark(of, "")), occurredAt) || isBeforeHorizon(marks, of, kind, occurredAt);
    }

    private static boolean isBeforeHorizon(
            Map<Mark, Instant> marks, IdentityKey of, SealedKind kind, Instant occurredAt) {
        return kind != SealedKind.CONSENT
                && (isBefore(marks.get(new Mark(of, kind.wireName())), occurredAt)
                        || isBefore(marks.get(new Mark(null, kind.wireName())), occurredAt));
    }

    private static boolean isBefore(@Nullable Instant mark, Instant occurredAt) {
        return mark != null && occurredAt.isBefore(mark);
    }

    /**
     * Nothing opens a damaged key, so a new one takes its place: one broken row must not hinder those who are told of together. A key
     * under a key-encryption key that is not known here is left alone, for another replica may know it.
     */
    private void replaceDamaged(Map<KeyName, Opened> keys) {
        var replacements = new HashMap<Entry, WrappedKey>();
        keys.forEach((name, key) -> {
            if (key.cipher() == null && wrap.knows(key.key().under())) {
                LOG.error("The key of {} is damaged; what was sealed under it stays unreadable", name);
                replacements.put(new Entry(name, key.key()), wrapped(wrap, name, randomKey()));
            }
        });
        if (!replacements.isEmpty()) {
            keyring.replace(replacements);
            var names = new HashSet<KeyName>();
            replacements.keySet().forEach(entry -> names.add(entry.name()));
            keys.keySet().removeAll(names);
            keys.putAll(read(names));
        }
    }

    private byte[] randomKey() {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    static WrappedKey wrapped(KeyWrap wrap, KeyName name, byte[] key) {
        return new WrappedKey(wrap.id(), Base64.getEncoder().encodeToString(wrap.wrap(key, purpose(name))));
    }

    /** @throws IllegalArgumentException if no key-encryption key opens it */
    static byte[] unwrapped(KeyWrap wrap, KeyName name, WrappedKey key) {
        return wrap.unwrap(Base64.getDecoder().decode(key.wrapped()), purpose(name));
    }

    private static String purpose(KeyName name) {
        return "identity/" + name;
    }

    private static Sealed seal(Plain text, KeyName name, @Nullable Opened key) {
        if (key == null || key.cipher() == null) {
            throw new IllegalStateException("The key of " + name + " cannot be used now");
        }
        try {
            var ciphertext = key.cipher()
                    .encrypt(text.text().getBytes(StandardCharsets.UTF_8), place(text.eventKey(), text.field()));
            return Sealed.of(name.compartment().toString(), ciphertext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The event's key before the field's name, preceded by its length in 4 bytes: no two places read the same. */
    static byte[] place(String eventKey, String field) {
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
        try {
            var name = new KeyName(of, Compartment.parse(sealed.compartment()));
            var key = find(name);
            if (key == null || key.cipher() == null) {
                return Optional.empty();
            }
            var text = key.cipher().decrypt(sealed.ciphertext(), place(eventKey, field));
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public int destroy(Collection<IdentityKey> identities, Instant erasedAt) {
        keyring.mark(identities.stream().map(identity -> new Mark(identity, "")).toList(), erasedAt.plusMillis(1));
        int destroyed = keyring.destroy(identities);
        forget(identities);
        return destroyed;
    }

    @Override
    public int destroy(Collection<String> kinds, LocalDate before, Collection<IdentityKey> identities) {
        var sealed = Arrays.stream(SealedKind.values())
                .filter(kind -> kind != SealedKind.CONSENT)
                .map(SealedKind::wireName)
                .filter(kinds::contains)
                .toList();
        if (sealed.isEmpty()) {
            return 0;
        }
        var marks = new ArrayList<Mark>();
        for (var kind : sealed) {
            if (identities.isEmpty()) {
                marks.add(new Mark(null, kind));
            }
            identities.forEach(identity -> marks.add(new Mark(identity, kind)));
        }
        keyring.mark(marks, before.atStartOfDay(ZoneOffset.UTC).toInstant());
        int destroyed = keyring.destroy(identities, sealed, before);
        forget(kinds, before, identities);
        return destroyed;
    }

    @Override
    public void forget(Collection<IdentityKey> identities) {
        var gone = Set.copyOf(identities);
        forget(name -> gone.contains(name.identity()));
    }

    @Override
    public void forget(Collection<String> kinds, LocalDate before, Collection<IdentityKey> identities) {
        var gone = Set.copyOf(identities);
        forget(name -> kinds.contains(name.compartment().kind())
                && name.compartment().day().isBefore(before)
                && (gone.isEmpty() || gone.contains(name.identity())));
    }

    private void forget(Predicate<KeyName> which) {
        synchronized (open) {
            destructions++;
            open.keySet().removeIf(which);
        }
    }

    @Override
    public boolean purge() {
        return keyring.purge();
    }

    @Override
    public Optional<Instant> erasedAt(IdentityKey identity) {
        var before = keyring.marks(Set.of(identity)).get(new Mark(identity, ""));
        return Optional.ofNullable(before).map(mark -> mark.minusMillis(1));
    }

    @Override
    public boolean isDestroyed(IdentityKey identity, SealedKind kind, Instant occurredAt) {
        return isDestroyed(keyring.marks(Set.of(identity)), identity, kind, occurredAt);
    }

    @Override
    public boolean isBeforeHorizon(IdentityKey identity, SealedKind kind, Instant occurredAt) {
        return isBeforeHorizon(keyring.marks(Set.of(identity)), identity, kind, occurredAt);
    }

    private @Nullable Opened find(KeyName name) {
        synchronized (open) {
            var key = open.get(name);
            if (key != null && nanos.getAsLong() - key.readAtNanos() <= KEPT_OPEN.toNanos()) {
                return key;
            }
        }
        return read(Set.of(name)).get(name);
    }

    /** A key that is as it was need not be unwrapped again. */
    private Opened opened(KeyName name, WrappedKey key, long now) {
        @Nullable Opened known;
        synchronized (open) {
            known = open.get(name);
        }
        return new Opened(known != null && known.key().equals(key) ? known.cipher() : cipher(name, key), key, now);
    }

    private Map<KeyName, Opened> read(Set<KeyName> names) {
        if (names.isEmpty()) {
            return new HashMap<>();
        }
        long before;
        synchronized (open) {
            before = destructions;
        }
        long now = nanos.getAsLong();
        var read = new HashMap<KeyName, Opened>();
        keyring.find(names).forEach((name, key) -> read.put(name, opened(name, key, now)));
        keep(read, before);
        return read;
    }

    /** @param before how often keys had been destroyed when they were read: one destroyed meanwhile could come back */
    private void keep(Map<KeyName, Opened> keys, long before) {
        synchronized (open) {
            if (destructions == before) {
                keys.forEach((name, key) -> {
                    open.remove(name);
                    if (key.cipher() != null) {
                        open.put(name, key);
                    }
                });
                dropOldest();
            }
        }
    }

    private void dropOldest() {
        var names = open.keySet().iterator();
        while (open.size() > MOST_KEPT_OPEN) {
            names.next();
            names.remove();
        }
    }

    private @Nullable AesGcmJce cipher(KeyName name, WrappedKey key) {
        synchronized (open) {
            var known = open.get(name);
            if (known != null && key.equals(known.key())) {
                return known.cipher();
            }
        }
        try {
            return cipher(unwrapped(wrap, name, key));
        } catch (IllegalArgumentException e) {
            LOG.error("The key of {} cannot be unwrapped: it is damaged, or {} is missing", name, key.under());
            return null;
        }
    }

    private static AesGcmJce cipher(byte[] key) {
        try {
            return new AesGcmJce(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
