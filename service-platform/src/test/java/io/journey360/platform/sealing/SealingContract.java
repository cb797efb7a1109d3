package io.journey360.platform.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import io.journey360.platform.identity.KeySource;
import io.journey360.platform.identity.KeysForTests;
import io.journey360.platform.operations.StartupRefused;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import io.journey360.platform.sealing.Sealer.Plain;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for sealed text wherever its keys are kept. */
abstract class SealingContract {

    static final IdentityKey ANN = IdentityKey.of(1, 1);
    static final IdentityKey BEN = IdentityKey.of(2, 2);
    static final Instant MAY = Instant.parse("2026-05-01T10:00:00Z");
    static final LocalDate SECOND_OF_MAY = LocalDate.parse("2026-05-02");

    private final AtomicLong nanos = new AtomicLong(-5);
    private final KeySource first = KeysForTests.source("key-1");
    private Keyring keyring;
    private DataKeys keys;

    /** With no key in it. */
    abstract Keyring openKeyring() throws Exception;

    /** What is there already, after {@link #putAsBeforeCompartments} or another start. */
    abstract Keyring reopenKeyring();

    /** Puts an identity where there are only such as they were kept before there were compartments. */
    abstract void putAsBeforeCompartments(IdentityKey identity, @Nullable WrappedKey key, @Nullable Instant erasedAt)
            throws Exception;

    @BeforeEach
    void openKeys() throws Exception {
        keyring = openKeyring();
        keys = keys(first);
    }

    static KeyName reviewed(IdentityKey identity) {
        return new KeyName(identity, SealedKind.REVIEWED.compartment(MAY));
    }

    /** Another process, as far as what it remembers goes. */
    private DataKeys keys(KeySource source) {
        return new DataKeys(keyring, source.open(), new SecureRandom(), nanos::get);
    }

    /** Goes on with keys that nothing is remembered of. */
    void nextProcess() {
        keys = keys(first);
    }

    private Sealed seal(IdentityKey of, String text) {
        return keys.seal(of, "e-1", "text", text, SealedKind.REVIEWED, MAY).orElseThrow();
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
        assertThat(sealed.toString() + new Plain(ANN, "e-1", "text", "secret", SealedKind.REVIEWED, MAY))
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
                return own.seal(ANN, "e-1", "text", "x", SealedKind.REVIEWED, MAY)
                        .orElseThrow();
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
                .mapToObj(i -> new Plain(IdentityKey.of(i, i), "e-" + i, "text", "text " + i, SealedKind.REVIEWED, MAY))
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
        var later = keys.seal(ANN, "e-1", "text", "later", SealedKind.REVIEWED, MAY.plusSeconds(1))
                .orElseThrow();
        assertThat(keys.open(ANN, "e-1", "text", later)).contains("later");
        assertThat(keys.open(ANN, "e-1", "text", ofAnn)).isEmpty();
    }

    @Test
    void isDroppedWhenItHappenedBeforeTheErasure() {
        keys.destroy(List.of(ANN, BEN), MAY);
        keys.destroy(List.of(ANN), MAY.minusSeconds(60));

        assertThat(keys.erasedAt(ANN)).contains(MAY);
        assertThat(keys.seal(ANN, "e-1", "text", "before", SealedKind.REVIEWED, MAY))
                .isEmpty();
        assertThat(keyring.inUse()).isEmpty();
        assertThat(keys.seal(List.of(
                        new Plain(ANN, "e-1", "text", "after", SealedKind.REVIEWED, MAY.plusMillis(1)),
                        new Plain(ANN, "e-2", "text", "before", SealedKind.REVIEWED, MAY.minusMillis(1)))))
                .extracting(Optional::isPresent)
                .containsExactly(true, false);
    }

    @Test
    void isForgottenElsewhereWithinFiveSeconds() {
        var sealed = seal(ANN, "a");
        var other = keys(first);
        assertThat(other.open(ANN, "e-1", "text", sealed)).contains("a");

        keys.destroy(List.of(ANN), MAY);
        var fresh = other.seal(ANN, "e-2", "text", "new", SealedKind.REVIEWED, MAY.plusSeconds(1))
                .orElseThrow();
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
                    return keys(first).seal(person, "e-1", "text", "x", SealedKind.REVIEWED, MAY);
                };
                Callable<Integer> erasing = () -> {
                    barrier.await();
                    return keys(first).destroy(List.of(person), MAY);
                };
                var sealed = services.submit(sealing);
                var destroyed = services.submit(erasing);
                destroyed.get();
                assertThat(sealed.get().filter(text -> opensWithAnyKeyLeft("e-1", text)))
                        .isEmpty();
            }
            assertThat(keys.erasedAt(person)).contains(MAY);
        }
    }

    @Test
    void isNeverSealedForGoodByWhoeverSealsWhileItsDayIsDestroyed() throws Exception {
        for (int round = 0; round < 20; round++) {
            var person = IdentityKey.of(200, round);
            var barrier = new CyclicBarrier(3);
            var day = MAY.plus(Duration.ofDays(round));
            try (var services = Executors.newFixedThreadPool(3)) {
                Callable<Optional<Sealed>> sealing = () -> {
                    var own = keys(first);
                    barrier.await();
                    return own.seal(person, "e-1", "text", "x", SealedKind.REVIEWED, day);
                };
                Callable<Integer> destroying = () -> {
                    var own = keys(first);
                    barrier.await();
                    return own.destroy(List.of("reviewed"), SECOND_OF_MAY.plusDays(day(day)), List.of());
                };
                var sealed = List.of(services.submit(sealing), services.submit(sealing));
                services.submit(destroying).get();
                for (var text : sealed) {
                    assertThat(text.get().filter(t -> opensWithAnyKeyLeft("e-1", t)))
                            .isEmpty();
                }
            }
        }
    }

    private static long day(Instant moment) {
        return Duration.between(MAY, moment).toDays();
    }

    @Test
    void isUnreadableWithAnyKeyLeftOnceItsDayIsDestroyedAndTheNextDaysIsNot() {
        var lastOfTheDay = Instant.parse("2026-05-01T23:59:59.999999Z");
        var firstOfTheNext = Instant.parse("2026-05-02T00:00:00Z");
        var longAgo = Instant.parse("-0005-01-01T00:00:00Z");
        var gone = Stream.of(longAgo, MAY, lastOfTheDay)
                .map(at -> sealed(ANN, SealedKind.REVIEWED, at))
                .toList();
        var ofBen = sealed(BEN, SealedKind.REVIEWED, lastOfTheDay);
        var kept = Stream.of(
                        sealed(ANN, SealedKind.REVIEWED, firstOfTheNext),
                        sealed(ANN, SealedKind.TRAITS, MAY),
                        sealed(ANN, SealedKind.BOOKED, MAY),
                        sealed(ANN, SealedKind.CONSENT, MAY))
                .toList();
        assertThat(gone).allMatch(text -> opensWithAnyKeyLeft("e-1", text));

        assertThat(keys.destroy(List.of("reviewed", "served"), SECOND_OF_MAY, List.of()))
                .isEqualTo(3);
        assertThat(keys.destroy(List.of("reviewed", "served"), SECOND_OF_MAY, List.of()))
                .isZero();
        assertThat(keys.destroy(List.of("served"), SECOND_OF_MAY.plusYears(9), List.of()))
                .isZero();

        assertThat(gone).noneMatch(text -> opensWithAnyKeyLeft("e-1", text));
        assertThat(opensWithAnyKeyLeft("e-1", ofBen)).isFalse();
        for (var reader : List.of(keys, keys(first))) {
            assertThat(gone)
                    .allMatch(text -> reader.open(ANN, "e-1", "text", text).isEmpty());
            assertThat(kept)
                    .allMatch(text -> reader.open(ANN, "e-1", "text", text).isPresent());
        }
    }

    @Test
    void isDroppedWhenItArrivesForADayThatWasDestroyed() {
        keys.destroy(List.of("reviewed"), SECOND_OF_MAY, List.of());
        keys.destroy(List.of("reviewed"), SECOND_OF_MAY.minusDays(1), List.of());

        assertThat(keys.seal(ANN, "e-1", "text", "late", SealedKind.REVIEWED, MAY))
                .isEmpty();
        assertThat(keyring.inUse()).isEmpty();
        assertThat(keys.isDestroyed(ANN, SealedKind.REVIEWED, MAY)).isTrue();
        assertThat(keys.isDestroyed(ANN, SealedKind.BOOKED, MAY)).isFalse();
        assertThat(keys.isDestroyed(ANN, SealedKind.REVIEWED, MAY.plus(Duration.ofDays(1))))
                .isFalse();
        assertThat(keys.erasedAt(ANN)).isEmpty();
        assertThat(sealed(ANN, SealedKind.REVIEWED, MAY.plus(Duration.ofDays(1))))
                .isNotNull();
        assertThat(sealed(ANN, SealedKind.CONSENT, MAY)).isNotNull();
    }

    @Test
    void isDestroyedUpToADayForThoseNamedOnly() {
        var ofAnn = sealed(ANN, SealedKind.REVIEWED, MAY);
        var ofBen = sealed(BEN, SealedKind.REVIEWED, MAY);

        assertThat(keys.destroy(List.of("reviewed", "traits"), SECOND_OF_MAY, List.of(ANN)))
                .isEqualTo(1);

        assertThat(opensWithAnyKeyLeft("e-1", ofAnn)).isFalse();
        assertThat(keys.open(BEN, "e-1", "text", ofBen)).isPresent();
        assertThat(keys.seal(ANN, "e-2", "text", "late", SealedKind.TRAITS, MAY))
                .isEmpty();
        assertThat(keys.seal(BEN, "e-2", "text", "late", SealedKind.TRAITS, MAY))
                .isPresent();
    }

    @Test
    void isDestroyedInEveryCompartmentWhenItsIdentityIsErased() {
        var all = Stream.of(SealedKind.values())
                .flatMap(kind -> Stream.of(MAY, MAY.minus(Duration.ofDays(400))).map(at -> sealed(ANN, kind, at)))
                .toList();
        var ofBen = sealed(BEN, SealedKind.TRAITS, MAY);

        assertThat(keys.destroy(List.of(ANN), MAY)).isEqualTo(7); // one of each kind and day, and one of all consents

        assertThat(all).noneMatch(text -> opensWithAnyKeyLeft("e-1", text));
        assertThat(keys.open(BEN, "e-1", "text", ofBen)).isPresent();
    }

    @Test
    void isDestroyedOnWhateverDayWhenItsIdentityIsErased() {
        var days = Stream.of("-3000-01-01", "1931-02-03", "1969-12-31", "1970-01-01", "2026-05-01", "2999-12-31")
                .map(day -> LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant())
                .toList();
        var all = days.stream()
                .flatMap(day -> Stream.of(
                        sealed(ANN, SealedKind.REVIEWED, day),
                        sealed(ANN, SealedKind.TRAITS, day),
                        sealed(ANN, SealedKind.CONSENT, day)))
                .toList();
        var ofBen =
                days.stream().map(day -> sealed(BEN, SealedKind.REVIEWED, day)).toList();

        assertThat(keys.destroy(List.of(ANN, IdentityKey.of(9, 9)), MAY)).isEqualTo(13);

        assertThat(all).noneMatch(text -> opensWithAnyKeyLeft("e-1", text));
        assertThat(ofBen).allMatch(text -> keys.open(BEN, "e-1", "text", text).isPresent());
        assertThat(keys.destroy(List.of(ANN), MAY)).isZero();
    }

    @Test
    void isForgottenElsewhereWhenItsDayIsDestroyed() {
        var sealed = sealed(ANN, SealedKind.REVIEWED, MAY);
        var other = keys(first);
        assertThat(other.open(ANN, "e-1", "text", sealed)).isPresent();
        keys.destroy(List.of("reviewed"), SECOND_OF_MAY, List.of());

        other.forget(List.of("reviewed"), SECOND_OF_MAY, List.of());

        assertThat(other.open(ANN, "e-1", "text", sealed)).isEmpty();
    }

    @Test
    void isFoundWhereItWasBeforeThereWereCompartments() throws Exception {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        var root = new KeyName(ANN, Compartment.NONE);
        var old = new Sealed("v1."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                new AesGcmJce(key).encrypt("old".getBytes(UTF_8), DataKeys.place("e-1", "text"))));
        putAsBeforeCompartments(ANN, DataKeys.wrapped(first.open(), root, key), null);
        putAsBeforeCompartments(BEN, null, MAY);
        var both = IdentityKey.of(3, 3);
        putAsBeforeCompartments(
                both, DataKeys.wrapped(first.open(), new KeyName(both, Compartment.NONE), key), MAY.plusSeconds(1));

        for (int start = 0; start < 2; start++) {
            keyring = reopenKeyring();
            var reader = keys(first);
            assertThat(reader.open(ANN, "e-1", "text", old)).contains("old");
            assertThat(reader.open(both, "e-1", "text", old)).contains("old");
            assertThat(reader.erasedAt(ANN)).isEmpty();
            assertThat(reader.erasedAt(BEN)).contains(MAY);
            assertThat(reader.erasedAt(both)).contains(MAY.plusSeconds(1));
            assertThat(keyring.inUse()).containsOnly(Map.entry("key-1", 2L));
        }

        assertThat(keys(first).seal(BEN, "e-2", "text", "x", SealedKind.TRAITS, MAY))
                .isEmpty();
        assertThat(keys(first).destroy(List.of(ANN), MAY)).isEqualTo(1);
        assertThat(opensWithAnyKeyLeft("e-1", new Sealed(old.value()))).isTrue(); // the third has the same key here
        assertThat(keys(first).destroy(List.of(both), MAY)).isEqualTo(1);
        assertThat(opensWithAnyKeyLeft("e-1", old)).isFalse();
    }

    private Sealed sealed(IdentityKey of, SealedKind kind, Instant at) {
        return keys.seal(of, "e-1", "text", "x", kind, at).orElseThrow();
    }

    /** Tries each key there is, whosever and whatever it is for. */
    private boolean opensWithAnyKeyLeft(String eventKey, Sealed sealed) {
        for (var entry : keyring.notUnder("", null, 100_000)) {
            try {
                var cipher = new AesGcmJce(DataKeys.unwrapped(first.open(), entry.name(), entry.key()));
                cipher.decrypt(sealed.ciphertext(), DataKeys.place(eventKey, "text"));
                return true;
            } catch (GeneralSecurityException e) {
                continue; // not this one
            }
        }
        return false;
    }

    @Test
    void staysAsItIsWhenItsKeyIsWrappedAnew() {
        var identities = new ArrayList<IdentityKey>();
        var sealed = new ArrayList<Sealed>();
        for (int i = 0; i < 1_100; i++) {
            identities.add(IdentityKey.of(i, 7));
        }
        keys.seal(identities.stream()
                        .map(i -> new Plain(i, "e-1", "text", "x", SealedKind.REVIEWED, MAY))
                        .toList())
                .forEach(text -> sealed.add(text.orElseThrow()));
        keys.destroy(identities.subList(0, 3), MAY);
        var both = KeysForTests.source("key-2", "key-1");

        // a crash half way: a part of the keys was wrapped anew
        var half = keyring.notUnder("key-2", null, 400);
        var anew = new HashMap<Keyring.Entry, WrappedKey>();
        half.forEach(entry -> anew.put(
                entry,
                DataKeys.wrapped(
                        both.open(), entry.name(), DataKeys.unwrapped(both.open(), entry.name(), entry.key()))));
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
        var read = keyring.notUnder("key-2", null, 10).getFirst();
        keys.destroy(List.of(ANN), MAY);

        keyring.replace(Map.of(
                read,
                DataKeys.wrapped(both.open(), read.name(), DataKeys.unwrapped(both.open(), read.name(), read.key()))));

        assertThat(keyring.inUse()).isEmpty();
    }

    @Test
    void isUnreadableWhenItsKeyIsDamagedAndNothingElseIs() {
        var ofAnn = seal(ANN, "a");
        var ofBen = seal(BEN, "b");
        var entry = keyring.notUnder("", null, 1).getFirst();
        keyring.replace(Map.of(entry, new WrappedKey("key-1", "AAAA")));

        var reader = keys(first);
        assertThat(reader.open(ANN, "e-1", "text", ofAnn)).isEmpty();
        assertThat(reader.open(BEN, "e-1", "text", ofBen)).contains("b");
        assertThat(new KeyRotation(
                                keyring, KeysForTests.source("key-2", "key-1").open())
                        .rotate())
                .isEqualTo(1);
    }

    @Test
    void isSealedUnderANewKeyWhereItsKeyIsDamaged() {
        var before = seal(ANN, "a");
        var entry = keyring.notUnder("", null, 1).getFirst();
        keyring.replace(Map.of(entry, new WrappedKey("key-1", "AAAA")));

        var after = seal(ANN, "b");

        assertThat(keys(first).open(ANN, "e-1", "text", after)).contains("b");
        assertThat(keys(first).open(ANN, "e-1", "text", before)).isEmpty();
        assertThat(seal(BEN, "c")).isNotNull();
    }

    @Test
    void isNotSealedWhereItsKeyIsWrappedUnderOneThatAnotherReplicaMayKnow() {
        seal(ANN, "a");
        var entry = keyring.notUnder("", null, 1).getFirst();
        keyring.replace(Map.of(entry, new WrappedKey("key-elsewhere", "AAAA")));

        assertThatThrownBy(() -> seal(ANN, "b")).hasMessageContaining("cannot be used now");

        assertThat(keyring.find(Set.of(entry.name()))).containsValue(new WrappedKey("key-elsewhere", "AAAA"));
    }

    @Test
    void isKeptWithoutItsKeyInTheOpen() {
        seal(ANN, "a");

        var key = keyring.find(Set.of(reviewed(ANN))).get(reviewed(ANN));
        var open = DataKeys.unwrapped(first.open(), reviewed(ANN), key);
        assertThat(Base64.getDecoder().decode(key.wrapped())).satisfies(bytes -> {
            var windows = new HashSet<String>();
            for (int i = 0; i + open.length <= bytes.length; i++) {
                windows.add(Arrays.toString(Arrays.copyOfRange(bytes, i, i + open.length)));
            }
            assertThat(windows).doesNotContain(Arrays.toString(open));
        });
        assertThatThrownBy(() -> DataKeys.unwrapped(first.open(), reviewed(BEN), key))
                .isInstanceOf(IllegalArgumentException.class);
    }

    Keyring keyring() {
        return keyring;
    }

    DataKeys keys() {
        return keys;
    }
}
