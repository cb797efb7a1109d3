package io.journey360.platform.identity;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.journey360.platform.operations.StartupRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The key-encryption key: a text file whose one line that is no comment is the key's id, a space and 256 bits in base64.
 * It lies beside the data, never in it: a copy of the data alone opens nothing.
 */
final class KeyFile implements KeyWrap {

    private static final int KEY_BYTES = 32;
    private static final String COMMENT = """
            # The key-encryption key of Journey 360. Without it the pseudonyms of the log cannot be made again.
            # Keep a copy apart from the data, and let nobody read it.
            """;

    private final String id;
    private final Aead aead;

    private KeyFile(String id, Aead aead) {
        this.id = id;
        this.aead = aead;
    }

    String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] key, String associatedData) {
        try {
            return aead.encrypt(key, associatedData.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, String associatedData) {
        try {
            return aead.decrypt(wrapped, associatedData.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not wrapped by " + id + " for " + associatedData, e);
        }
    }

    static KeyFile read(Path path) {
        try {
            var fields = Files.readAllLines(path, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.strip().split("\\s+"))
                    .findFirst()
                    .orElseThrow(() -> malformed(path));
            if (fields.length != 2) {
                throw malformed(path);
            }
            var key = Base64.getDecoder().decode(fields[1]);
            if (key.length != KEY_BYTES) {
                throw malformed(path);
            }
            return new KeyFile(fields[0], new AesGcmJce(key));
        } catch (IllegalArgumentException e) {
            throw malformed(path);
        } catch (IOException e) {
            throw new StartupRefused(
                    "The key file " + path.toAbsolutePath() + " cannot be read ("
                            + e.getClass().getSimpleName() + ").",
                    "Let the user that runs this read it, or name another file by journey.keys (JOURNEY_KEYS).");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StartupRefused malformed(Path path) {
        return new StartupRefused(
                "The key file " + path.toAbsolutePath() + " holds no key.",
                "Put the copy of the original file back. It has one line: an id, a space, 32 bytes in base64.");
    }

    /** Whoever comes first makes it; all others find it whole, because it appears under its name only when it is written. */
    static void createIfAbsent(Path path, SecureRandom random) {
        if (Files.exists(path)) {
            return;
        }
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        var idBytes = new byte[4];
        random.nextBytes(idBytes);
        var line = "key-" + HexFormat.of().formatHex(idBytes) + " "
                + Base64.getEncoder().encodeToString(key) + "\n";
        var absolute = path.toAbsolutePath();
        var folder = absolute.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            var draft = Files.createTempFile(
                    folder,
                    ".journey",
                    ".keys",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(draft, COMMENT + line);
                try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.createLink(absolute, draft);
            } catch (FileAlreadyExistsException e) {
                return; // somebody else was first
            } finally {
                Files.delete(draft);
            }
        } catch (IOException e) {
            throw new StartupRefused(
                    "The key file " + absolute + " cannot be created ("
                            + e.getClass().getSimpleName() + ").",
                    "Make its folder writable, or name another file by journey.keys (JOURNEY_KEYS).");
        }
    }
}
