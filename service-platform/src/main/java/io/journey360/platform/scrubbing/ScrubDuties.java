package io.journey360.platform.scrubbing;

import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import java.util.List;

/** What a service has still to scrub. */
public interface ScrubDuties {

    List<ProfileErased> erasures();

    List<RetentionDue> retentions();
}
