package io.journey360.touchpoint.collector;

import io.journey360.events.Moment;
import io.journey360.events.Scale;
import io.journey360.events.Slot;
import java.time.Instant;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A 64-bit hash (FNV-1a over characters) of what an event says, whatever order and spacing its JSON had. */
public final class ContentDigest {

    private static final long PRIME = 0x100000001b3L;
    private static final char END = 0x1f;

    private long hash = 0xcbf29ce484222325L;

    public ContentDigest add(@Nullable Object value) {
        if (value != null) {
            var text = value.toString();
            for (int i = 0; i < text.length(); i++) {
                mix(text.charAt(i));
            }
        }
        mix(END);
        return this;
    }

    public ContentDigest add(@Nullable Instant value) {
        if (value != null) {
            mix(value.getEpochSecond());
            mix(value.getNano());
        }
        mix(END);
        return this;
    }

    ContentDigest add(@Nullable Slot slot) {
        return slot == null ? add((Instant) null) : add(slot.start()).add(slot.end());
    }

    ContentDigest add(double value) {
        mix(Double.doubleToLongBits(value));
        return this;
    }

    ContentDigest add(@Nullable Scale scale) {
        return scale == null ? add((Object) null) : add(scale.min()).add(scale.max());
    }

    ContentDigest add(Moment moment) {
        add(moment.customer()).add(moment.anonymous());
        add(moment.touchpoint()).add(moment.channel()).add(moment.service()).add(moment.location());
        add(moment.booking()).add(moment.value());
        if (moment.attributes().size() > 1) {
            new TreeMap<>(moment.attributes())
                    .forEach((name, value) -> add(name).add(value));
        } else {
            moment.attributes().forEach((name, value) -> add(name).add(value));
        }
        return this;
    }

    private void mix(long value) {
        hash = (hash ^ value) * PRIME;
        hash ^= hash >>> 32;
    }

    public String hex() {
        return HexFormat.of().toHexDigits(hash);
    }
}
