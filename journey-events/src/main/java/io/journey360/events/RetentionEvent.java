package io.journey360.events;

/** How long what happened is kept: rules, and what each service dropped by them. */
public sealed interface RetentionEvent extends PublishedEvent
        permits RetentionCarriedOut, RetentionCompleted, RetentionDefined, RetentionDue, RetentionEnded {

    RetentionId rule();
}
