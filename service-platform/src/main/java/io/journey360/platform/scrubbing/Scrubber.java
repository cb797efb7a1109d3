package io.journey360.platform.scrubbing;

import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import java.util.Map;

/** Removes what a service derived of what is to be gone. One for each service. Both are called again after a crash, when part of it may be gone. */
public interface Scrubber {

    /** The service, as its source is called. */
    String service();

    /**
     * What was derived of erased identities. Blocks.
     *
     * @return what was removed, and how much of it
     * @throws ScrubLater if something is in the way now
     */
    Map<String, Long> scrub(ProfileErased erasure);

    /**
     * What was derived of facts that are kept no longer. Blocks.
     *
     * @return what was removed, and how much of it
     * @throws ScrubLater if something is in the way now
     */
    Map<String, Long> scrub(RetentionDue due);
}
