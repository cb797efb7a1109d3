package io.journey360.platform.scrubbing;

import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.ErasureCompleted;
import io.journey360.events.ErasureEvent;
import io.journey360.events.ErasureId;
import io.journey360.events.ErasureRequested;
import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionCarriedOut;
import io.journey360.events.RetentionCompleted;
import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEnded;
import io.journey360.events.RetentionEvent;
import io.journey360.events.RetentionRunId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** For a service that folds the log in memory at each start: in any order, any number of times. One thread folds, any may ask. */
public final class DutiesInMemory implements ScrubDuties {

    private static final class OpenList<I, D> {

        private final Map<I, D> open = new ConcurrentHashMap<>();
        private final Set<I> done = ConcurrentHashMap.newKeySet();

        void add(I id, D duty) {
            if (!done.contains(id)) {
                open.put(id, duty);
            }
        }

        void done(I id) {
            done.add(id);
            open.remove(id);
        }

        List<D> open() {
            return List.copyOf(open.values());
        }
    }

    private final String service;
    private final OpenList<ErasureId, ProfileErased> erasures = new OpenList<>();
    private final OpenList<RetentionRunId, RetentionDue> retentions = new OpenList<>();

    public DutiesInMemory(String service) {
        this.service = service;
    }

    public void apply(ErasureEvent event) {
        switch (event) {
            case ProfileErased e -> erasures.add(e.erasure(), e);
            case ErasureCarriedOut e -> {
                if (e.service().equals(service)) {
                    erasures.done(e.erasure());
                }
            }
            case ErasureRequested e -> {}
            case ErasureCompleted e -> {}
        }
    }

    public void apply(RetentionEvent event) {
        switch (event) {
            case RetentionDue e -> retentions.add(e.run(), e);
            case RetentionCarriedOut e -> {
                if (e.service().equals(service)) {
                    retentions.done(e.run());
                }
            }
            case RetentionDefined e -> {}
            case RetentionEnded e -> {}
            case RetentionCompleted e -> {}
        }
    }

    @Override
    public List<ProfileErased> erasures() {
        return erasures.open();
    }

    @Override
    public List<RetentionDue> retentions() {
        return retentions.open();
    }
}
