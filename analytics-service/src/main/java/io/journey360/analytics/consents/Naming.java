package io.journey360.analytics.consents;

import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.feed.LiveView;
import io.journey360.events.IdentityKey;
import io.journey360.platform.problem.Problem;
import java.util.Collection;
import org.springframework.stereotype.Component;

/**
 * Whom answers may name: nobody who was erased, until something new is told of them. Where the tenant demands consent to analytics, nobody's events are tied to a person who has not given
 * it: they are counted, and that is all. What counts is what the person allows now, whatever moment is asked about: a
 * withdrawal also covers the past, and so does a consent.
 */
@Component
public final class Naming {

    private final LiveView live;
    private final boolean demanded;

    Naming(LiveView live, ConsentSettings settings) {
        this.live = live;
        this.demanded = settings.demanded().contains(ConsentSettings.ANALYTICS);
    }

    /** Whether the identity's key may stand in an answer: whether the person that has it now allows analytics. */
    public boolean mayName(IdentityKey identity) {
        if (live.isGone(identity)) {
            return false;
        }
        if (!demanded) {
            return true;
        }
        long position = live.position();
        return live.consents()
                .allows(ConsentSettings.ANALYTICS, live.persons(position).identitiesOf(identity), position);
    }

    /** Whether a person who has, or once had, these identities may be named: all of them. */
    public boolean mayName(Collection<IdentityKey> identities) {
        return identities.stream().allMatch(this::mayName);
    }

    /** Whether a person who had these identities as of a position may be named with what happened then: nobody of them was erased since. */
    public boolean mayName(Collection<IdentityKey> identities, long asOf) {
        return toldAfter(identities) < asOf && mayName(identities);
    }

    /** What stands at or below this position may be told of none of these identities together; 0 if none was erased. */
    public long toldAfter(Collection<IdentityKey> identities) {
        return identities.stream().mapToLong(live::erasedUpTo).max().orElse(0);
    }

    /** Whether it may be told whose the event is: not of one that was erased, even if the person is known again. */
    public boolean mayName(Fact fact) {
        return fact.position() > live.erasedUpTo(fact.identity()) && mayName(fact.identity());
    }

    /** @throws Problem 403 when such a person may not be named */
    public void demand(Collection<IdentityKey> identities) {
        if (!mayName(identities)) {
            throw Problem.of(
                    403,
                    "consent-missing",
                    "The person has not allowed analytics: what happened to them is counted, but not told of them");
        }
    }
}
