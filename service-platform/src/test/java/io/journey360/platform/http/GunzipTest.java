package io.journey360.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.journey360.platform.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    /** With a header check, a comment, a file name and an extra field. */
    private static byte[] gzipWithEveryHeaderField(byte[] plain) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(plain);
        deflater.finish();
        var deflated = new byte[plain.length + 100];
        int length = deflater.deflate(deflated);
        deflater.end();
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3});
        out.writeBytes(new byte[] {3, 0, 'x', 'y', 'z'});
        out.writeBytes("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {1, 2});
        out.write(deflated, 0, length);
        var crc = new CRC32();
        crc.update(plain);
        for (long value : new long[] {crc.getValue(), plain.length}) {
            for (int i = 0; i < 4; i++) {
                out.write((int) (value >> 8 * i));
            }
        }
        return out.toByteArray();
    }

    private static byte[] inflate(byte[] compressed, int chunk) {
        var plain = new ByteArrayOutputStream();
        try (var gunzip = new Gunzip()) {
            for (int from = 0; from < compressed.length; from += chunk) {
                gunzip.feed(Arrays.copyOfRange(compressed, from, Math.min(compressed.length, from + chunk)));
                for (var piece = gunzip.piece(); piece != null; piece = gunzip.piece()) {
                    plain.writeBytes(piece);
                }
            }
            assertThat(gunzip.complete()).isTrue();
        }
        return plain.toByteArray();
    }

    private static byte[] text(int length) {
        var text = new byte[length];
        var random = new Random(3);
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(4));
        }
        return text;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 100_000})
    void inflatesWhateverTheChunksAre(int chunk) throws IOException {
        assertThat(inflate(gzip(text(60_000)), chunk)).isEqualTo(text(60_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10_000})
    void skipsEveryHeaderField(int chunk) {
        assertThat(inflate(gzipWithEveryHeaderField(text(500)), chunk)).isEqualTo(text(500));
    }

    @Test
    void readsMembersThatFollowOneAnother() throws IOException {
        var two = new ByteArrayOutputStream();
        two.writeBytes(gzip("one ".getBytes(StandardCharsets.US_ASCII)));
        two.writeBytes(gzip("two".getBytes(StandardCharsets.US_ASCII)));

        assertThat(inflate(two.toByteArray(), 9))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("one two");
    }

    @Test
    void inflatesNothing() throws IOException {
        assertThat(inflate(gzip(new byte[0]), 4)).isEmpty();
    }

    @Test
    void refusesContentThatDoesNotMatchItsChecksum() throws IOException {
        var compressed = gzip(text(100));
        compressed[compressed.length - 8] ^= 1;

        assertThatThrownBy(() -> inflate(compressed, 1000)).isInstanceOf(Problem.class);
    }

    @Test
    void holdsOnlyAPieceOfABombAtATime() throws IOException {
        try (var gunzip = new Gunzip()) {
            gunzip.feed(gzip(new byte[10_000_000]));
            assertThat(gunzip.piece()).hasSizeLessThanOrEqualTo(16 * 1024);
        }
    }
}
