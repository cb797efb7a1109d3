package io.journey360.analytics.index;

/** Finds what {@link Run} tells of persons besides their rows. */
final class Traits {

    private final Dictionary<Kind> kinds;
    private char[] ofKind = {};

    Traits(Dictionary<Kind> kinds) {
        this.kinds = kinds;
    }

    char of(Columns rows, int from, int to) {
        int traits = Run.ASCENDING;
        for (int row = from; row < to; row++) {
            int kind = rows.kinds[row];
            if (kind >= ofKind.length) {
                grow();
            }
            traits |= ofKind[kind];
            if (row > from) {
                if (rows.times[row - 1] == rows.times[row]) {
                    traits |= Run.SAME_TIME;
                }
                if (rows.positions[row - 1] > rows.positions[row]) {
                    traits &= ~Run.ASCENDING;
                }
            }
        }
        return (char) traits;
    }

    private void grow() {
        ofKind = new char[kinds.size()];
        for (int kind = 0; kind < ofKind.length; kind++) {
            ofKind[kind] = (char) (1 << kinds.value(kind).type().ordinal());
        }
    }
}
