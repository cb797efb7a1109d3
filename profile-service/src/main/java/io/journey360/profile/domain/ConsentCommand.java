package io.journey360.profile.domain;

import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Both are answered with whether anything was recorded: saying the last thing again records nothing. */
public sealed interface ConsentCommand {

    @TargetAggregateIdentifier
    ConsentId consent();

    Said said();

    /**
     * What is said, by whom and on what evidence.
     *
     * @param wording version of the text shown
     * @param moment when it was said; null for now
     * @param statement the same for the same statement: a keyed hash, from which nothing can be read
     * @param evidence what was said in full
     */
    record Said(
            IdentityKey identity,
            String purpose,
            @Nullable String wording,
            String source,
            @Nullable Instant moment,
            String statement,
            @Nullable Sealed evidence) {

        ConsentId consent() {
            return ProfileNames.consentOf(identity, purpose);
        }
    }

    record GrantConsent(Said said) implements ConsentCommand {

        @Override
        @TargetAggregateIdentifier
        public ConsentId consent() {
            return said.consent();
        }
    }

    record WithdrawConsent(Said said) implements ConsentCommand {

        @Override
        @TargetAggregateIdentifier
        public ConsentId consent() {
            return said.consent();
        }
    }
}
