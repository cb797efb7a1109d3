package io.journey360.analytics.index;

/** The index has reached its memory limit. What was added until then stays and can be published. */
public final class IndexFull extends RuntimeException {

    private final long bytes;

    IndexFull(long bytes, long limitBytes) {
        super("The index takes %,d bytes and may take %,d".formatted(bytes, limitBytes), null, false, false);
        this.bytes = bytes;
    }

    public long bytes() {
        return bytes;
    }
}
