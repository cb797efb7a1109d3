package io.journey360.platform.http;

import io.journey360.platform.problem.Problem;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates gzip (RFC 1952) piece by piece as its bytes arrive, so that neither a long stream nor a bomb is ever held whole.
 * Members may follow one another.
 */
final class Gunzip implements AutoCloseable {

    private static final int PIECE_BYTES = 16 * 1024;
    private static final int FIXED_HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private enum Part {
        HEADER,
        EXTRA_LENGTH,
        EXTRA_FIELD,
        FILE_NAME,
        FILE_COMMENT,
        HEADER_CHECK,
        DEFLATED,
        TRAILER
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] fields = new byte[FIXED_HEADER_BYTES];
    private byte[] input = new byte[0];
    private int next;
    private Part part = Part.HEADER;
    private int flags;
    private int seen;
    private int extraLength;
    private boolean begun;

    /** Call only when {@link #piece} returned null. */
    void feed(byte[] compressed) {
        input = compressed;
        next = 0;
        begun |= compressed.length > 0;
    }

    /** The next inflated bytes, or null when more input is needed. */
    byte @Nullable [] piece() {
        while (true) {
            if (part == Part.DEFLATED) {
                var inflated = inflate();
                if (inflated.length > 0) {
                    return inflated;
                }
                if (part == Part.DEFLATED) {
                    return null;
                }
            } else if (next < input.length) {
                read(input[next++] & 0xff);
            } else {
                return null;
            }
        }
    }

    private byte[] inflate() {
        var piece = new byte[PIECE_BYTES];
        try {
            if (inflater.needsInput()) {
                if (next == input.length) {
                    return new byte[0];
                }
                inflater.setInput(input, next, input.length - next);
                next = input.length;
            }
            int length = inflater.inflate(piece);
            crc.update(piece, 0, length);
            if (inflater.finished()) {
                next = input.length - inflater.getRemaining();
                enter(Part.TRAILER);
            } else if (length == 0 && !inflater.needsInput()) {
                throw malformed();
            }
            return length == PIECE_BYTES ? piece : Arrays.copyOf(piece, length);
        } catch (DataFormatException e) {
            throw malformed();
        }
    }

    private void read(int value) {
        switch (part) {
            case HEADER -> {
                fields[seen++] = (byte) value;
                if (seen == FIXED_HEADER_BYTES) {
                    if ((fields[0] & 0xff) != 0x1f || (fields[1] & 0xff) != 0x8b || fields[2] != 8) {
                        throw malformed();
                    }
                    flags = fields[3];
                    enter(Part.EXTRA_LENGTH);
                }
            }
            case EXTRA_LENGTH -> {
                fields[seen++] = (byte) value;
                if (seen == 2) {
                    extraLength = (fields[0] & 0xff) | ((fields[1] & 0xff) << 8);
                    enter(extraLength == 0 ? Part.FILE_NAME : Part.EXTRA_FIELD);
                }
            }
            case EXTRA_FIELD -> {
                if (++seen == extraLength) {
                    enter(Part.FILE_NAME);
                }
            }
            case FILE_NAME -> {
                if (value == 0) {
                    enter(Part.FILE_COMMENT);
                }
            }
            case FILE_COMMENT -> {
                if (value == 0) {
                    enter(Part.HEADER_CHECK);
                }
            }
            case HEADER_CHECK -> {
                if (++seen == 2) {
                    enter(Part.DEFLATED);
                }
            }
            case DEFLATED -> throw new IllegalStateException("the inflater reads these");
            case TRAILER -> {
                fields[seen++] = (byte) value;
                if (seen == TRAILER_BYTES) {
                    if (littleEndian(0) != crc.getValue()
                            || littleEndian(4) != (inflater.getBytesWritten() & 0xffffffffL)) {
                        throw malformed();
                    }
                    enter(Part.HEADER);
                }
            }
        }
    }

    /** Goes on to the part, or past it when the header's flags say it is not there. */
    private void enter(Part following) {
        seen = 0;
        part = following;
        if (part == Part.EXTRA_LENGTH && (flags & EXTRA) == 0) {
            part = Part.FILE_NAME;
        }
        if (part == Part.FILE_NAME && (flags & NAME) == 0) {
            part = Part.FILE_COMMENT;
        }
        if (part == Part.FILE_COMMENT && (flags & COMMENT) == 0) {
            part = Part.HEADER_CHECK;
        }
        if (part == Part.HEADER_CHECK && (flags & HEADER_CRC) == 0) {
            part = Part.DEFLATED;
        }
        if (part == Part.DEFLATED) {
            inflater.reset();
            crc.reset();
        }
    }

    private long littleEndian(int from) {
        long value = 0;
        for (int i = 3; i >= 0; i--) {
            value = (value << 8) | (fields[from + i] & 0xff);
        }
        return value;
    }

    /** False in the midst of a member: what was sent is only a part. */
    boolean complete() {
        return begun && part == Part.HEADER && seen == 0;
    }

    static Problem malformed() {
        return Problem.of(400, "malformed-gzip", "The body is not what its Content-Encoding says, or not all of it");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
