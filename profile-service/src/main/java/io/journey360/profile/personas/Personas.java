package io.journey360.profile.personas;

import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaDefined;
import io.journey360.events.PersonaEvaluated;
import io.journey360.events.PersonaEvent;
import io.journey360.events.PersonaId;
import io.journey360.events.PersonaLeft;
import io.journey360.events.PersonaRetired;
import io.journey360.events.Persons;
import io.journey360.events.ProfileErased;
import io.journey360.events.Retracted;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.consents.ConsentSettings;
import io.journey360.profile.domain.PersonaSteps;
import io.journey360.profile.domain.PersonaSteps.Step;
import io.journey360.profile.links.FoldedEvent;
import io.journey360.profile.links.FollowingFold;
import io.journey360.profile.personas.RuleFold.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every persona with its two latest versions, folded with the links. The definitions are read before the log is, so that one
 * reading is enough for all that were there at the start; what is defined later is read for apart, and joins.
 */
@Component
class Personas implements FollowingFold {

    static final int VERSIONS_KEPT = 2;

    /** So many events are read while nothing is folded. */
    private static final int NEAR = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Personas.class);

    private final EventStore events;
    private final OpenedTraits traits;
    private final ConsentSettings consents;
    private final JsonMapper json;
    private final Map<PersonaId, Persona> personas = new TreeMap<>(Comparator.comparing(PersonaId::value));
    private final Set<Long> retracted = new HashSet<>();
    private volatile long position;

    Personas(EventStore events, OpenedTraits traits, ConsentSettings consents, JsonMapper json) {
        this.events = events;
        this.traits = traits;
        this.consents = consents;
        this.json = json;
    }

    /** A persona by now. */
    private static final class Persona {

        /** How often it was changed, as far as it was read; changes that are met again in the log are passed over. */
        private long revision;

        private long met;

        /** The latest ones, the newest last; empty once it is retired. */
        private final List<PersonaVersion> versions = new ArrayList<>();
    }

    /** @param versions the two latest, the newest last */
    record Defined(PersonaId id, long revision, List<PersonaVersion> versions) {

        PersonaVersion newest() {
            return versions.getLast();
        }

        /** The version that answers for the persona; empty until everybody was looked at once. */
        Optional<PersonaVersion> inForce() {
            return versions.reversed().stream()
                    .filter(PersonaVersion::isEvaluated)
                    .findFirst();
        }

        Optional<PersonaVersion> version(long version) {
            return versions.stream()
                    .filter(one -> one.definition().version() == version)
                    .findFirst();
        }
    }

    @Override
    public synchronized void prepare() {
        personas.clear();
        events.readEvents(PersonaSteps.DEFINITIONS).asStream().forEach(message -> {
            if (message.getPayload() instanceof PersonaEvent event) {
                define(event);
            }
        });
        for (var persona : personas.values()) {
            persona.versions.forEach(version -> version.join(foldFor(version, retracted)));
        }
    }

    /** A fold that has read nothing yet. */
    RuleFold foldFor(PersonaVersion version) {
        return foldFor(version, new HashSet<>());
    }

    private RuleFold foldFor(PersonaVersion version, Set<Long> known) {
        return new RuleFold(version.rule(), consents.analyticsDemanded(), traits, known, identity -> {
            if (version.fold() != null) {
                version.compare(identity);
            }
        });
    }

    private void define(PersonaEvent event) {
        var persona = personas.computeIfAbsent(event.persona(), id -> new Persona());
        persona.revision++;
        if (event instanceof PersonaDefined defined) {
            define(persona, defined);
        } else {
            persona.versions.clear();
        }
    }

    private void define(Persona persona, PersonaDefined defined) {
        var known = persona.versions.isEmpty() ? null : persona.versions.getLast();
        if (known != null && known.definition().version() == defined.version()) {
            known.rename(defined);
            return;
        }
        try {
            var rule = RuleReader.read(json.readTree(defined.rule()));
            persona.versions.add(new PersonaVersion(defined, rule));
        } catch (Problem e) {
            LOG.error("{} in version {} cannot be read: {}", defined.persona(), defined.version(), e.errors());
        }
        if (persona.versions.size() > VERSIONS_KEPT) {
            persona.versions.removeFirst();
        }
    }

    @Override
    public synchronized void fold(FoldedEvent folded, Persons before, Persons after) {
        position = folded.position();
        if (folded.event() instanceof PersonaEvent event) {
            record(event);
        } else if (folded.event() instanceof Retracted event) {
            retracted.add(RuleEvidence.key(event.source(), event.retractedId()));
        }
        var versions = versions();
        if (versions.isEmpty()) {
            return;
        }
        var regrouped = Regrouped.by(folded.event(), before, after);
        for (var version : versions) {
            if (folded.event() instanceof ProfileErased erased) {
                version.record(erased);
            }
            var fold = version.fold();
            if (fold != null) {
                fold.fold(folded, before, after, regrouped);
            }
        }
    }

    private void record(PersonaEvent event) {
        switch (event) {
            case PersonaDefined e -> change(e);
            case PersonaRetired e -> change(e);
            case PersonaAssigned e -> version(e.persona(), e.version()).ifPresent(version -> version.record(e));
            case PersonaLeft e -> version(e.persona(), e.version()).ifPresent(version -> version.record(e));
            case PersonaEvaluated e -> version(e.persona(), e.version()).ifPresent(version -> version.record(e));
        }
    }

    private void change(PersonaEvent event) {
        var persona = personas.computeIfAbsent(event.persona(), id -> new Persona());
        if (++persona.met > persona.revision) {
            define(event);
        }
    }

    private Optional<PersonaVersion> version(PersonaId id, long version) {
        var persona = personas.get(id);
        return persona == null
                ? Optional.empty()
                : persona.versions.stream()
                        .filter(one -> one.definition().version() == version)
                        .findFirst();
    }

    private List<PersonaVersion> versions() {
        if (personas.isEmpty()) {
            return List.of();
        }
        var versions = new ArrayList<PersonaVersion>();
        personas.values().forEach(persona -> versions.addAll(persona.versions));
        return versions;
    }

    /** Everything at or below it was folded. */
    long position() {
        return position;
    }

    /** One that the log has still to be read for. */
    synchronized Optional<PersonaVersion> behind() {
        return versions().stream().filter(version -> version.fold() == null).findFirst();
    }

    /**
     * Has a version folded with everything else from now on, if the reading of the log for it is near enough to be ended here.
     *
     * @param rest reads on to a position, while nothing is folded
     */
    synchronized boolean join(PersonaVersion version, RuleFold fold, long read, LongConsumer rest) {
        if (position - read > NEAR) {
            return false;
        }
        rest.accept(position);
        fold.shareRetracted(retracted);
        version.join(fold);
        return true;
    }

    /** Whether there is anything to record, or time alone may have changed something. */
    synchronized boolean isDue(long now) {
        for (var version : versions()) {
            var fold = version.fold();
            if (fold != null && (fold.changesAt() <= now || version.isDue())) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is to be recorded by now.
     *
     * @param asOf who is one person as of a position
     */
    synchronized List<Step> due(Instant now, LongFunction<Persons> asOf, int limit) {
        var persons = asOf.apply(position);
        var steps = new ArrayList<Step>();
        for (var version : versions()) {
            var fold = version.fold();
            if (fold != null) {
                fold.passTime(now.toEpochMilli(), persons);
                steps.addAll(version.due(persons, now, limit - steps.size()));
            }
            if (steps.size() >= limit) {
                break;
            }
        }
        return steps;
    }

    /** Those that are not retired, by name. */
    synchronized List<Defined> all() {
        return personas.entrySet().stream()
                .filter(entry -> !entry.getValue().versions.isEmpty())
                .map(entry -> defined(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Empty when there is none, or none any more. */
    synchronized Optional<Defined> find(PersonaId id) {
        return Optional.ofNullable(personas.get(id))
                .filter(persona -> !persona.versions.isEmpty())
                .map(persona -> defined(id, persona));
    }

    private static Defined defined(PersonaId id, Persona persona) {
        return new Defined(id, persona.revision, List.copyOf(persona.versions));
    }

    /** What the rule says of a person at a moment; null while the log is being read for it. */
    synchronized @Nullable Answer ask(PersonaVersion version, Collection<IdentityKey> identities, long moment) {
        var fold = version.fold();
        return fold == null ? null : fold.ask(identities, moment);
    }
}
