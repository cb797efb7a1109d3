package io.journey360.platform.deadletters;

import java.util.List;

/** A bean of a service whose processors are built by hand, so that their dead letters are seen too. */
public interface DeadLetterGroups {

    /** The groups there are now; may differ from call to call. */
    List<DeadLetterGroup> groups();
}
