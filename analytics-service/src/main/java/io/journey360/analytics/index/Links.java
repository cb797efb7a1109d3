package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which identities were one person since when: for each identity that was ever linked the groups it belonged to, the latest
 * first. A past question walks back to the group that held then. One thread writes; a reader passes over what is newer than
 * its position.
 */
final class Links {

    private static final int INITIAL = 64;
    private static final int MANY_CHANGED = Joined.NUMBERS / 8;

    /** Header, position and two references of a membership, header of its members, slot and place. */
    private static final int MEMBERSHIP_BYTES = 32 + 16 + 4 + 4;

    /**
     * @param since log position
     * @param members numbers of the identities, the person's canonical one first
     */
    record Membership(long since, int[] members, @Nullable Membership earlier) {}

    private final Keys keys = new Keys(INITIAL);
    private final int[] perShard = new int[JourneyIndex.SHARDS];
    private volatile AtomicReferenceArray<@Nullable Membership> heads = new AtomicReferenceArray<>(INITIAL);

    /** The shard's own number of each linked identity. */
    private volatile int[] locals = new int[INITIAL];

    /** By number, the last change of its person: of its events or of who belongs to it. Read at once after a snapshot is taken. */
    private volatile long[] changes = new long[INITIAL];

    private long change;
    private long bytes;

    int size() {
        return keys.size();
    }

    int find(long high, long low) {
        return keys.find(high, low);
    }

    long high(int number) {
        return keys.high(number);
    }

    long low(int number) {
        return keys.low(number);
    }

    int local(int number) {
        return locals[number];
    }

    /** The group at a position; null when the identity was linked later, so is alone. */
    @Nullable Membership at(int number, long position) {
        var membership = heads.getAcquire(number);
        while (membership != null && membership.since > position) {
            membership = membership.earlier;
        }
        return membership;
    }

    /** @return the identity's number; {@link #size()} grows when it was new */
    int number(IdentityKey identity) {
        int before = keys.size();
        int number = keys.add(identity.high(), identity.low());
        if (number == before) {
            if (number == heads.length()) {
                var longer = new AtomicReferenceArray<@Nullable Membership>(number * 2);
                for (int i = 0; i < number; i++) {
                    longer.setPlain(i, heads.getPlain(i));
                }
                heads = longer;
                locals = Arrays.copyOf(locals, number * 2);
                changes = Arrays.copyOf(changes, number * 2);
            }
            locals[number] = perShard[JourneyIndex.shardOf(keys.high(number))]++;
        }
        return number;
    }

    /** How many changes there were. */
    long change() {
        return change;
    }

    /** By number, when its person last changed, to be compared with {@link #change()}. May have become later meanwhile. */
    long[] changes() {
        return changes;
    }

    /** Whether so many of a range of {@link Joined} have changed since that it should be made anew. */
    boolean manyChanged(int range, long since) {
        int to = Math.min(size(), (range + 1) * Joined.NUMBERS);
        int changed = 0;
        for (int number = range * Joined.NUMBERS; number < to; number++) {
            changed += changes[number] > since ? 1 : 0;
        }
        return changed > MANY_CHANGED;
    }

    /** Notes that something about the person that has this identity has changed. */
    void changed(int number) {
        change++;
        var group = heads.getPlain(number);
        if (group == null) {
            changes[number] = change;
        } else {
            for (int member : group.members) {
                changes[member] = change;
            }
        }
    }

    /** From the position on these identities, the canonical one first, are one person. */
    void group(long position, List<Integer> identities) {
        var members = identities.stream().mapToInt(Integer::intValue).toArray();
        for (int member : members) {
            heads.setRelease(member, new Membership(position, members, heads.getPlain(member)));
            bytes += MEMBERSHIP_BYTES;
        }
        bytes += 4L * members.length;
        changed(members[0]);
    }

    /** The groups these identities are in now; an identity without one is left out. */
    Set<Membership> current(Collection<Integer> identities) {
        var groups = new LinkedHashSet<Membership>();
        var seen = new LinkedHashSet<Integer>();
        for (int identity : identities) {
            var group = heads.getPlain(identity);
            if (group != null && seen.add(group.members[0])) {
                groups.add(group);
            }
        }
        return groups;
    }

    long bytes() {
        return keys.bytes() + bytes + 16L * locals.length;
    }
}
