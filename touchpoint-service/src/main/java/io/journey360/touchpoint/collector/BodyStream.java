package io.journey360.touchpoint.collector;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * A request's body as a stream to block on. A few buffers are asked for ahead and no more, so what is not read holds the client
 * back. Unlike Spring's own it tells whether reading would wait, and never waits to fill what it was given.
 */
public final class BodyStream extends InputStream {

    private static final int BUFFERS_AHEAD = 16;
    private static final DataBuffer END = DefaultDataBufferFactory.sharedInstance.wrap(new byte[0]);

    private final LinkedBlockingQueue<DataBuffer> arrived = new LinkedBlockingQueue<>();
    private final Incoming incoming = new Incoming();
    private volatile @Nullable Throwable failure;
    private volatile boolean isClosed;
    private @Nullable DataBuffer current;

    public BodyStream(Flux<DataBuffer> body) {
        body.subscribe(incoming);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        var buffer = readable();
        if (buffer == END) {
            var cause = failure;
            if (cause != null) {
                throw new IOException("The request's body broke off", cause);
            }
            return -1;
        }
        int count = Math.min(length, buffer.readableByteCount());
        buffer.read(bytes, offset, count);
        return count;
    }

    private DataBuffer readable() throws IOException {
        var buffer = current;
        while (buffer == null || buffer != END && buffer.readableByteCount() == 0) {
            if (buffer != null) {
                DataBufferUtils.release(buffer);
                current = null;
                incoming.request(1);
            }
            try {
                buffer = arrived.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while reading", e);
            }
            current = buffer;
        }
        return buffer;
    }

    @Override
    public int available() {
        var buffer = current;
        return (buffer == null ? 0 : buffer.readableByteCount()) + (arrived.isEmpty() ? 0 : 1);
    }

    @Override
    public void close() {
        isClosed = true;
        incoming.cancel();
        releaseArrived();
        var buffer = current;
        if (buffer != null && buffer != END) {
            DataBufferUtils.release(buffer);
        }
        current = END;
    }

    private void releaseArrived() {
        for (var buffer = arrived.poll(); buffer != null; buffer = arrived.poll()) {
            if (buffer != END) {
                DataBufferUtils.release(buffer);
            }
        }
    }

    private final class Incoming extends BaseSubscriber<DataBuffer> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(BUFFERS_AHEAD);
        }

        @Override
        protected void hookOnNext(DataBuffer buffer) {
            arrived.add(buffer);
            if (isClosed) {
                releaseArrived();
            }
        }

        @Override
        protected void hookOnComplete() {
            arrived.add(END);
        }

        @Override
        protected void hookOnError(Throwable error) {
            failure = error;
            arrived.add(END);
        }
    }
}
