package io.journey360.touchpoint.collector;

import java.io.IOException;
import java.io.InputStream;

/** Cuts a stream of bytes into lines of bounded length without copying them; blank lines count but are skipped. */
public final class NdjsonLines {

    public interface Consumer {

        /** The bytes are valid during the call only. */
        void line(long number, byte[] bytes, int offset, int length) throws IOException;

        /** A line longer than the limit; it is not kept. */
        void tooLong(long number) throws IOException;

        /** Called when reading on may have to wait for the sender. */
        void idle() throws IOException;
    }

    private static final int BUFFER = 4 * CloudEventReader.MOST_BYTES;

    private final byte[] buffer = new byte[BUFFER];
    private final InputStream in;
    private final int longest;

    /** @param longest line in bytes, at most a fourth of 128 KiB */
    public NdjsonLines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    public void forEach(Consumer lines) throws IOException {
        long number = 1;
        int start = 0; // of the line being read
        int end = 0; // of what was read
        boolean skipping = false; // the rest of a line that is too long
        while (true) {
            if (start > 0 && buffer.length - end < longest) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            }
            if (in.available() == 0) {
                lines.idle();
            }
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                break;
            }
            int scanned = end;
            end += count;
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    if (skipping) {
                        skipping = false;
                    } else {
                        line(lines, number, start, i);
                    }
                    number++;
                    start = i + 1;
                }
            }
            if (end - start > longest && !skipping) {
                lines.tooLong(number);
                skipping = true;
            }
            if (skipping) {
                start = 0;
                end = 0;
            }
        }
        if (!skipping && end > start) {
            line(lines, number, start, end);
        }
    }

    private void line(Consumer lines, long number, int from, int to) throws IOException {
        int end = to;
        while (end > from && isSpace(buffer[end - 1])) {
            end--;
        }
        if (end - from > longest) {
            lines.tooLong(number);
        } else if (end > from) {
            lines.line(number, buffer, from, end - from);
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\r' || b == '\t';
    }
}
