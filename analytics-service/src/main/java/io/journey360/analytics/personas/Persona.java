package io.journey360.analytics.personas;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A persona that is in use, as it is known by its versions at some position. */
public record Persona(String id, SortedMap<Long, Version> versions) {

    public Persona {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    /** @param evaluated whether everybody has been looked at, so that it tells who they are */
    public record Version(long number, String name, boolean evaluated) {}

    /** The version that answers for the persona; empty as long as none was evaluated. */
    public Optional<Version> inForce() {
        return versions.values().stream().filter(Version::evaluated).reduce((earlier, later) -> later);
    }

    /** A version that is known already has another name from here on. */
    Persona defined(long number, String name) {
        var version = versions.get(number);
        return with(new Version(number, name, version != null && version.evaluated));
    }

    private Persona with(Version version) {
        var all = new TreeMap<>(versions);
        all.put(version.number, version);
        return new Persona(id, all);
    }

    /** Nothing is known of a version that was not defined, or was retired since. */
    Persona evaluated(long number) {
        var version = versions.get(number);
        return version == null ? this : with(new Version(number, version.name, true));
    }
}
