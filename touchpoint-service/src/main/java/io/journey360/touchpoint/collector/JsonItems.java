package io.journey360.touchpoint.collector;

import io.journey360.platform.problem.Problem;

/**
 * Cuts a JSON array into its items by brackets and strings alone, so that an item that is not readable itself (nested too deep, not
 * UTF-8) costs none of its neighbours.
 */
final class JsonItems {

    interface Consumer {

        void item(int offset, int length);
    }

    private static final int END = -1;

    private final byte[] json;
    private int at;

    JsonItems(byte[] json) {
        this.json = json;
    }

    static boolean isArray(byte[] json) {
        var items = new JsonItems(json);
        items.skipByteOrderMark();
        return items.next() == '[';
    }

    /** @throws Problem 400 when the array itself is broken */
    void forEach(Consumer items) {
        skipByteOrderMark();
        if (next() != '[') {
            throw broken("must be a JSON array");
        }
        at++;
        if (next() == ']') {
            at++;
        } else {
            boolean more = true;
            while (more) {
                next();
                int start = at;
                skipItem();
                if (at == start) {
                    throw broken("has a comma too many");
                }
                items.item(start, at - start);
                more = json[at++] == ',';
            }
        }
        if (next() != END) {
            throw broken("goes on after its end");
        }
    }

    private int next() {
        while (at < json.length && isSpace(json[at])) {
            at++;
        }
        return at < json.length ? json[at] : END;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private void skipByteOrderMark() {
        if (json.length >= 3 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF) {
            at = 3;
        }
    }

    /** Stops at the comma or bracket that ends the item. */
    private void skipItem() {
        int depth = 0;
        while (at < json.length) {
            switch (json[at]) {
                case '"' -> skipString();
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        if (json[at] == ']') {
                            return;
                        }
                        throw broken("has a bracket too many");
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        return;
                    }
                }
                default -> {}
            }
            at++;
        }
        throw broken("ends too early");
    }

    private void skipString() {
        at++;
        while (at < json.length && json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        if (at >= json.length) {
            throw broken("ends within a string");
        }
    }

    private static Problem broken(String how) {
        return Problem.of(400, "malformed-json", "The batch " + how);
    }
}
