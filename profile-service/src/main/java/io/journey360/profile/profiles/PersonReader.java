package io.journey360.profile.profiles;

import io.journey360.events.IdentityKey;
import io.journey360.profile.links.Links;
import io.journey360.profile.traits.PersonTraits;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Puts together what is known of a person. All calls block. */
@Component
class PersonReader {

    private final Links links;
    private final PersonTraits traits;

    PersonReader(Links links, PersonTraits traits) {
        this.links = links;
        this.traits = traits;
    }

    /** @param opened whether the reader may see personal data */
    PersonAnswer read(IdentityKey member, boolean opened) {
        var person = PersonAnswer.of(member, links);
        return opened ? person.with(traits.open(links.persons().identitiesOf(member))) : person;
    }

    /** Another one for every other answer, whoever reads it. A person is no aggregate with a sequence to count by. */
    long version(IdentityKey member) {
        var told = links.traits().told(links.persons().identitiesOf(member));
        var text = PersonAnswer.of(member, links) + "/" + told;
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits() >>> 1;
    }
}
