package io.journey360.analytics.index;

import io.journey360.events.Aliased;
import io.journey360.events.Booked;
import io.journey360.events.Called;
import io.journey360.events.Cancelled;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.CheckedIn;
import io.journey360.events.ConsentEvent;
import io.journey360.events.CustomersMerged;
import io.journey360.events.Discovered;
import io.journey360.events.ErasureEvent;
import io.journey360.events.Identified;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.LinkConflicted;
import io.journey360.events.MergeUndone;
import io.journey360.events.Moment;
import io.journey360.events.Money;
import io.journey360.events.NoShow;
import io.journey360.events.PersonaEvent;
import io.journey360.events.ProfileErased;
import io.journey360.events.ProfileEvent;
import io.journey360.events.ProfileOpened;
import io.journey360.events.PublishedEvent;
import io.journey360.events.Rescheduled;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import io.journey360.events.TraitsChanged;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The index: one thread adds what the log says and publishes it, any number take snapshots.
 *
 * <p>Divided into {@value #SHARDS} shards by the first bits of the identity, which are those of a keyed hash. Each has a sorted
 * base and a small delta of what came since; a delta that has grown too large is merged into a new base when the writer
 * publishes.
 */
public final class JourneyIndex {

    static final int SHARD_BITS = 6;
    static final int SHARDS = 1 << SHARD_BITS;

    private static final int NO_BOOKING = -1;
    private static final int JOINED_PER_PUBLISHING = 2;

    /** The index holds up to a thirty-second part of the horizon more than it must, so that old rows go many at a time. */
    private static final int STEPS_PER_HORIZON = 32;

    private static final long DAY_MILLIS = 86_400_000;
    private static final int ADDS_PER_MEASURE = 1 << 13;

    /** Times further from 1970 than this, in milliseconds, are taken as this: 73 million years, so that differences fit. */
    private static final long FURTHEST_MILLIS = 1L << 61;

    /** Something said about who is who. */
    private record Deferred(
            long position, Function<IdentityGraph, IdentityGraph.Outcome> said, Set<IdentityKey> named) {}

    /** @param identities empty for everybody */
    private record Drop(Set<JourneyEventType> types, long beforeMillis, List<IdentityKey> identities) {}

    private record DeferredRetraction(String key, IdentityKey identity, long occurredAtMillis, long position) {}

    private final IndexSettings settings;
    private final Map<String, String> names = new HashMap<>();
    private final Dictionary<Kind> kinds = new Dictionary<>(kind -> 56);
    private final Dictionary<Detail> details = new Dictionary<>(detail -> detail.amount() == null ? 96 : 168);
    private final Dictionary<List<@Nullable Object>> attributes = new Dictionary<>(values -> 32 + 48 * values.size());
    private final Bookings bookings = new Bookings();
    private final Links links = new Links();
    private final Shard[] shards = new Shard[SHARDS];
    private final List<Deferred> deferredLinks = new ArrayList<>();
    private final List<Drop> drops = new ArrayList<>();
    private final Map<IdentityKey, Long> erasedUpTo = new ConcurrentHashMap<>();
    private final List<DeferredRetraction> deferredRetractions = new ArrayList<>();
    private final IdentityGraph graph = new IdentityGraph();
    private boolean loading;
    private long highest;
    private long identities;
    private long people;
    private long nameBytes;
    private long bytes;
    private int untilMeasure = ADDS_PER_MEASURE;
    private boolean full;
    private Joined[] joined = {};
    private boolean loaded;
    private long newestRecorded = Long.MIN_VALUE;
    private long heldSince = Long.MIN_VALUE;
    private volatile Snapshot current;
    private volatile Figures figures;

    public JourneyIndex(IndexSettings settings) {
        this.settings = settings;
        details.code(Detail.NONE);
        var none = new ArrayList<@Nullable Object>();
        settings.attributes().forEach(name -> none.add(null));
        attributes.code(none);
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new Shard(kinds, links, !settings.attributes().isEmpty());
        }
        var views = new ShardView[SHARDS];
        for (int i = 0; i < SHARDS; i++) {
            views[i] = shards[i].view();
        }
        current = new Snapshot(this, views, 0, 0, joined, heldSince);
        measure();
        figures = measured(0);
    }

    static int shardOf(long high) {
        return (int) (high >>> 64 - SHARD_BITS);
    }

    /** From here to {@link #endLoad} events, links and retractions may come in any order. */
    public void beginLoad() {
        loading = true;
    }

    /**
     * Sorts what was loaded and folds its links in position order.
     *
     * @throws IndexFull as {@link #add}
     */
    public void endLoad() {
        loading = false;
        for (var shard : shards) {
            if (shard.hasDelta()) {
                shard.merge();
            }
            identities += shard.identities();
        }
        people = identities;
        deferredLinks.sort(Comparator.comparingLong(Deferred::position));
        deferredLinks.forEach(this::fold);
        deferredLinks.clear();
        deferredRetractions.forEach(r -> retract(r.key, r.identity, r.occurredAtMillis, r.position));
        deferredRetractions.clear();
        loaded = true;
        ensureRoom();
    }

    /**
     * Adds an event and what it says about identities. One that is there already is ignored.
     *
     * @param key names the event everywhere; only its hash is kept
     * @throws IndexFull at the memory limit; the event was not added
     */
    public void add(JourneyEvent event, String key, long position) {
        if (full || --untilMeasure < 0) {
            untilMeasure = ADDS_PER_MEASURE;
            measure();
            ensureRoom();
        }
        var moment = event.moment();
        var identity = moment.identity();
        long high = identity.high();
        long low = identity.low();
        long time = millis(moment.occurredAt());
        if (time < heldSince) {
            pass(event, position);
            return;
        }
        var shard = shards[shardOf(high)];
        // Below the highest position so far, a row may be one that was loaded from documents.
        if (!loading && position <= highest && shard.contains(high, low, time, position)) {
            return;
        }
        highest = Math.max(highest, position);
        var row = shard.row();
        int number = shard.rowNumber();
        row.times[number] = time;
        row.positions[number] = position;
        row.kinds[number] = kind(event, moment);
        row.bookings[number] =
                moment.booking() == null ? NO_BOOKING : bookings.number(moment.source(), moment.booking(), high, low);
        row.details[number] = detail(event, moment);
        row.keyHashes[number] = hash(key);
        if (row.attributes != null) {
            row.attributes[number] = attributes(moment);
        }
        boolean first = shard.append(high, low);
        if (first && !loading) {
            identities++;
            people += hasRowsBeside(high, low) ? 0 : 1;
        }
        changed(high, low);
        pass(event, position);
    }

    /** Takes in what an event says about identities, and nothing else of it. */
    public void pass(JourneyEvent event, long position) {
        highest = Math.max(highest, position);
        if (event.moment().customer() != null && event.moment().anonymous() != null) {
            link(position, event);
        }
    }

    /** Takes in what profile-service said about identities. */
    public void link(ProfileEvent event, long position) {
        highest = Math.max(highest, position);
        if (event instanceof ProfileErased erasure) {
            erasure.identities().forEach(identity -> erasedUpTo.merge(identity, position, Math::max));
        }
        link(position, event);
    }

    /** Takes in that an event, which is not here any more, made one of the two. */
    public void link(IdentityKey customer, IdentityKey anonymous, long position) {
        highest = Math.max(highest, position);
        link(new Deferred(position, people -> people.link(position, customer, anonymous), Set.of(customer, anonymous)));
    }

    private void link(long position, PublishedEvent event) {
        link(new Deferred(position, people -> people.apply(position, event), named(event)));
    }

    private void link(Deferred link) {
        if (loading) {
            deferredLinks.add(link);
        } else {
            fold(link);
        }
    }

    /** Everybody that ever was. */
    Set<IdentityKey> erased() {
        return erasedUpTo.keySet();
    }

    /** What the log knew of the identity up to this position is told of nobody; none for one that was never erased. */
    OptionalLong erasedUpTo(long high, long low) {
        var position = erasedUpTo.isEmpty() ? null : erasedUpTo.get(IdentityKey.of(high, low));
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** Whether the identity was erased at the position or later: what was known of it then is told of nobody. */
    boolean erasedSince(IdentityKey identity, long position) {
        var erased = erasedUpTo.get(identity);
        return erased != null && erased >= position;
    }

    /**
     * Lets go of events that occurred before a time: from the next publication on they are in no snapshot, whatever position it
     * is of. Identities stay linked as they were told. Those that come later are added all the same, if they are.
     *
     * @param identities whose events; empty for everybody's
     */
    public void drop(Set<JourneyEventType> types, Instant before, Collection<IdentityKey> identities) {
        if (!types.isEmpty()) {
            drops.add(new Drop(Set.copyOf(types), millis(before), List.copyOf(identities)));
        }
    }

    /**
     * Hides an event from a position on.
     *
     * @return false when it is not there; always true while loading
     */
    public boolean retract(String key, IdentityKey identity, long occurredAtMillis, long position) {
        if (loading) {
            deferredRetractions.add(new DeferredRetraction(key, identity, occurredAtMillis, position));
            return true;
        }
        highest = Math.max(highest, position);
        long high = identity.high();
        changed(high, identity.low());
        return shards[shardOf(high)].retract(high, identity.low(), clamp(occurredAtMillis), hash(key), position);
    }

    /** Takes note that the events of an identity have changed, if it is linked. */
    private void changed(long high, long low) {
        int number = links.size() == 0 ? -1 : links.find(high, low);
        if (number >= 0) {
            links.changed(number);
        }
    }

    /** Makes everything added so far visible at once, as what is known at a position. Everything added must be at or below it. */
    public void publish(long position) {
        dropOld();
        dropDue();
        var views = new ShardView[SHARDS];
        for (int i = 0; i < SHARDS; i++) {
            if (shards[i].mergeDue()) {
                shards[i].merge();
            }
            views[i] = shards[i].changed() ? shards[i].view() : current.shard(i);
        }
        join(new Snapshot(this, views, links.size(), position, joined, heldSince));
        measure();
        figures = measured(position);
        current = new Snapshot(this, views, links.size(), position, joined, heldSince);
    }

    /** An event was recorded then, in milliseconds since 1970: what the horizon is counted back from. */
    public void recorded(long millis) {
        newestRecorded = Math.max(newestRecorded, millis);
    }

    /**
     * Events that occurred before this time, in milliseconds since 1970, are in none of the snapshots from now on, whatever
     * position these are of; {@link Long#MIN_VALUE} without a horizon. It moves on in steps of whole days, at midnight UTC, and
     * all rows before it go at once, so that every answer is about the same time. Identities stay linked as they were told.
     */
    public long heldSince() {
        return current.heldSince();
    }

    private void dropOld() {
        var horizon = settings.horizon();
        if (horizon == null || newestRecorded == Long.MIN_VALUE) {
            return;
        }
        long edge = Instant.ofEpochMilli(newestRecorded)
                .atOffset(ZoneOffset.UTC)
                .minus(horizon)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant()
                .toEpochMilli();
        long step = Math.max(DAY_MILLIS, (newestRecorded - edge) / STEPS_PER_HORIZON);
        if (heldSince != Long.MIN_VALUE && edge - heldSince < step) {
            return;
        }
        heldSince = edge;
        var kept = new KeptSince(kinds);
        kept.raise(List.of(JourneyEventType.values()), edge);
        drop(kept);
    }

    /** All that is due at once: a shard is merged once, and only if it holds any of it. */
    private void dropDue() {
        if (drops.isEmpty()) {
            return;
        }
        var kept = new KeptSince(kinds);
        drops.stream()
                .filter(drop -> drop.identities.isEmpty())
                .forEach(drop -> kept.raise(drop.types, drop.beforeMillis));
        drops.forEach(drop -> drop.identities.forEach(identity -> kept.raise(identity, drop.types, drop.beforeMillis)));
        drops.clear();
        drop(kept);
    }

    private void drop(KeptSince kept) {
        var left = new LinkedHashSet<Integer>(); // linked identities that had rows, and have none now
        boolean dropped = false;
        for (int number = 0; number < SHARDS; number++) {
            dropped |=
                    kept.touches(number) && shards[number].drop(kept, (high, low, all) -> lost(high, low, all, left));
        }
        for (var group : links.current(left)) {
            people -= anyHasRows(group.members()) ? 0 : 1;
        }
        loaded |= dropped; // whoever was brought together before and has changed is brought together anew, all at once
    }

    private void lost(long high, long low, boolean all, Set<Integer> left) {
        int number = links.size() == 0 ? -1 : links.find(high, low);
        if (number >= 0) {
            links.changed(number);
        }
        if (all) {
            identities--;
            if (number >= 0) {
                left.add(number);
            } else {
                people--;
            }
        }
    }

    /** Brings persons of several identities together where there are none yet or too many of them have changed; never very many at once. */
    private void join(Snapshot everything) {
        int ranges = (links.size() + Joined.NUMBERS - 1) / Joined.NUMBERS;
        int made = 0;
        boolean copied = false;
        for (int range = 0; range < ranges && (made < JOINED_PER_PUBLISHING || loaded); range++) {
            boolean known = range < joined.length;
            if (known && !links.manyChanged(range, joined[range].change)) {
                continue;
            }
            if (!known) {
                joined = Arrays.copyOf(joined, range + 1);
            } else if (!copied) {
                joined = joined.clone();
            }
            copied = true;
            joined[range] = Joined.of(everything, range * Joined.NUMBERS, links.change());
            made++;
        }
        loaded = false;
    }

    /** Everything published so far. */
    public Snapshot snapshot() {
        return current;
    }

    /** As of an earlier position. */
    public Snapshot snapshot(long position) {
        return current.at(position);
    }

    /** As of the last publication. */
    public Figures figures() {
        return figures;
    }

    private int kind(JourneyEvent event, Moment moment) {
        var action = event instanceof Interacted interacted ? interacted.action() : null;
        return kinds.code(new Kind(
                event.type(),
                name(action),
                name(moment.touchpoint()),
                name(moment.channel()),
                name(moment.service()),
                name(moment.location()),
                requiredName(moment.source())));
    }

    private @Nullable String name(@Nullable String name) {
        return name == null ? null : requiredName(name);
    }

    /** One string for equal ones: a kind is made of names that thousands of others share. */
    private String requiredName(String name) {
        var known = names.putIfAbsent(name, name);
        if (known == null) {
            nameBytes += 104L + name.length();
            return name;
        }
        return known;
    }

    private int detail(JourneyEvent event, Moment moment) {
        var review = event instanceof Reviewed reviewed ? reviewed : null;
        var slotEnd = slotEnd(event);
        Money value = moment.value();
        if (review == null && slotEnd == null && value == null) {
            return 0;
        }
        return details.code(new Detail(
                review == null ? null : name(review.survey()),
                review == null ? null : review.score(),
                review == null ? null : review.scale().min(),
                review == null ? null : review.scale().max(),
                value == null ? null : value.amount(),
                value == null ? null : name(value.currency()),
                slotEnd));
    }

    private static @Nullable Long slotEnd(JourneyEvent event) {
        Slot slot =
                switch (event) {
                    case Booked e -> e.slot();
                    case Rescheduled e -> e.slot();
                    case Cancelled e -> e.slot();
                    case CheckedIn e -> e.slot();
                    case Called e -> e.slot();
                    case Served e -> e.slot();
                    case NoShow e -> e.slot();
                    case Discovered e -> null;
                    case Interacted e -> null;
                    case Reviewed e -> null;
                };
        return slot == null ? null : millis(slot.end());
    }

    private int attributes(Moment moment) {
        var values = new ArrayList<@Nullable Object>(settings.attributes().size());
        for (var name : settings.attributes()) {
            values.add(moment.attributes().get(name));
        }
        return attributes.code(values);
    }

    private static int hash(String key) {
        return key.hashCode();
    }

    /** Milliseconds since 1970, rounded down. */
    private static long millis(Instant instant) {
        long seconds = Math.clamp(instant.getEpochSecond(), -FURTHEST_MILLIS / 1000, FURTHEST_MILLIS / 1000);
        return clamp(seconds * 1000 + instant.getNano() / 1_000_000);
    }

    private static long clamp(long millis) {
        return Math.clamp(millis, -FURTHEST_MILLIS, FURTHEST_MILLIS);
    }

    private void fold(Deferred link) {
        long position = link.position;
        switch (link.said.apply(graph)) {
            case IdentityGraph.Outcome.Settled settled -> {
                switch (settled) {
                    case LINKED, UNMERGED, ERASED -> regroup(position, link.named);
                    case ALREADY, SHARED, CLAIMED, TOO_MANY, UNKNOWN, NONE -> {}
                }
            }
            case IdentityGraph.Outcome.Conflicted conflict ->
                regroup(position, Set.of(conflict.anonymous(), conflict.first()));
        }
    }

    private static Set<IdentityKey> named(PublishedEvent event) {
        var named = new LinkedHashSet<@Nullable IdentityKey>();
        switch (event) {
            case JourneyEvent e -> {
                named.add(e.moment().customer());
                named.add(e.moment().anonymous());
            }
            case IdentityAttached e -> {
                named.add(e.customer());
                named.add(e.anonymous());
            }
            case Identified e -> {
                named.add(e.customer());
                named.add(e.anonymous());
            }
            case Aliased e -> {
                named.add(e.customer());
                named.add(e.previous());
            }
            case CustomersMerged e -> {
                named.add(e.first());
                named.add(e.second());
            }
            case MergeUndone e -> {
                named.add(e.first());
                named.add(e.second());
            }
            case ProfileOpened e -> {}
            case ProfileErased e -> named.addAll(e.identities());
            case ErasureEvent e -> {}
            case ConsentEvent e -> {}
            case TraitsChanged e -> {}
            case LinkConflicted e -> {}
            case Retracted e -> {}
            case PersonaEvent e -> {}
            case RetentionEvent e -> {}
            case CatalogueEvent e -> {}
        }
        var present = new LinkedHashSet<IdentityKey>();
        for (var key : named) {
            if (key != null) {
                present.add(key);
            }
        }
        return present;
    }

    /** Notes the persons that these identities are of from a position on. */
    private void regroup(long position, Set<IdentityKey> identitiesNamed) {
        var persons = graph.current();
        var seen = new LinkedHashSet<IdentityKey>();
        var groups = new ArrayList<List<Integer>>();
        var affected = new ArrayList<Integer>();
        for (var identity : identitiesNamed) {
            var person = persons.personOf(identity);
            if (seen.add(person)) {
                var members = new ArrayList<Integer>();
                members.add(number(person));
                for (var member : persons.identitiesOf(person)) {
                    if (!member.equals(person)) {
                        members.add(number(member));
                    }
                }
                groups.add(members);
                affected.addAll(members);
            }
        }
        people -= withRows(affected);
        groups.forEach(members -> links.group(position, members));
        people += withRows(affected);
    }

    private int number(IdentityKey identity) {
        int known = links.size();
        int number = links.number(identity);
        if (number == known) {
            shards[shardOf(identity.high())].link(number, identity.high(), identity.low());
            links.group(0, List.of(number)); // alone until now
        }
        return number;
    }

    /** How many of the persons these linked identities are of have rows. */
    private int withRows(List<Integer> affected) {
        int count = 0;
        for (var group : links.current(affected)) {
            if (anyHasRows(group.members())) {
                count++;
            }
        }
        return count;
    }

    private boolean anyHasRows(int[] members) {
        for (int member : members) {
            if (shards[shardOf(links.high(member))].has(links.high(member), links.low(member))) {
                return true;
            }
        }
        return false;
    }

    /** Whether another identity of the same person has rows. */
    private boolean hasRowsBeside(long high, long low) {
        int number = links.find(high, low);
        if (number < 0) {
            return false;
        }
        for (var group : links.current(List.of(number))) {
            for (int member : group.members()) {
                if (member != number
                        && shards[shardOf(links.high(member))].has(links.high(member), links.low(member))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void measure() {
        long sum = kinds.bytes() + details.bytes() + attributes.bytes() + nameBytes + bookings.bytes() + links.bytes();
        for (var shard : shards) {
            sum += shard.bytes();
        }
        for (var range : joined) {
            sum += range.bytes();
        }
        bytes = sum;
    }

    private Figures measured(long position) {
        long events = 0;
        long identityBytes = links.bytes();
        for (var shard : shards) {
            events += shard.rows();
            identityBytes += shard.identityBytes();
        }
        return new Figures(
                position,
                events,
                people,
                identities,
                bytes,
                events == 0 ? 0 : (double) bytes / events,
                identities == 0 ? 0 : (double) identityBytes / identities,
                settings.limitBytes(),
                heldSince,
                full);
    }

    private void ensureRoom() {
        full = bytes > settings.limitBytes();
        if (full) {
            throw new IndexFull(bytes, settings.limitBytes());
        }
    }

    Dictionary<Kind> kinds() {
        return kinds;
    }

    Dictionary<Detail> details() {
        return details;
    }

    Dictionary<List<@Nullable Object>> attributes() {
        return attributes;
    }

    Bookings bookings() {
        return bookings;
    }

    Links links() {
        return links;
    }

    IdentityGraph graph() {
        return graph;
    }

    IndexSettings settings() {
        return settings;
    }
}
