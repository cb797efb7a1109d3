package io.journey360.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a customer said about one purpose. Nothing is ever taken out: a withdrawal is one more of these. */
public sealed interface ConsentEvent extends ProfileEvent permits ConsentGranted, ConsentWithdrawn {

    /** The identity it was said under; whom it binds is a question of who is one person. */
    IdentityKey identity();

    /** {@code analytics}, {@code personalisation}, {@code marketing} or one of the tenant's own. */
    String purpose();

    /** The same for the same statement of the identity: a keyed hash, from which nothing can be read. */
    String statement();

    /** Version of the text the customer was shown; null where none was. */
    @Nullable String wording();

    /** Where it was said: a system, a form, a desk. */
    String source();

    /** What was said in full, sealed for the statement in the field {@code evidence}; null where none was kept. */
    @Nullable Sealed evidence();

    /** When it was said, which may be before the log learnt it. */
    Instant occurredAt();

    default boolean granted() {
        return switch (this) {
            case ConsentGranted e -> true;
            case ConsentWithdrawn e -> false;
        };
    }
}
