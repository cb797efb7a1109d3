package io.journey360.analytics.journey;

import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.consents.Naming;
import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.TimelineItem;
import io.journey360.analytics.feed.Contacts;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.generation.Generations;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.Moment;
import io.journey360.events.Persons;
import io.journey360.events.Reviewed;
import io.journey360.platform.problem.Problem;
import io.journey360.platform.sealing.Opener;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts a person's 360° view together from facts. All calls block. */
@Component
class JourneyReader {

    private final KeptFacts facts;
    private final LiveView live;
    private final Forgotten forgotten;
    private final Generations generations;
    private final JourneySettings settings;
    private final Naming naming;
    private final Opener opener;
    private final PersonTraits traits;
    private final PersonaMemberships memberships;
    private final Clock clock;

    JourneyReader(
            KeptFacts facts,
            LiveView live,
            Forgotten forgotten,
            Generations generations,
            JourneySettings settings,
            Naming naming,
            Opener opener,
            PersonTraits traits,
            PersonaMemberships memberships,
            Clock clock) {
        this.facts = facts;
        this.live = live;
        this.forgotten = forgotten;
        this.generations = generations;
        this.settings = settings;
        this.naming = naming;
        this.opener = opener;
        this.traits = traits;
        this.memberships = memberships;
        this.clock = clock;
    }

    /** @param version the same as long as the person's view says the same */
    record Read(CustomerJourney journey, int version) {}

    /**
     * @param sealedToo whether the caller may read what is sealed
     * @param asOf an instant or a position; what is known now without
     * @throws Problem 404 when nothing is known of such a customer, 403 when they may not be named, 400 for a bad asOf or cursor
     */
    Read read(IdentityKey identity, @Nullable String asOf, int limit, @Nullable String cursor, boolean sealedToo) {
        var place = cursor == null ? null : TimelineCursor.decode(cursor);
        int generation = place == null ? generations.active() : generations.resolve(place.generation());
        long newest = newest();
        var known = place == null
                ? live.times().resolve(asOf, newest)
                : live.times().at(Math.min(place.position(), newest));
        var persons = live.persons(known.position());
        var identities = told(identity, persons, known.position());
        var all = facts(generation, identities, known.position(), newest);
        if (all.isEmpty() && identities.size() == 1 && live.opened(identity) == null) {
            throw CustomerIds.unknown();
        }
        naming.demand(identities);
        int from = place == null ? 0 : Math.min(place.offset(), all.size());
        int to = Math.min(all.size(), from + limit);
        var next = to < all.size() ? new TimelineCursor(generation, known.position(), to).encoded() : null;
        var page = all.subList(from, to).stream()
                .map(fact -> item(fact, sealedToo))
                .toList();
        var personal = sealedToo
                ? traits.open(
                        generation,
                        identities.stream().filter(live.contacts()::tellOf).toList(),
                        known.position(),
                        live::erasedUpTo)
                : null;
        var person = person(identity, identities, persons);
        var personas = memberships.of(generation, identities, known.position());
        var view = view(person, identities, personal, personas, persons, all, page, next, known);
        int version = version(identities, all, from, limit, asOf, view);
        return new Read(view, personal == null ? version : Objects.hash(version, personal.version()));
    }

    /** The person's identities then. Before an erasure nobody was anybody, as far as may be told. */
    private List<IdentityKey> told(IdentityKey identity, Persons persons, long position) {
        return live.erasedUpTo(identity) >= position
                ? List.of(identity)
                : persons.identitiesOf(identity).stream()
                        .filter(member -> live.erasedUpTo(member) < position)
                        .toList();
    }

    private static IdentityKey person(IdentityKey identity, List<IdentityKey> identities, Persons persons) {
        var person = persons.personOf(identity);
        return identities.contains(person)
                ? person
                : identities.stream()
                        .filter(member -> persons.kindOf(member) == IdentityKind.CUSTOMER)
                        .findFirst()
                        .orElse(identity);
    }

    private TimelineItem item(Fact fact, boolean sealedToo) {
        var text = sealedToo && fact.event() instanceof Reviewed reviewed ? reviewed.text() : null;
        return text == null
                ? TimelineItem.of(fact)
                : TimelineItem.of(fact, opener.open(fact.identity(), fact.key(), "text", text));
    }

    /** Everything at or below it is both in documents and in the identity graph. */
    long newest() {
        return Math.min(live.position(), generations.position());
    }

    /** Whether anything is known of the identity. */
    boolean isKnown(IdentityKey identity) {
        long newest = newest();
        return live.opened(identity) != null
                || live.persons(newest).identitiesOf(identity).size() > 1
                || !facts(generations.active(), List.of(identity), newest).isEmpty();
    }

    /** @throws Problem 403 when the person may not be named */
    IdentityKey personOf(IdentityKey identity) {
        naming.demand(List.of(identity));
        return live.persons(newest()).personOf(identity);
    }

    /**
     * Persons that are reached by it and may be named, each with the identity it was told of.
     *
     * @throws Problem 403 when there are some and none may be named
     */
    SortedMap<IdentityKey, IdentityKey> reachedBy(Contacts.By by, String pseudonym) {
        var found = live.contacts().find(by, pseudonym, live.persons(newest()));
        var named = new TreeMap<>(found);
        named.keySet().removeIf(person -> !naming.mayName(person));
        if (named.isEmpty()) {
            naming.demand(found.keySet());
        }
        return named;
    }

    private List<Fact> facts(int generation, List<IdentityKey> identities, long position) {
        return facts(generation, identities, position, newest());
    }

    /** In time order, without those that may not be told. */
    private List<Fact> facts(int generation, List<IdentityKey> identities, long position, long newest) {
        var all = facts.facts(generation, identities, position, newest);
        all.removeIf(fact -> live.isRetracted(fact, position)
                || fact.position() <= live.erasedUpTo(fact.identity())
                || forgotten.isDropped(fact.event()));
        return all;
    }

    private CustomerJourney view(
            IdentityKey person,
            List<IdentityKey> identities,
            PersonTraits.@Nullable Opened personal,
            List<CustomerJourney.Persona> personas,
            Persons persons,
            List<Fact> all,
            List<TimelineItem> page,
            @Nullable String next,
            AsOf asOf) {
        var journeys = Journeys.of(all, settings.silence(), clock.instant());
        var bookings = BookingStory.of(all);
        var catalogue = live.catalogue(asOf.position());
        return new CustomerJourney(
                person,
                identities.stream()
                        .map(identity -> new CustomerJourney.Identity(identity, kind(identity, persons, all)))
                        .toList(),
                personal == null ? null : personal.traits(),
                personal == null ? null : personal.unreadable(),
                personas,
                live.consents().held(identities, asOf.position()).values().stream()
                        .map(CustomerJourney.Consent::of)
                        .toList(),
                journeys.isEmpty() ? null : journeys.getLast().stage(),
                journeys,
                page,
                next,
                Totals.of(all, journeys.size(), bookings.size()),
                Voice.of(all, catalogue),
                bookings,
                Encounters.by(Moment::channel, all),
                Encounters.by(Moment::touchpoint, all),
                PainPoint.of(all, catalogue),
                asOf);
    }

    private IdentityKind kind(IdentityKey identity, Persons persons, List<Fact> all) {
        var linked = persons.kindOf(identity);
        if (linked != null) {
            return linked;
        }
        var profile = live.opened(identity);
        if (profile != null) {
            return profile.kind();
        }
        return all.stream().anyMatch(fact -> identity.equals(fact.moment().customer()))
                ? IdentityKind.CUSTOMER
                : IdentityKind.ANONYMOUS;
    }

    /** Of numbers and strings only, so that all replicas say the same. */
    private static int version(
            List<IdentityKey> identities,
            List<Fact> all,
            int from,
            int limit,
            @Nullable String asOf,
            CustomerJourney view) {
        var positions = all.stream().map(Fact::position).toList();
        var open = !view.journeys().isEmpty() && view.journeys().getLast().open();
        var consents =
                view.consents().stream().map(CustomerJourney.Consent::position).toList();
        var personas = view.persona().toString();
        return Objects.hash(identities, positions, from, limit, asOf, open, consents, personas);
    }
}
