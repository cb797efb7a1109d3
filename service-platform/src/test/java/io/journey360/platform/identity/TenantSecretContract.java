package io.journey360.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.journey360.platform.operations.StartupRefused;
import io.journey360.platform.records.DurableRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for the secret wherever its record is kept. */
abstract class TenantSecretContract {

    @TempDir
    private Path folder;

    private DurableRecords records;
    private Path keyFile;

    /** Empty records. */
    abstract DurableRecords openRecords(Path folder) throws Exception;

    @BeforeEach
    void openRecords() throws Exception {
        records = openRecords(folder);
        keyFile = folder.resolve("data.keys");
    }

    private byte[] open() {
        return secret().open(() -> false).secret();
    }

    private TenantSecret secret() {
        return new TenantSecret(records, new KeyFile(keyFile, new SecureRandom()), new SecureRandom());
    }

    @Test
    void staysTheSameFromStartToStart() {
        assertThat(open()).hasSize(32).isEqualTo(open());
    }

    @Test
    void isKeptWrappedOnly() {
        var secret = open();

        assertThat(records.list(TenantSecret.KIND))
                .singleElement()
                .satisfies(record -> assertThat(record.json())
                        .doesNotContain(Base64.getEncoder().encodeToString(secret)));
    }

    @Test
    void hasAKeyFileThatOnlyItsOwnerReads() throws IOException {
        open();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).filteredOn(Files::isRegularFile).containsExactly(keyFile);
        }
    }

    @Test
    void isAgreedOnByServicesThatStartAtOnce() throws Exception {
        var barrier = new CyclicBarrier(8);
        Callable<String> start = () -> {
            barrier.await();
            return HexFormat.of().formatHex(open());
        };
        var secrets = new HashSet<String>();
        try (var services = Executors.newFixedThreadPool(8)) {
            var starting = new ArrayList<Future<String>>();
            for (int i = 0; i < 8; i++) {
                starting.add(services.submit(start));
            }
            for (var started : starting) {
                secrets.add(started.get());
            }
        }
        assertThat(secrets).hasSize(1);
    }

    @Test
    void refusesToStartWithoutTheKeyFileOfTheLog() throws IOException {
        open();
        Files.delete(keyFile);

        assertThatThrownBy(this::open)
                .isInstanceOf(StartupRefused.class)
                .hasMessageContaining(keyFile.toString())
                .hasMessageContaining("missing");
        assertThat(keyFile).doesNotExist();
    }

    @Test
    void refusesToStartWithAnotherKeyFile() throws IOException {
        open();
        Files.delete(keyFile);
        new KeyFile(keyFile, new SecureRandom()).createIfAbsent();

        assertThatThrownBy(this::open)
                .isInstanceOf(StartupRefused.class)
                .hasMessageContaining(keyFile.toString())
                .hasMessageContaining("not the one of this log");
    }

    @Test
    void refusesToStartWithAKeyFileThatHoldsNoKey() throws IOException {
        open();
        Files.writeString(keyFile, "key-1 c2hvcnQ=\n");

        assertThatThrownBy(this::open).isInstanceOf(StartupRefused.class).hasMessageContaining("holds no key");
    }

    @Test
    void isNeverMadeAnewForALogThatHasEvents() {
        assertThatThrownBy(() -> secret().open(() -> true))
                .isInstanceOf(StartupRefused.class)
                .hasMessageContaining("log has events");
        assertThat(keyFile).doesNotExist();
    }

    @Test
    void takesAKeyFileWrittenByHand() throws IOException {
        Files.writeString(
                keyFile, "# made by us\nkey-2026 " + Base64.getEncoder().encodeToString(new byte[32]) + "\n");

        assertThat(open()).isEqualTo(open());
    }

    @Test
    void opensAWrappedKeyUnderItsOwnNameOnly() {
        var wrap = secret().open(() -> false).keyWrap();
        var wrapped = wrap.wrap(new byte[] {1, 2, 3}, "import-1");

        assertThat(wrap.unwrap(wrapped, "import-1")).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> wrap.unwrap(wrapped, "import-2")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWrappedAnewWhenAnotherKeyStandsFirst() throws IOException {
        var secret = open();
        var old = Files.readString(keyFile);
        var fresh = "key-fresh " + Base64.getEncoder().encodeToString(new byte[32]) + "\n";

        Files.writeString(keyFile, fresh + old);
        assertThat(open()).isEqualTo(secret);

        Files.writeString(keyFile, fresh);
        assertThat(open()).isEqualTo(secret);
        Files.writeString(keyFile, old);
        assertThatThrownBy(this::open)
                .isInstanceOf(StartupRefused.class)
                .hasMessageContaining("the log was made with key-fresh");
    }

    @Test
    void isWrappedByAKeyFromTheEnvironmentInPlaceOfAFile() {
        var key = "key-env " + Base64.getEncoder().encodeToString(new byte[32]);
        var secret = new TenantSecret(records, new KeySecret(key), new SecureRandom()).open(() -> false);

        assertThat(new TenantSecret(records, new KeySecret("key-b " + "B".repeat(43) + "=;" + key), new SecureRandom())
                        .open(() -> true)
                        .secret())
                .isEqualTo(secret.secret());
        assertThat(keyFile).doesNotExist();
        assertThatThrownBy(() -> new TenantSecret(records, new KeySecret(key), new SecureRandom()).open(() -> true))
                .isInstanceOf(StartupRefused.class)
                .hasMessageContaining("JOURNEY_KEY_SECRET");
    }
}
