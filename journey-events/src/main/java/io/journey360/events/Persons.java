package io.journey360.events;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which identities are one person, as the log has it up to some position. An identity that no link ever named is a person of
 * its own. Every method may be called from any thread while the graph grows.
 */
public sealed interface Persons permits IdentityGraph.View {

    /** The smallest key among the person's known identities; an anonymous identity that belongs to nobody is itself. */
    IdentityKey personOf(IdentityKey identity);

    /**
     * The known customer the identity is, or belongs to by a link of its own; merges are left aside. Null for an anonymous
     * identity that belongs to nobody and for one that no link ever named.
     */
    @Nullable IdentityKey customerOf(IdentityKey identity);

    /** As {@link #personOf(IdentityKey)}, for whoever keeps keys as bits; makes no object when nothing is linked. */
    default boolean alone(long high, long low) {
        return alone(IdentityKey.of(high, low));
    }

    /** Whether the identity is a person of its own. */
    boolean alone(IdentityKey identity);

    /** All identities of the person that has this one, sorted. */
    List<IdentityKey> identitiesOf(IdentityKey anyMember);

    /** Null for an identity that no link ever named. */
    @Nullable IdentityKind kindOf(IdentityKey identity);

    /** Whether the anonymous identity was seen with two known customers, so belongs to nobody. */
    boolean shared(IdentityKey identity);

    /** Whether a link to the person was refused because it would have had too many identities. */
    boolean crowded(IdentityKey anyMember);

    /** Every link that ever named one of the person's identities, undone ones included but for those of an erased person, by position. */
    List<Link> linksOf(IdentityKey anyMember);

    /** Every link ever made, by position. Costs a pass over all of them. */
    List<Link> history();

    /** Each person of more than one identity: its identities, sorted, in no particular order of persons. Costs a pass over all links. */
    void forEachJoined(Consumer<List<IdentityKey>> person);

    /**
     * Two identities are one person.
     *
     * @param first the known customer, or the first of two
     * @param second the anonymous identity, or the second customer
     * @param position log position of the event that linked them
     * @param merge the merge, for a link of two known customers
     */
    record Link(
            IdentityKey first,
            IdentityKey second,
            long position,
            @Nullable MergeId merge,
            @Nullable Undoing undone) {}

    /**
     * Why a link no longer holds.
     *
     * @param position the link holds at every position before this one
     * @param other the customer the anonymous identity was seen with; null when a merge was undone or the person erased
     */
    record Undoing(long position, @Nullable IdentityKey other) {}
}
