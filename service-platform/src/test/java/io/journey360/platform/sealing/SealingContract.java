package io.journey360.platform.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import io.journey360.platform.identity.KeySource;
import io.journey360.platform.identity.KeysForTests;
import io.journey360.platform.operations.StartupRefused;
import io.journey360.platform.sealing.Sealer.Plain;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for sealed text wherever its keys are kept. */
abstract class SealingContract {

    static final IdentityKey ANN = IdentityKey.of(1, 1);
    static final IdentityKey BEN = IdentityKey.of(2, 2);
    static final Instant MAY = Instant.parse("2026-05-01T10:00:00Z");

    private final AtomicLong nanos = new AtomicLong(-5);
    private final KeySource first = KeysForTests.source("key-1");
    private Keyring keyring;
    private DataKeys keys;

    /** With no key in it. */
    abstract Keyring openKeyring() throws Exception;

    @BeforeEach
    void openKeys() throws Exception {
        keyring = openKeyring();
        keys = keys(first);
    }

    /** Another process, as far as what it remembers goes. */
    private DataKeys keys(KeySource source) {
        return new DataKeys(keyring, source.open(), new SecureRandom(), nanos::get);
    }

    private Sealed seal(IdentityKey of, String text) {
        return keys.seal(of, "e-1", "text", text, MAY).orElseThrow();
    }

    @Test
    void opensForItsIdentityInItsPlaceOnly() {
        var sealed = seal(ANN, "Ünïcode, and 'more'");
        seal(BEN, "other");

        assertThat(keys(first).open(ANN, "e-1", "text", sealed)).contains("Ünïcode, and 'more'");
        assertThat(keys.open(ANN, "e-2", "text", sealed)).isEmpty();
        assertThat(keys.open(ANN, "e-1", "name", sealed)).isEmpty();
        assertThat(keys.open(ANN, "e-1t", "ext", sealed)).isEmpty();
        assertThat(keys.open(BEN, "e-1", "text", sealed)).isEmpty();
        assertThat(keys.open(IdentityKey.of(3, 3), "e-1", "text", sealed)).isEmpty();
        assertThat(sealed.toString() + new Plain(ANN, "e-1", "text", "secret", MAY))
                .doesNotContain("secret")
                .doesNotContain(sealed.value());
    }

    @Test
    void isNeverTheSameTwice() {
        assertThat(seal(ANN, "yes")).isNotEqualTo(seal(ANN, "yes"));
    }

    @Test
    void hasOneKeyForAnIdentityHoweverManyMakeIt() throws Exception {
        var barrier = new CyclicBarrier(8);
        var sealed = new ArrayList<Sealed>();
        try (var services = Executors.newFixedThreadPool(8)) {
            Callable<Sealed> service = () -> {
                var own = keys(first);
                barrier.await();
                return own.seal(ANN, "e-1", "text", "x", MAY).orElseThrow();
            };
            var sealing = new ArrayList<Future<Sealed>>();
            for (int i = 0; i < 8; i++) {
                sealing.add(services.submit(service));
            }
            for (var result : sealing) {
                sealed.add(result.get());
            }
        }

        assertThat(sealed)
                .allSatisfy(
                        text -> assertThat(keys.open(ANN, "e-1", "text", text)).contains("x"));
    }

    @Test
    void isSealedForManyAtOnce() {
        var texts = IntStream.range(0, 1_200)
                .mapToObj(i -> new Plain(IdentityKey.of(i, i), "e-" + i, "text", "text " + i, MAY))
                .toList();

        var sealed = keys.seal(texts);

        var reader = keys(first);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(reader.open(
                            IdentityKey.of(i, i),
                            "e-" + i,
                            "text",
                            sealed.get(i).orElseThrow()))
                    .contains("text " + i);
        }
        assertThat(keyring.inUse()).containsOnly(Map.entry("key-1", 1_200L));
    }

    @Test
    void isUnreadableForGoodOnceTheKeyIsDestroyed() {
        var ofAnn = seal(ANN, "a");
        var ofBen = seal(BEN, "b");

        assertThat(keys.destroy(List.of(ANN), MAY)).isEqualTo(1);
        assertThat(keys.destroy(List.of(ANN), MAY)).isZero();

        assertThat(keys.open(ANN, "e-1", "text", ofAnn)).isEmpty();
        assertThat(keys.open(BEN, "e-1", "text", ofBen)).contains("b");
        var later = keys.seal(ANN, "e-1", "text", "later", MAY.plusSeconds(1)).orElseThrow();
        assertThat(keys.open(ANN, "e-1", "text", later)).contains("later");
        assertThat(keys.open(ANN, "e-1", "text", ofAnn)).isEmpty();
    }

    @Test
    void isDroppedWhenItHappenedBeforeTheErasure() {
        keys.destroy(List.of(ANN, BEN), MAY);
        keys.destroy(List.of(ANN), MAY.minusSeconds(60));

        assertThat(keys.erasedAt(ANN)).contains(MAY);
        assertThat(keys.seal(ANN, "e-1", "text", "before", MAY)).isEmpty();
        assertThat(keyring.inUse()).isEmpty();
        assertThat(keys.seal(List.of(
                        new Plain(ANN, "e-1", "text", "after", MAY.plusMillis(1)),
                        new Plain(ANN, "e-2", "text", "before", MAY.minusMillis(1)))))
                .extracting(Optional::isPresent)
                .containsExactly(true, false);
    }

    @Test
    void isForgottenElsewhereWithinFiveSeconds() {
        var sealed = seal(ANN, "a");
        var other = keys(first);
        assertThat(other.open(ANN, "e-1", "text", sealed)).contains("a");

        keys.destroy(List.of(ANN), MAY);
        var fresh = other.seal(ANN, "e-2", "text", "new", MAY.plusSeconds(1)).orElseThrow();
        assertThat(keys(first).open(ANN, "e-2", "text", fresh)).contains("new");
        nanos.addAndGet(Duration.ofSeconds(5).toNanos() + 1);

        assertThat(other.open(ANN, "e-1", "text", sealed)).isEmpty();
    }

    @Test
    void isNeverSealedForGoodByWhoeverSealsWhileItIsErased() throws Exception {
        for (int round = 0; round < 20; round++) {
            var person = IdentityKey.of(100, round);
            var barrier = new CyclicBarrier(2);
            try (var services = Executors.newFixedThreadPool(2)) {
                Callable<Optional<Sealed>> sealing = () -> {
                    barrier.await();
                    return keys(first).seal(person, "e-1", "text", "x", MAY);
                };
                Callable<Integer> erasing = () -> {
                    barrier.await();
                    return keys(first).destroy(List.of(person), MAY);
                };
                var sealed = services.submit(sealing);
                var destroyed = services.submit(erasing);
                destroyed.get();
                Optional<Sealed> text;
                try {
                    text = sealed.get();
                } catch (ExecutionException e) {
                    continue; // its key went away under it: nothing was sealed
                }
                text.ifPresent(t ->
                        assertThat(keys(first).open(person, "e-1", "text", t)).isEmpty());
            }
            assertThat(keys.erasedAt(person)).contains(MAY);
        }
    }

    @Test
    void staysAsItIsWhenItsKeyIsWrappedAnew() {
        var identities = new ArrayList<IdentityKey>();
        var sealed = new ArrayList<Sealed>();
        for (int i = 0; i < 1_100; i++) {
            identities.add(IdentityKey.of(i, 7));
        }
        keys.seal(identities.stream()
                        .map(i -> new Plain(i, "e-1", "text", "x", MAY))
                        .toList())
                .forEach(text -> sealed.add(text.orElseThrow()));
        keys.destroy(identities.subList(0, 3), MAY);
        var both = KeysForTests.source("key-2", "key-1");

        // a crash half way: a part of the keys was wrapped anew
        var half = keyring.notUnder("key-2", "", 400);
        var anew = new HashMap<Keyring.Entry, Keyring.WrappedKey>();
        half.forEach(entry -> anew.put(
                entry,
                DataKeys.wrapped(
                        both.open(),
                        entry.identity(),
                        DataKeys.unwrapped(both.open(), entry.identity(), entry.key()))));
        keyring.replace(anew);
        assertThat(keyring.inUse()).hasSize(2);
        var onlyTwo = KeysForTests.source("key-2");
        assertThatThrownBy(() -> new KeyRotation(keyring, onlyTwo.open()).refuseMissingKeys(onlyTwo))
                .isInstanceOf(StartupRefused.class)
                .hasMessageContaining("key-1")
                .hasMessageContaining("697 keys");

        assertThat(new KeyRotation(keyring, both.open()).rotate()).isEqualTo(697);

        assertThat(keyring.inUse()).containsOnly(Map.entry("key-2", 1_097L));
        new KeyRotation(keyring, onlyTwo.open()).refuseMissingKeys(onlyTwo);
        var reader = keys(onlyTwo);
        for (int i = 0; i < sealed.size(); i++) {
            assertThat(reader.open(identities.get(i), "e-1", "text", sealed.get(i))
                            .isPresent())
                    .isEqualTo(i >= 3);
        }
    }

    @Test
    void passesOverAKeyThatWasDestroyedWhileItWasWrappedAnew() {
        seal(ANN, "a");
        var both = KeysForTests.source("key-2", "key-1");
        var read = keyring.notUnder("key-2", "", 10).getFirst();
        keys.destroy(List.of(ANN), MAY);

        keyring.replace(
                Map.of(read, DataKeys.wrapped(both.open(), ANN, DataKeys.unwrapped(both.open(), ANN, read.key()))));

        assertThat(keyring.inUse()).isEmpty();
    }

    @Test
    void isUnreadableWhenItsKeyIsDamagedAndNothingElseIs() {
        var ofAnn = seal(ANN, "a");
        var ofBen = seal(BEN, "b");
        var entry = keyring.find(Set.of(ANN)).get(ANN);
        keyring.replace(Map.of(entry, new Keyring.WrappedKey("key-1", "AAAA")));

        var reader = keys(first);
        assertThat(reader.open(ANN, "e-1", "text", ofAnn)).isEmpty();
        assertThat(reader.open(BEN, "e-1", "text", ofBen)).contains("b");
        assertThat(new KeyRotation(
                                keyring, KeysForTests.source("key-2", "key-1").open())
                        .rotate())
                .isEqualTo(1);
    }

    @Test
    void isKeptWithoutItsKeyInTheOpen() {
        seal(ANN, "a");

        var key = keyring.find(Set.of(ANN)).get(ANN).key();
        var open = DataKeys.unwrapped(first.open(), ANN, key);
        assertThat(Base64.getDecoder().decode(key.wrapped())).satisfies(bytes -> {
            var windows = new HashSet<String>();
            for (int i = 0; i + open.length <= bytes.length; i++) {
                windows.add(Arrays.toString(Arrays.copyOfRange(bytes, i, i + open.length)));
            }
            assertThat(windows).doesNotContain(Arrays.toString(open));
        });
        assertThatThrownBy(() -> DataKeys.unwrapped(first.open(), BEN, key))
                .isInstanceOf(IllegalArgumentException.class);
    }

    Keyring keyring() {
        return keyring;
    }

    DataKeys keys() {
        return keys;
    }
}
