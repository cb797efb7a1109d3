package io.journey360.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The linking rule: which identities are one person, folded over the log in position order.
 *
 * <ul>
 *   <li>An event that carries a known customer and an anonymous identity links the two. An anonymous identity belongs to at
 *       most one known customer: seen with a second, its link is undone from that position on, for good, and it belongs to
 *       nobody. That holds even between customers who are merged at the time, so that undoing the merge leaves exactly what
 *       there would be without it.
 *   <li>What is told without trust links an anonymous identity only to a customer to whom none was linked before.
 *   <li>Two known customers become one person only by a merge. Undoing it removes that link and nothing else.
 *   <li>A link that would give a person more than {@value #MAX_IDENTITIES} identities is refused and the person flagged. It
 *       is not remembered: it is made when the two are seen again and there is room.
 *   <li>When a person is erased, all its links and merges are undone from that position on. An anonymous identity of theirs
 *       is linked to nobody again.
 * </ul>
 *
 * The same events in the same order give the same graph. A retraction takes back a fact about a customer, not what its event
 * told about identities.
 *
 * <p>One thread folds; {@link #current()} and {@link #asOf(long)} may be read by any thread meanwhile, without locks. Nothing
 * at or below a folded position ever changes, so {@code asOf} that position is a consistent snapshot, and costs nothing. A
 * link takes about 120 bytes, a repeated one only a look-up.
 */
public final class IdentityGraph {

    public static final int MAX_IDENTITIES = 100;

    /** What an event meant to the graph. */
    public sealed interface Outcome {

        enum Settled implements Outcome {
            LINKED,
            /** The link was there. */
            ALREADY,
            /** Not linked: the anonymous identity is known to be shared. */
            SHARED,
            /** Not linked: somebody else is that customer already, and who told it is not trusted to know better. */
            CLAIMED,
            /** Not linked: the person would have more than {@value #MAX_IDENTITIES} identities. */
            TOO_MANY,
            UNMERGED,
            /** Links of a person were undone because it was erased. */
            ERASED,
            /** There is no such merge, or an identity is of the wrong kind for the link. */
            UNKNOWN,
            /** The event says nothing about identities. */
            NONE
        }

        /** The anonymous identity belonged to the first customer and was now seen with another. */
        record Conflicted(IdentityKey anonymous, IdentityKey first, IdentityKey other) implements Outcome {}
    }

    private static final long NEVER = Long.MAX_VALUE;
    private static final Anonymous[] NO_ANONYMOUS = {};

    private final Map<MergeId, Merge> activeMerges = new HashMap<>();
    private final Map<Customer, Long> crowdedSince = new ConcurrentHashMap<>();
    private final View current = new View(NEVER - 1);
    private volatile AtomicReferenceArray<@Nullable Identity> table = new AtomicReferenceArray<>(1 << 10);
    private int identities;
    private volatile int joined;

    /** Folds one event in. Positions must not go down. */
    public Outcome apply(long position, PublishedEvent event) {
        return switch (event) {
            case JourneyEvent e -> {
                var customer = e.moment().customer();
                var anonymous = e.moment().anonymous();
                yield customer == null || anonymous == null
                        ? Outcome.Settled.NONE
                        : link(position, customer, anonymous);
            }
            case IdentityAttached e -> link(position, e.customer(), e.anonymous());
            case CustomersMerged e -> merge(position, e.merge(), e.first(), e.second());
            case Aliased e -> merge(position, e.merge(), e.customer(), e.previous());
            case Identified e -> identify(position, e);
            case MergeUndone e -> unmerge(position, e.merge());
            case ProfileOpened e -> Outcome.Settled.NONE;
            case ConsentEvent e -> Outcome.Settled.NONE;
            case TraitsChanged e -> Outcome.Settled.NONE;
            case ProfileErased e -> erase(position, e.identities());
            case ErasureEvent e -> Outcome.Settled.NONE;
            case LinkConflicted e -> Outcome.Settled.NONE; // follows from the events before it
            case Retracted e -> Outcome.Settled.NONE;
            case PersonaEvent e -> Outcome.Settled.NONE;
            case RetentionEvent e -> Outcome.Settled.NONE;
            case CatalogueEvent e -> Outcome.Settled.NONE;
        };
    }

    private Outcome identify(long position, Identified told) {
        var customer = told.customer();
        var anonymous = told.anonymous();
        if (customer == null || anonymous == null) {
            return Outcome.Settled.NONE;
        }
        return told.trusted() ? link(position, customer, anonymous) : claim(position, customer, anonymous);
    }

    /**
     * As {@link #link}, but makes no link to a customer who has, or had, another anonymous identity. Merges do not count, so that
     * undoing one leaves what there would be without it. A device of another customer is a conflict all the same: that joins
     * nobody with anybody.
     */
    public Outcome claim(long position, IdentityKey customer, IdentityKey anonymous) {
        return find(anonymous) == null
                        && find(customer) instanceof Customer owner
                        && (owner.anonymous.length > 0 || owner.parted != null)
                ? Outcome.Settled.CLAIMED
                : link(position, customer, anonymous);
    }

    public Outcome link(long position, IdentityKey customer, IdentityKey anonymous) {
        var found = find(anonymous);
        if (found instanceof Anonymous known) {
            return switch (known.belonging) {
                case Customer owner ->
                    owner.is(customer) ? Outcome.Settled.ALREADY : part(position, known, owner, customer);
                case Conflict conflict -> Outcome.Settled.SHARED;
            };
        }
        if (found != null || anonymous.equals(customer)) {
            return Outcome.Settled.UNKNOWN;
        }
        var owner = find(customer);
        if (owner instanceof Anonymous) {
            return Outcome.Settled.UNKNOWN;
        }
        var to = owner instanceof Customer there ? there : add(new Customer(customer));
        if (size(to) >= MAX_IDENTITIES) {
            crowdedSince.putIfAbsent(to, position);
            return Outcome.Settled.TOO_MANY;
        }
        var linked = add(new Anonymous(anonymous, to, position));
        var members = Arrays.copyOf(to.anonymous, to.anonymous.length + 1);
        members[members.length - 1] = linked;
        to.anonymous = members;
        joined++;
        return Outcome.Settled.LINKED;
    }

    private Outcome part(long position, Anonymous anonymous, Customer owner, IdentityKey other) {
        part(anonymous, owner, new Conflict(owner, other.high(), other.low(), position, false));
        return new Outcome.Conflicted(anonymous.key(), owner.key(), other);
    }

    private void part(Anonymous anonymous, Customer owner, Conflict why) {
        // Readers look at the members first and at the parted after, so the identity must be in either at any time.
        owner.parted = new Parted(anonymous, owner.parted);
        anonymous.belonging = why;
        owner.anonymous =
                Arrays.stream(owner.anonymous).filter(a -> a != anonymous).toArray(Anonymous[]::new);
        joined--;
    }

    public Outcome merge(long position, MergeId id, IdentityKey a, IdentityKey b) {
        var foundA = find(a);
        var foundB = find(b);
        if (foundA instanceof Anonymous || foundB instanceof Anonymous) {
            return Outcome.Settled.UNKNOWN;
        }
        if (a.equals(b) || activeMerges.containsKey(id)) {
            return Outcome.Settled.ALREADY;
        }
        var first = foundA instanceof Customer there ? there : add(new Customer(a));
        var second = foundB instanceof Customer there ? there : add(new Customer(b));
        boolean apart = !List.of(component(first)).contains(second);
        if (apart && size(first) + size(second) > MAX_IDENTITIES) {
            crowdedSince.putIfAbsent(first, position);
            crowdedSince.putIfAbsent(second, position);
            return Outcome.Settled.TOO_MANY;
        }
        var merge = new Merge(id, first, second, position);
        activeMerges.put(id, merge);
        first.merges = mergesOf(first).with(merge);
        second.merges = mergesOf(second).with(merge);
        if (apart) {
            joined++;
            settle(first);
        }
        return Outcome.Settled.LINKED;
    }

    public Outcome unmerge(long position, MergeId id) {
        var merge = activeMerges.remove(id);
        if (merge == null) {
            return Outcome.Settled.UNKNOWN;
        }
        merge.undoneAt = position;
        settle(merge.first);
        if (!List.of(component(merge.first)).contains(merge.second)) {
            settle(merge.second);
            joined--;
        }
        return Outcome.Settled.UNMERGED;
    }

    private Outcome erase(long position, List<IdentityKey> erased) {
        boolean changed = false;
        for (var key : erased) {
            switch (find(key)) {
                case Customer customer -> {
                    for (var merge : mergesOf(customer).all) {
                        merge.erased = true;
                        changed |= unmerge(position, merge.id) == Outcome.Settled.UNMERGED;
                    }
                    for (var anonymous : customer.anonymous) {
                        part(anonymous, customer, new Conflict(customer, 0, 0, position, true));
                        changed = true;
                    }
                }
                case Anonymous anonymous -> {
                    if (anonymous.belonging instanceof Customer owner) {
                        part(anonymous, owner, new Conflict(owner, 0, 0, position, true));
                        changed = true;
                    }
                }
                case null -> {}
            }
        }
        return changed ? Outcome.Settled.ERASED : Outcome.Settled.NONE;
    }

    /** Recomputes who is one with this customer from the merges that hold. */
    private static void settle(Customer member) {
        var customers = reachable(member, NEVER - 1).toArray(Customer[]::new);
        Arrays.sort(customers, Identity.BY_KEY);
        for (var customer : customers) {
            customer.merges = new Merges(customers, mergesOf(customer).all);
        }
    }

    /** As of the last event folded, and growing with it. */
    public Persons current() {
        return current;
    }

    /** As of a position that was folded already: everything at or below it. */
    public Persons asOf(long position) {
        return new View(position);
    }

    /** By how many the persons are fewer than the identities. */
    public int joined() {
        return joined;
    }

    private static Merges mergesOf(Customer customer) {
        var merges = customer.merges;
        return merges == null ? new Merges(new Customer[] {customer}, List.of()) : merges;
    }

    private static Customer[] component(Customer customer) {
        return mergesOf(customer).component;
    }

    private static int size(Customer customer) {
        int size = 0;
        for (var member : component(customer)) {
            size += 1 + member.anonymous.length;
        }
        return size;
    }

    private static Set<Customer> reachable(Customer from, long position) {
        var reached = new LinkedHashSet<Customer>();
        var open = new ArrayDeque<Customer>();
        reached.add(from);
        open.add(from);
        while (!open.isEmpty()) {
            var customer = open.remove();
            for (var merge : mergesOf(customer).all) {
                var other = merge.first == customer ? merge.second : merge.first;
                if (merge.holdsAt(position) && reached.add(other)) {
                    open.add(other);
                }
            }
        }
        return reached;
    }

    private @Nullable Identity find(IdentityKey key) {
        return find(key.high(), key.low());
    }

    private @Nullable Identity find(long high, long low) {
        var slots = table;
        int mask = slots.length() - 1;
        for (int slot = slot(high, low, mask); ; slot = slot + 1 & mask) {
            var there = slots.getAcquire(slot);
            if (there == null || there.high == high && there.low == low) {
                return there;
            }
        }
    }

    private <I extends Identity> I add(I identity) {
        identities++;
        var slots = table;
        if (identities > slots.length() / 4 * 3) {
            var larger = new AtomicReferenceArray<@Nullable Identity>(slots.length() * 2);
            for (int i = 0; i < slots.length(); i++) {
                var there = slots.getPlain(i);
                if (there != null) {
                    place(larger, there);
                }
            }
            slots = larger;
        }
        place(slots, identity);
        table = slots;
        return identity;
    }

    private static void place(AtomicReferenceArray<@Nullable Identity> slots, Identity identity) {
        int mask = slots.length() - 1;
        int slot = slot(identity.high, identity.low, mask);
        while (slots.getPlain(slot) != null) {
            slot = slot + 1 & mask;
        }
        slots.setRelease(slot, identity);
    }

    private static int slot(long high, long low, int mask) {
        long mixed = (high * 31 + low) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    private void forEach(Consumer<Identity> consumer) {
        var slots = table;
        for (int i = 0; i < slots.length(); i++) {
            var there = slots.getAcquire(i);
            if (there != null) {
                consumer.accept(there);
            }
        }
    }

    private abstract static sealed class Identity {

        static final Comparator<Identity> BY_KEY = (a, b) -> IdentityKey.compare(a.high, a.low, b.high, b.low);

        final long high;
        final long low;

        Identity(IdentityKey key) {
            high = key.high();
            low = key.low();
        }

        boolean is(IdentityKey key) {
            return high == key.high() && low == key.low();
        }

        IdentityKey key() {
            return IdentityKey.of(high, low);
        }
    }

    private sealed interface Belonging {}

    private static final class Customer extends Identity implements Belonging {

        /** Those linked now. Replaced, never written to. */
        volatile Anonymous[] anonymous = NO_ANONYMOUS;

        /** Null as long as the customer was never merged. */
        volatile @Nullable Merges merges;

        volatile @Nullable Parted parted;

        Customer(IdentityKey key) {
            super(key);
        }
    }

    private static final class Anonymous extends Identity {

        final long linkedAt;
        volatile Belonging belonging;

        Anonymous(IdentityKey key, Customer owner, long linkedAt) {
            super(key);
            this.linkedAt = linkedAt;
            this.belonging = owner;
        }

        @Nullable Customer ownerAt(long position) {
            if (linkedAt > position) {
                return null;
            }
            return switch (belonging) {
                case Customer owner -> owner;
                case Conflict conflict -> conflict.position > position ? conflict.owner : null;
            };
        }

        Persons.Link link() {
            return switch (belonging) {
                case Customer owner -> new Persons.Link(owner.key(), key(), linkedAt, null, null);
                case Conflict conflict ->
                    new Persons.Link(
                            conflict.owner.key(),
                            key(),
                            linkedAt,
                            null,
                            new Persons.Undoing(
                                    conflict.position,
                                    conflict.erased ? null : IdentityKey.of(conflict.otherHigh, conflict.otherLow)));
            };
        }
    }

    /**
     * Whom an anonymous identity no longer belongs to.
     *
     * @param erased because the person was erased: then there is no other customer
     */
    private record Conflict(Customer owner, long otherHigh, long otherLow, long position, boolean erased)
            implements Belonging {}

    /** The anonymous identities a customer lost to conflicts, the latest first. */
    private record Parted(Anonymous anonymous, @Nullable Parted earlier) {}

    /** Who is one with a customer now, and all merges that ever named it. Replaced, never written to. */
    private static final class Merges {

        final Customer[] component;
        final List<Merge> all;

        Merges(Customer[] component, List<Merge> all) {
            this.component = component;
            this.all = all;
        }

        Merges with(Merge merge) {
            var more = new ArrayList<>(all);
            more.add(merge);
            return new Merges(component, List.copyOf(more));
        }
    }

    private static final class Merge {

        final MergeId id;
        final Customer first;
        final Customer second;
        final long position;
        volatile long undoneAt = NEVER;
        volatile boolean erased;

        Merge(MergeId id, Customer first, Customer second, long position) {
            this.id = id;
            this.first = first;
            this.second = second;
            this.position = position;
        }

        boolean holdsAt(long at) {
            return position <= at && at < undoneAt;
        }

        Persons.Link link(long at) {
            long undone = undoneAt;
            return new Persons.Link(
                    first.key(), second.key(), position, id, undone <= at ? new Persons.Undoing(undone, null) : null);
        }
    }

    /** The graph at a position: filters what is newer. The newest view takes the merged customers as they were last settled. */
    final class View implements Persons {

        private final long position;

        private View(long position) {
            this.position = position;
        }

        @Override
        public IdentityKey personOf(IdentityKey identity) {
            var customer = customerOf(find(identity));
            if (customer == null || mergesOf(customer).all.isEmpty()) {
                return customer == null ? identity : customer.key();
            }
            var members = customers(customer);
            return members.stream().min(Identity.BY_KEY).orElse(customer).key();
        }

        @Override
        public @Nullable IdentityKey customerOf(IdentityKey identity) {
            var customer = customerOf(find(identity));
            return customer == null ? null : customer.key();
        }

        @Override
        public boolean alone(long high, long low) {
            var found = find(high, low);
            var customer = customerOf(found);
            if (customer == null || found instanceof Anonymous) {
                return customer == null;
            }
            for (var anonymous : customer.anonymous) {
                if (anonymous.linkedAt <= position) {
                    return false;
                }
            }
            return identities(customer).size() == 1;
        }

        @Override
        public boolean alone(IdentityKey identity) {
            return alone(identity.high(), identity.low());
        }

        @Override
        public List<IdentityKey> identitiesOf(IdentityKey anyMember) {
            var customer = customerOf(find(anyMember));
            return customer == null ? List.of(anyMember) : keys(identities(customer));
        }

        @Override
        public @Nullable IdentityKind kindOf(IdentityKey identity) {
            return switch (find(identity)) {
                case Customer customer -> IdentityKind.CUSTOMER;
                case Anonymous anonymous -> IdentityKind.ANONYMOUS;
                case null -> null;
            };
        }

        @Override
        public boolean shared(IdentityKey identity) {
            return find(identity) instanceof Anonymous anonymous
                    && anonymous.belonging instanceof Conflict conflict
                    && !conflict.erased
                    && conflict.position <= position;
        }

        @Override
        public boolean crowded(IdentityKey anyMember) {
            var customer = customerOf(find(anyMember));
            return customer != null
                    && customers(customer).stream().anyMatch(c -> crowdedSince.getOrDefault(c, NEVER) <= position);
        }

        @Override
        public List<Link> linksOf(IdentityKey anyMember) {
            var links = new ArrayList<Link>();
            var customer = customerOf(find(anyMember));
            if (customer == null) {
                if (find(anyMember) instanceof Anonymous anonymous && !isErased(anonymous)) {
                    addLink(anonymous, links);
                }
                return links;
            }
            var merges = new HashSet<Merge>();
            for (var member : customers(customer)) {
                everLinked(member).stream().filter(a -> !isErased(a)).forEach(a -> addLink(a, links));
                merges.addAll(mergesOf(member).all);
            }
            merges.stream().filter(m -> !m.erased).forEach(m -> addLink(m, links));
            links.sort(Comparator.comparingLong(Link::position));
            return links;
        }

        @Override
        public List<Link> history() {
            var links = new ArrayList<Link>();
            forEach(identity -> {
                switch (identity) {
                    case Anonymous anonymous -> addLink(anonymous, links);
                    case Customer customer ->
                        mergesOf(customer).all.stream()
                                .filter(m -> m.first == customer)
                                .forEach(m -> addLink(m, links));
                }
            });
            links.sort(Comparator.comparingLong(Link::position));
            return links;
        }

        @Override
        public void forEachJoined(Consumer<List<IdentityKey>> person) {
            forEach(identity -> {
                if (identity instanceof Customer customer) {
                    var members = customers(customer);
                    if (members.stream().min(Identity.BY_KEY).orElse(customer) == customer) {
                        var identities = identities(members);
                        if (identities.size() > 1) {
                            person.accept(keys(identities));
                        }
                    }
                }
            });
        }

        private static boolean isErased(Anonymous anonymous) {
            return anonymous.belonging instanceof Conflict conflict && conflict.erased;
        }

        private void addLink(Anonymous anonymous, List<Link> links) {
            var link = anonymous.link();
            if (link.position() <= position) {
                var undone = link.undone();
                links.add(
                        undone == null || undone.position() <= position
                                ? link
                                : new Link(link.first(), link.second(), link.position(), null, null));
            }
        }

        private void addLink(Merge merge, List<Link> links) {
            if (merge.position <= position) {
                links.add(merge.link(position));
            }
        }

        /** The customer whose person this is; null for an anonymous identity that is alone and for what was never linked. */
        private @Nullable Customer customerOf(@Nullable Identity identity) {
            return switch (identity) {
                case Customer customer -> customer;
                case Anonymous anonymous -> anonymous.ownerAt(position);
                case null -> null;
            };
        }

        private Collection<Customer> customers(Customer member) {
            return this == current ? List.of(component(member)) : reachable(member, position);
        }

        private Set<Identity> identities(Customer member) {
            return identities(customers(member));
        }

        private Set<Identity> identities(Collection<Customer> customers) {
            var identities = new TreeSet<>(Identity.BY_KEY);
            for (var customer : customers) {
                identities.add(customer);
                for (var anonymous : everLinked(customer)) {
                    if (anonymous.ownerAt(position) == customer) {
                        identities.add(anonymous);
                    }
                }
            }
            return identities;
        }

        private Set<Anonymous> everLinked(Customer customer) {
            var anonymous = new LinkedHashSet<>(List.of(customer.anonymous));
            for (var parted = customer.parted; parted != null; parted = parted.earlier) {
                anonymous.add(parted.anonymous);
            }
            return anonymous;
        }

        private static List<IdentityKey> keys(Collection<Identity> identities) {
            return identities.stream().map(Identity::key).toList();
        }
    }
}
