package io.journey360.platform.erasure;

import io.journey360.events.ProfileErased;
import java.util.List;

/** The erasures that a service has still to carry out. */
public interface ErasureDuties {

    List<ProfileErased> due();
}
