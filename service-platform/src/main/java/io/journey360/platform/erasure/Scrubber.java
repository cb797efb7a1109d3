package io.journey360.platform.erasure;

import io.journey360.events.ProfileErased;
import java.util.Map;

/** Removes what a service derived of erased identities. One for each service. */
public interface Scrubber {

    /** The service, as its source is called. */
    String service();

    /**
     * Removes it; called again after a crash, when part of it may be gone. Blocks.
     *
     * @return what was removed, and how much of it
     * @throws ScrubLater if something is in the way now
     */
    Map<String, Long> scrub(ProfileErased erasure);
}
