package io.journey360.profile.profiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.MergeId;
import io.journey360.events.Persons;
import io.journey360.events.ProfileId;
import io.journey360.profile.domain.ProfileNames;
import io.journey360.profile.links.Links;
import io.journey360.profile.traits.PersonTraits;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A person as the log tells by now. Positions are log positions.
 *
 * @param person the canonical key: the smallest of the person's known identities
 * @param profiles those opened for one of the identities
 * @param crowded whether a link was refused because the person would have had too many identities
 * @param links anonymous identities and whose they are or were, the latest {@value #MAX_LINKS}
 * @param merges of two known customers, undone ones included
 * @param traits personal data by name, for who may read it; absent for others
 * @param unreadable names of traits whose key is gone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PersonAnswer(
        IdentityKey person,
        List<ProfileId> profiles,
        List<IdentityAnswer> identities,
        boolean crowded,
        List<LinkAnswer> links,
        List<MergeAnswer> merges,
        @Nullable SortedMap<String, JsonNode> traits,
        @Nullable List<String> unreadable) {

    static final int MAX_LINKS = 1_000;

    /** @param shared seen with two known customers, so it belongs to nobody */
    record IdentityAnswer(IdentityKey identity, IdentityKind kind, boolean shared) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LinkAnswer(
            IdentityKey customer,
            IdentityKey anonymous,
            long position,
            @Nullable ConflictAnswer conflicted) {}

    /** @param other the second customer the anonymous identity was seen with */
    record ConflictAnswer(long position, IdentityKey other) {}

    /**
     * @param position where the log has it; null in the answer to its making, if the fold is late
     * @param undonePosition where the log has its undoing; null while it holds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MergeAnswer(
            MergeId merge,
            List<IdentityKey> customers,
            @Nullable Long position,
            @Nullable Long undonePosition) {}

    static PersonAnswer of(IdentityKey member, Links view) {
        var persons = view.persons();
        var identities = persons.identitiesOf(member);
        var history = persons.linksOf(member);
        var links = history.stream()
                .filter(link -> link.merge() == null)
                .map(PersonAnswer::link)
                .toList();
        return new PersonAnswer(
                persons.personOf(member),
                identities.stream().filter(view::opened).map(ProfileNames::of).toList(),
                identities.stream()
                        .map(identity -> identity(identity, view, persons))
                        .toList(),
                persons.crowded(member),
                links.subList(Math.max(0, links.size() - MAX_LINKS), links.size()),
                merges(history),
                null,
                null);
    }

    PersonAnswer with(PersonTraits.Opened opened) {
        return new PersonAnswer(
                person,
                profiles,
                identities,
                crowded,
                links,
                merges,
                opened.traits(),
                opened.unreadable().isEmpty() ? null : opened.unreadable());
    }

    /** Without personal data. */
    @Override
    public String toString() {
        return "PersonAnswer[%s, %s, %s, %s, %s, %s]".formatted(person, profiles, identities, crowded, links, merges);
    }

    /** In the order they were made. */
    static List<MergeAnswer> merges(List<Persons.Link> history) {
        return history.stream()
                .<MergeAnswer>mapMulti((link, merges) -> {
                    var merge = link.merge();
                    if (merge != null) {
                        var undone = link.undone();
                        merges.accept(new MergeAnswer(
                                merge,
                                List.of(link.first(), link.second()),
                                link.position(),
                                undone == null ? null : undone.position()));
                    }
                })
                .toList();
    }

    private static IdentityAnswer identity(IdentityKey identity, Links view, Persons persons) {
        var kind = view.kindOf(identity);
        return new IdentityAnswer(identity, kind == null ? IdentityKind.CUSTOMER : kind, persons.shared(identity));
    }

    private static LinkAnswer link(Persons.Link link) {
        var undone = link.undone();
        var other = undone == null ? null : undone.other();
        return new LinkAnswer(
                link.first(),
                link.second(),
                link.position(),
                undone == null || other == null ? null : new ConflictAnswer(undone.position(), other));
    }
}
