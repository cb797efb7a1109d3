package io.journey360.analytics.personas;

import io.journey360.analytics.index.IdentitySet;
import io.journey360.events.IdentityKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Who was which persona as of one position. Costs nothing to have; any number of threads may read it. */
public final class PersonasAsOf {

    private static final char OF_VERSION = '@';

    private final PersonaHistory history;
    private final long position;

    PersonasAsOf(PersonaHistory history, long position) {
        this.history = history;
        this.position = position;
    }

    public long position() {
        return position;
    }

    /** Those in use, by id. */
    public List<Persona> all() {
        return history.personas().allAt(position);
    }

    /**
     * Identities of the people who are a persona, by its name ({@code gold}) in the version that answers for it, or in the one that is
     * named ({@code gold@1}).
     *
     * @return empty when there is no such persona, or nobody has been looked at yet
     */
    public Optional<IdentitySet> people(String name) {
        int at = name.lastIndexOf(OF_VERSION);
        return at < 0
                ? find(name).flatMap(Persona::inForce).map(version -> people(name, version.number()))
                : people(name.substring(0, at), name.substring(at + 1));
    }

    /** Whether it is one that {@link #people} finds as soon as everybody has been looked at. */
    public boolean isBeingEvaluated(String name) {
        int at = name.lastIndexOf(OF_VERSION);
        return find(at < 0 ? name : name.substring(0, at)).stream()
                .flatMap(found -> found.versions().values().stream())
                .filter(version -> at < 0 || String.valueOf(version.number()).equals(name.substring(at + 1)))
                .anyMatch(version -> !version.evaluated());
    }

    private Optional<IdentitySet> people(String persona, String version) {
        return find(persona)
                .flatMap(found -> found.versions().values().stream()
                        .filter(Persona.Version::evaluated)
                        .filter(known -> String.valueOf(known.number()).equals(version))
                        .findFirst())
                .map(known -> people(persona, known.number()));
    }

    /** Whether any of the identities is the persona, named as in {@link #people}. */
    public boolean areAny(Collection<IdentityKey> identities, String name) {
        return identities.stream().anyMatch(history::tellsOf)
                && people(name)
                        .filter(people -> identities.stream().anyMatch(people::contains))
                        .isPresent();
    }

    /** Identities of the people who are any persona. */
    public IdentitySet anybody() {
        return all().stream()
                .flatMap(persona -> persona.inForce().stream().map(version -> people(persona.id(), version.number())))
                .reduce(IdentitySet.NOBODY, IdentitySet::or);
    }

    private Optional<Persona> find(String id) {
        return Optional.ofNullable(history.personas().at(id, position));
    }

    private IdentitySet people(String persona, long version) {
        return history.group(persona, version).at(position);
    }
}
