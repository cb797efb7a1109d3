package io.journey360.touchpoint.collector;

import io.journey360.platform.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** The bytes of a request, inflated if they came deflated; limits hold for what is inflated. */
public final class RequestBody {

    private static final int MOST_DRAINED = 8 * 1024 * 1024;
    private static final int GZIP_BUFFER = 32 * 1024;

    private RequestBody() {}

    /** @return the whole body; a 413 {@link Problem} when it is larger, after draining at most 8 MiB of it */
    static Mono<byte[]> upTo(int limit, ServerHttpRequest request) {
        boolean isDeflated = isGzip(request);
        var whole =
                request.getBody().collect(() -> new Bytes(limit), Bytes::add).map(Bytes::orTooLarge);
        return isDeflated ? whole.map(bytes -> inflate(bytes, limit)) : whole;
    }

    /** The body as a stream; reading blocks until the client sends more, and what is not read holds the client back. */
    public static InputStream stream(ServerHttpRequest request) {
        boolean isDeflated = isGzip(request);
        var body = new BodyStream(request.getBody());
        return isDeflated ? new LateGzip(body) : body;
    }

    private static boolean isGzip(ServerHttpRequest request) {
        var encoding = request.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null) {
            return false;
        }
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> true;
            case "", "identity" -> false;
            default -> throw Problem.of(415, "unsupported-encoding", "Content-Encoding must be gzip or identity");
        };
    }

    private static byte[] inflate(byte[] deflated, int limit) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(deflated), GZIP_BUFFER)) {
            var inflated = gzip.readNBytes(limit + 1);
            if (inflated.length > limit) {
                throw tooLarge(limit);
            }
            return inflated;
        } catch (IOException e) {
            throw notGzip();
        }
    }

    private static Problem notGzip() {
        return Problem.of(400, "malformed-gzip", "The body is not valid gzip");
    }

    private static Problem tooLarge(int limit) {
        return Problem.of(413, "too-large", "The request must have at most " + limit + " bytes");
    }

    /** Opens at the first read: the header of the gzip stream is already read from the client. */
    private static final class LateGzip extends InputStream {

        private final InputStream deflated;
        private @Nullable GZIPInputStream gzip;

        LateGzip(InputStream deflated) {
            this.deflated = deflated;
        }

        private GZIPInputStream opened() throws IOException {
            if (gzip == null) {
                gzip = new GZIPInputStream(deflated, GZIP_BUFFER);
            }
            return gzip;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return opened().read(bytes, offset, length);
            } catch (ZipException | EOFException e) {
                throw notGzip();
            }
        }

        @Override
        public int available() throws IOException {
            return deflated.available();
        }

        @Override
        public void close() throws IOException {
            deflated.close();
        }
    }

    private static final class Bytes {

        private final int limit;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long seen;

        Bytes(int limit) {
            this.limit = limit;
        }

        void add(DataBuffer buffer) {
            try {
                int count = buffer.readableByteCount();
                seen += count;
                if (seen <= limit) {
                    var bytes = new byte[count];
                    buffer.read(bytes);
                    kept.writeBytes(bytes);
                } else if (seen > MOST_DRAINED) {
                    throw tooLarge(limit);
                }
            } finally {
                DataBufferUtils.release(buffer);
            }
        }

        byte[] orTooLarge() {
            if (seen > limit) {
                throw tooLarge(limit);
            }
            return kept.toByteArray();
        }
    }
}
