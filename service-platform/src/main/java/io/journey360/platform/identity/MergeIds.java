package io.journey360.platform.identity;

import io.journey360.events.IdentityKey;
import io.journey360.events.MergeId;
import io.journey360.platform.log.EventKeys;

/** What the merge of two customers is called, whoever makes it. */
public final class MergeIds {

    private static final String PREFIX = "merge-";

    private MergeIds() {}

    /** One name for the pair in either order: merging, undoing and merging again are one story. */
    public static MergeId of(IdentityKey a, IdentityKey b) {
        var first = a.compareTo(b) <= 0 ? a : b;
        var second = first.equals(a) ? b : a;
        return new MergeId(PREFIX + EventKeys.key(first.value(), second.value()));
    }
}
