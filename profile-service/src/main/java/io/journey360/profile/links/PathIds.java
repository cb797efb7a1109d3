package io.journey360.profile.links;

import io.journey360.events.IdentityKey;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.domain.ProfileCommand.Identity;
import io.journey360.profile.domain.ProfileNames;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What may stand where a profile is named: a profile's id or any identity key of the person. */
@Component
public class PathIds {

    private final Links links;

    PathIds(Links links) {
        this.links = links;
    }

    /** @throws Problem 404 if nobody is known by that name, 410 if they were erased */
    public Identity resolve(String id) {
        return find(id).orElseThrow(() -> Problem.notFound("No profile and no identity is known by this id"));
    }

    /** @throws Problem 410 if they were erased */
    public Optional<Identity> find(String id) {
        var ofProfile = ProfileNames.identityOf(id);
        if (ofProfile.isPresent()) {
            return ofProfile
                    .filter(key ->
                            links.opened(key) || links.erasures().gone(key).isPresent())
                    .flatMap(this::known);
        }
        return IdentityKey.isWellFormed(id) ? known(new IdentityKey(id)) : Optional.empty();
    }

    /** Whoever it names, erased or not. */
    public Optional<IdentityKey> named(String id) {
        return ProfileNames.identityOf(id)
                .or(() -> IdentityKey.isWellFormed(id) ? Optional.of(new IdentityKey(id)) : Optional.empty());
    }

    private Optional<Identity> known(IdentityKey key) {
        links.erasures().gone(key).ifPresent(erasure -> {
            throw Problem.of(410, "erased", "The person was erased; the receipt says what was destroyed")
                    .with("receipt", "/api/v1/erasures/" + erasure);
        });
        return Optional.ofNullable(links.kindOf(key)).map(kind -> new Identity(key, kind));
    }
}
