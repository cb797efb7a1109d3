package io.journey360.touchpoint.collector;

import java.io.IOException;
import java.io.InputStream;

/** Cuts a stream of bytes into lines of bounded length without copying them; blank lines count but are skipped. */
public final class NdjsonLines {

    /** What was come to. */
    public enum Next {
        LINE,
        /** A line longer than the limit; it is not kept. */
        TOO_LONG,
        /** Reading on may have to wait for the sender; the next call does. */
        IDLE,
        END
    }

    private static final int BUFFER = 4 * CloudEventReader.MOST_BYTES;

    private final byte[] buffer = new byte[BUFFER];
    private final InputStream in;
    private final int longest;
    private int start; // of the line being read
    private int scanned;
    private int end; // of what was read
    private boolean isSkipping; // the rest of a line that is too long
    private boolean isIdleTold;
    private boolean isEnded;
    private long number;
    private int offset;
    private int length;

    /** @param longest line in bytes, at most 32 KiB */
    public NdjsonLines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    public Next next() throws IOException {
        while (true) {
            while (scanned < end) {
                if (buffer[scanned++] == '\n') {
                    number++;
                    int from = start;
                    start = scanned;
                    if (isSkipping) {
                        isSkipping = false;
                    } else if (isLine(from, scanned - 1)) {
                        return length > longest ? Next.TOO_LONG : Next.LINE;
                    }
                }
            }
            if (isSkipping) {
                start = scanned = end = 0;
            } else if (end - start > longest) {
                isSkipping = true;
                return Next.TOO_LONG;
            }
            if (isEnded) {
                return last();
            }
            if (in.available() == 0 && !isIdleTold) {
                isIdleTold = true;
                return Next.IDLE;
            }
            isIdleTold = false;
            read();
        }
    }

    private Next last() {
        if (!isSkipping && isLine(start, end)) {
            number++;
            start = scanned = end;
            return length > longest ? Next.TOO_LONG : Next.LINE;
        }
        return Next.END;
    }

    private void read() throws IOException {
        if (start > 0 && buffer.length - end < longest) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            scanned -= start;
            end -= start;
            start = 0;
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            isEnded = true;
        } else {
            end += count;
        }
    }

    private boolean isLine(int from, int to) {
        int last = to;
        while (last > from && isSpace(buffer[last - 1])) {
            last--;
        }
        offset = from;
        length = last - from;
        return length > 0;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\r' || b == '\t';
    }

    /** Of the line come to, from 1. */
    public long number() {
        return isSkipping ? number + 1 : number; // its newline, which counts it, is still to come
    }

    /** Holds the line come to until the next call. */
    public byte[] bytes() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }
}
