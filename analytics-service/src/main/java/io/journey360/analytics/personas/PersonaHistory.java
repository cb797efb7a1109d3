package io.journey360.analytics.personas;

import io.journey360.analytics.catalogue.History;
import io.journey360.analytics.index.Roll;
import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaDefined;
import io.journey360.events.PersonaEvaluated;
import io.journey360.events.PersonaEvent;
import io.journey360.events.PersonaLeft;
import io.journey360.events.PersonaRetired;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Everything told of personas. One thread folds events in position order; any number read. */
public final class PersonaHistory {

    private record Group(String persona, long version) {}

    private record Deferred(PersonaEvent event, long position) {}

    private final History<Persona> personas = new History<>();
    private final Roll roll = new Roll();
    private final Map<Group, Roll.Group> groups = new ConcurrentHashMap<>();
    private final List<Deferred> deferred = new ArrayList<>();

    /** Whom the event is about; null for one about a persona. */
    public static @Nullable IdentityKey identity(PersonaEvent event) {
        return switch (event) {
            case PersonaAssigned e -> e.identity();
            case PersonaLeft e -> e.identity();
            case PersonaDefined e -> null;
            case PersonaEvaluated e -> null;
            case PersonaRetired e -> null;
        };
    }

    public void apply(PersonaEvent event, long position) {
        var id = event.persona().name();
        var known = personas.at(id, position);
        switch (event) {
            case PersonaAssigned e -> group(id, e.version()).enter(e.identity(), position);
            case PersonaLeft e -> group(id, e.version()).leave(e.identity(), position);
            case PersonaDefined e -> {
                var persona = known == null ? new Persona(id, new TreeMap<>()) : known;
                personas.put(id, persona.defined(e.version(), e.name()), position);
            }
            case PersonaEvaluated e -> {
                if (known != null) {
                    personas.put(id, known.evaluated(e.version()), position);
                }
            }
            case PersonaRetired e -> personas.put(id, null, position);
        }
    }

    Roll.Group group(String persona, long version) {
        return groups.computeIfAbsent(new Group(persona, version), group -> roll.group());
    }

    /** As {@link #apply}, in any order, before anything else; to be followed by {@link #endLoad}. */
    public void load(PersonaEvent event, long position) {
        switch (event) {
            case PersonaAssigned e -> group(e.persona().name(), e.version()).load(e.identity(), position, true);
            case PersonaLeft e -> group(e.persona().name(), e.version()).load(e.identity(), position, false);
            case PersonaDefined e -> deferred.add(new Deferred(e, position));
            case PersonaEvaluated e -> deferred.add(new Deferred(e, position));
            case PersonaRetired e -> deferred.add(new Deferred(e, position));
        }
    }

    public void endLoad() {
        deferred.sort(Comparator.comparingLong(Deferred::position));
        deferred.forEach(told -> apply(told.event, told.position));
        deferred.clear();
        groups.values().forEach(Roll.Group::endLoad);
    }

    /** These identities were never any persona. */
    public void erase(Collection<IdentityKey> identities) {
        groups.values().forEach(group -> identities.forEach(group::forget));
    }

    /** Whether the identity ever was any persona, so that there is something to look for. */
    public boolean tellsOf(IdentityKey identity) {
        return roll.contains(identity);
    }

    History<Persona> personas() {
        return personas;
    }

    /** @param position everything at or below it has been applied */
    public PersonasAsOf at(long position) {
        return new PersonasAsOf(this, position);
    }
}
