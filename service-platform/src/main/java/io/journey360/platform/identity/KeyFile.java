package io.journey360.platform.identity;

import io.journey360.platform.operations.StartupRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The key-encryption key in a text file: each line that is no comment is a key's id, a space and 256 bits in base64, and the first
 * is the one in use. It lies beside the data, never in it: a copy of the data alone opens nothing.
 */
record KeyFile(Path path, SecureRandom random) implements KeySource {

    private static final String COMMENT = """
            # The key-encryption key of Journey 360. Without it the pseudonyms of the log cannot be made again,
            # and nothing sealed can be read. Keep a copy apart from the data, and let nobody else read it.
            # To change it put a new line above the old one; once everything is wrapped anew the old line can go.
            """;

    @Override
    public String described() {
        return "The key file " + path.toAbsolutePath();
    }

    @Override
    public KeyEncryptionKeys open() {
        if (!Files.exists(path)) {
            throw new StartupRefused(
                    "The key file " + path.toAbsolutePath() + " of this log is missing.",
                    "Put the copy of the original file back, or name where it is by journey.keys (JOURNEY_KEYS).");
        }
        try (var lines = Files.lines(path, StandardCharsets.UTF_8)) {
            return KeyEncryptionKeys.parse(lines);
        } catch (IllegalArgumentException e) {
            throw new StartupRefused(
                    "The key file " + path.toAbsolutePath() + " holds no key.",
                    "Put the copy of the original file back. Each of its lines is an id, a space, 32 bytes in base64.");
        } catch (IOException e) {
            throw new StartupRefused(
                    "The key file " + path.toAbsolutePath() + " cannot be read ("
                            + e.getClass().getSimpleName() + ").",
                    "Let the user that runs this read it, or name another file by journey.keys (JOURNEY_KEYS).");
        }
    }

    /** Whoever comes first makes it; all others find it whole, because it appears under its name only when it is written. */
    @Override
    public void createIfAbsent() {
        if (Files.exists(path)) {
            return;
        }
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
                Files.writeString(draft, COMMENT + newLine(random));
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

    static String newLine(SecureRandom random) {
        var key = new byte[KeyEncryptionKeys.KEY_BYTES];
        random.nextBytes(key);
        var id = new byte[4];
        random.nextBytes(id);
        return "key-" + HexFormat.of().formatHex(id) + " " + Base64.getEncoder().encodeToString(key) + "\n";
    }
}
