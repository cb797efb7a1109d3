package io.journey360.platform.erasure;

import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.ErasureCompleted;
import io.journey360.events.ErasureEvent;
import io.journey360.events.ErasureId;
import io.journey360.events.ErasureRequested;
import io.journey360.events.ProfileErased;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** For a service that folds the log in memory at each start. One thread folds, any may ask. */
public final class DutiesInMemory implements ErasureDuties {

    private final String service;
    private final Map<ErasureId, ProfileErased> due = new ConcurrentHashMap<>();
    private final Set<ErasureId> done = ConcurrentHashMap.newKeySet();

    public DutiesInMemory(String service) {
        this.service = service;
    }

    /** In any order, any number of times. */
    public void apply(ErasureEvent event) {
        switch (event) {
            case ProfileErased e -> {
                due.put(e.erasure(), e);
                due.keySet().removeAll(done);
            }
            case ErasureCarriedOut e -> {
                if (e.service().equals(service)) {
                    done.add(e.erasure());
                    due.remove(e.erasure());
                }
            }
            case ErasureRequested e -> {}
            case ErasureCompleted e -> {}
        }
    }

    @Override
    public List<ProfileErased> due() {
        return List.copyOf(due.values());
    }
}
