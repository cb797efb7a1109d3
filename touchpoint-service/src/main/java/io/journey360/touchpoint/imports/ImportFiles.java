package io.journey360.touchpoint.imports;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.journey360.platform.identity.KeySource;
import io.journey360.platform.identity.KeyWrap;
import io.journey360.platform.operations.StartupRefused;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Uploads and rejects on disk, sealed with a key per import: whoever destroys the key destroys them. */
@Component
class ImportFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ImportFiles.class);

    private static final int KEY_BYTES = 32;
    private static final int SEGMENT_BYTES = 64 * 1024;
    private static final String UPLOAD = ".upload";
    private static final String UNFINISHED = ".part";
    private static final String REJECTS = ".rejects";
    /** Rejects that are to take the place of others, between the two steps of it. */
    private static final String NEXT_REJECTS = ".next-rejects";

    private final Path folder;
    private final KeyWrap keys;
    private final KeySource source;
    private final SecureRandom random = new SecureRandom();

    ImportFiles(@Value("${journey.data:./journey-data}") Path data, KeyWrap keys, KeySource source) {
        this.folder = data.resolve("imports");
        this.keys = keys;
        this.source = source;
    }

    /** A new key, as it may be stored: the id of the key-encryption key, a space and the wrapped key in base64. */
    String newKey(String id) {
        var key = new byte[2 * KEY_BYTES];
        random.nextBytes(key);
        return wrapped(id, key);
    }

    private String wrapped(String id, byte[] key) {
        return keys.id() + " " + Base64.getEncoder().encodeToString(keys.wrap(key, associatedData(id)));
    }

    private byte[] unwrapped(String id, String wrappedKey) {
        var text = wrappedKey.substring(wrappedKey.indexOf(' ') + 1);
        return keys.unwrap(Base64.getDecoder().decode(text), associatedData(id));
    }

    /**
     * The same key under the key-encryption key in use; as it is when it is under that one, or damaged, so that nothing opens it.
     *
     * @throws StartupRefused if the key-encryption key it is wrapped under is none of those at hand
     */
    String rewrapped(String id, String wrappedKey) {
        int end = wrappedKey.indexOf(' ');
        var under = end < 0 ? "" : wrappedKey.substring(0, end);
        if (under.equals(keys.id())) {
            return wrappedKey;
        }
        if (!under.isEmpty() && !keys.knows(under)) {
            throw new StartupRefused(
                    "%s does not hold %s, which the key of %s is wrapped under."
                            .formatted(source.described(), under, id),
                    "Put its line back below the first; it can go once everything is wrapped under %s."
                            .formatted(keys.id()));
        }
        try {
            return wrapped(id, unwrapped(id, wrappedKey));
        } catch (IllegalArgumentException e) {
            LOG.error("The key of {} is damaged", id);
            return wrappedKey;
        }
    }

    private static String associatedData(String id) {
        return "import/" + id;
    }

    private byte[] half(String id, String wrappedKey, int which) {
        var key = unwrapped(id, wrappedKey);
        return Arrays.copyOfRange(key, which * KEY_BYTES, (which + 1) * KEY_BYTES);
    }

    private AesGcmHkdfStreaming uploadCipher(String id, String wrappedKey) {
        try {
            return new AesGcmHkdfStreaming(half(id, wrappedKey, 0), "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Aead rejectsCipher(String id, String wrappedKey) {
        try {
            return new AesGcmJce(half(id, wrappedKey, 1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    interface Writing {

        void to(OutputStream out) throws IOException;
    }

    /** Durable when it returns. */
    void store(String id, String wrappedKey, Writing writing) throws IOException {
        Files.createDirectories(folder);
        var unfinished = file(id, UNFINISHED);
        try (var channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            // the cipher closes what it writes to, and the channel must be forced after its last segment
            var out = new Unclosed(Channels.newOutputStream(channel));
            try (var sealed = uploadCipher(id, wrappedKey).newEncryptingStream(out, bytes(id))) {
                writing.to(sealed);
            }
            channel.force(true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        Files.move(unfinished, file(id, UPLOAD), StandardCopyOption.ATOMIC_MOVE);
    }

    InputStream open(String id, String wrappedKey) throws IOException {
        var file = Files.newInputStream(file(id, UPLOAD));
        try {
            return new BufferedInputStream(
                    uploadCipher(id, wrappedKey).newDecryptingStream(file, bytes(id)), SEGMENT_BYTES);
        } catch (GeneralSecurityException e) {
            file.close();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Adds a frame of rejects and forgets what lies behind {@code length}: what was written before a crash and not accounted for.
     *
     * @return the file's new length
     */
    long addRejects(String id, String wrappedKey, long length, byte[] ndjson) throws IOException {
        if (ndjson.length == 0) {
            return length;
        }
        return addFrame(file(id, REJECTS), id, wrappedKey, length, ndjson);
    }

    private long addFrame(Path file, String id, String wrappedKey, long length, byte[] ndjson) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.position(length);
            var sealed = rejectsCipher(id, wrappedKey).encrypt(ndjson, frame(id, length));
            var bytes = ByteBuffer.allocate(Integer.BYTES + sealed.length)
                    .putInt(sealed.length)
                    .put(sealed)
                    .flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            return channel.position();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Seals what is left of the rejects under another key, beside them. @return the new file's length */
    long replaceRejects(String id, String wrappedKey, byte[] ndjson) throws IOException {
        delete(file(id, NEXT_REJECTS));
        if (ndjson.length == 0) {
            return 0;
        }
        return addFrame(file(id, NEXT_REJECTS), id, wrappedKey, 0, ndjson);
    }

    /** Puts the new rejects in the place of the old. */
    void adoptRejects(String id) throws IOException {
        var next = file(id, NEXT_REJECTS);
        if (Files.exists(next)) {
            Files.move(next, file(id, REJECTS), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            delete(file(id, REJECTS));
        }
    }

    interface Frames {

        /** @return false to read no further */
        boolean frame(byte[] ndjson);
    }

    /** The rejects up to {@code length}, frame by frame. */
    void readRejects(String id, String wrappedKey, long length, Frames frames) throws IOException {
        if (length == 0) {
            return;
        }
        var cipher = rejectsCipher(id, wrappedKey);
        finishReplacing(id, cipher);
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file(id, REJECTS))))) {
            long at = 0;
            while (at < length) {
                var sealed = in.readNBytes(in.readInt());
                if (!frames.frame(cipher.decrypt(sealed, frame(id, at)))) {
                    return;
                }
                at += Integer.BYTES + sealed.length;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The rejects were tampered with", e);
        }
    }

    /** After a crash between the two steps the state's key opens the new file and not the old one. */
    private void finishReplacing(String id, Aead cipher) throws IOException {
        var next = file(id, NEXT_REJECTS);
        if (Files.exists(next)) {
            try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(next)))) {
                cipher.decrypt(in.readNBytes(in.readInt()), frame(id, 0));
                adoptRejects(id);
            } catch (GeneralSecurityException | EOFException e) {
                delete(next); // the state was not changed: it is made again
            }
        }
    }

    private static byte[] frame(String id, long at) {
        return bytes(id + "/rejects/" + at);
    }

    boolean hasUpload(String id) {
        return Files.exists(file(id, UPLOAD));
    }

    void deleteUpload(String id) {
        delete(file(id, UPLOAD));
    }

    void deleteRejects(String id) {
        delete(file(id, REJECTS));
        delete(file(id, NEXT_REJECTS));
    }

    /** Leftovers of uploads that were cut off by a crash before they became imports. */
    void deleteStrays(Predicate<String> isImport) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            files.filter(file -> {
                        var name = file.getFileName().toString();
                        return name.endsWith(UNFINISHED)
                                || name.endsWith(UPLOAD)
                                        && !isImport.test(name.substring(0, name.length() - UPLOAD.length()));
                    })
                    .forEach(ImportFiles::delete);
        } catch (IOException e) {
            LOG.warn(
                    "Leftovers of uploads could not be looked for: {}",
                    e.getClass().getName());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn(
                    "{} could not be deleted: {}",
                    file.getFileName(),
                    e.getClass().getName());
        }
    }

    private Path file(String id, String suffix) {
        return folder.resolve(id + suffix);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Unclosed extends OutputStream {

        private final OutputStream out;

        Unclosed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
