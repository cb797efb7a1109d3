package io.journey360.profile.links;

import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.ErasureCompleted;
import io.journey360.events.ErasureEvent;
import io.journey360.events.ErasureId;
import io.journey360.events.ErasureRequested;
import io.journey360.events.IdentityKey;
import io.journey360.events.ProfileErased;
import io.journey360.platform.scrubbing.DutiesInMemory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every erasure and how far it has come. One thread folds, in position order; any may read. */
public final class ErasureHistory {

    public static final String SERVICE = "profile-service";

    /**
     * One erasure.
     *
     * @param carriedOut by service
     */
    public record Erasure(
            ErasureRequested requested,
            @Nullable ProfileErased erased,
            SortedMap<String, ErasureCarriedOut> carriedOut,
            @Nullable ErasureCompleted completed) {

        Erasure with(ProfileErased event) {
            return new Erasure(requested, event, carriedOut, completed);
        }

        Erasure with(ErasureCarriedOut event) {
            var services = new TreeMap<>(carriedOut);
            services.put(event.service(), event);
            return new Erasure(requested, erased, services, completed);
        }

        Erasure with(ErasureCompleted event) {
            return new Erasure(requested, erased, carriedOut, event);
        }
    }

    private final Map<ErasureId, Erasure> erasures = new ConcurrentHashMap<>();
    private final Map<ErasureId, Erasure> underWay = new ConcurrentHashMap<>();
    private final Map<IdentityKey, ErasureId> gone = new ConcurrentHashMap<>();
    private final DutiesInMemory duties = new DutiesInMemory(SERVICE);

    void apply(ErasureEvent event) {
        duties.apply(event);
        var known = erasures.get(event.erasure());
        switch (event) {
            case ErasureRequested e -> {
                if (known == null) {
                    put(new Erasure(e, null, new TreeMap<>(), null));
                    e.identities().forEach(identity -> gone.put(identity, e.erasure()));
                }
            }
            case ProfileErased e -> {
                if (known != null) {
                    put(known.with(e));
                    e.identities().forEach(identity -> gone.put(identity, e.erasure()));
                }
            }
            case ErasureCarriedOut e -> {
                if (known != null) {
                    put(known.with(e));
                }
            }
            case ErasureCompleted e -> {
                if (known != null) {
                    put(known.with(e));
                }
            }
        }
    }

    private void put(Erasure erasure) {
        var id = erasure.requested().erasure();
        erasures.put(id, erasure);
        if (erasure.completed() == null) {
            underWay.put(id, erasure);
        } else {
            underWay.remove(id);
        }
    }

    /** Something new was told of the identity. */
    void seen(IdentityKey identity) {
        if (!gone.isEmpty()) {
            gone.remove(identity);
        }
    }

    public Optional<Erasure> find(ErasureId id) {
        return Optional.ofNullable(erasures.get(id));
    }

    /** By which erasure the identity is gone; empty as long as it is here, and once something new was told of it. */
    public Optional<ErasureId> gone(IdentityKey identity) {
        return Optional.ofNullable(gone.get(identity));
    }

    /** Those that are not completed. */
    public Collection<Erasure> underWay() {
        return List.copyOf(underWay.values());
    }

    /** What this service has still to scrub. */
    public DutiesInMemory duties() {
        return duties;
    }
}
