package io.journey360.platform.deadletters;

import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;

/**
 * The dead letters of one processing group.
 *
 * @param name as it stands in paths
 * @param processor hands letters to the group's handlers again
 */
public record DeadLetterGroup(
        String name,
        SequencedDeadLetterQueue<EventMessage<?>> queue,
        SequencedDeadLetterProcessor<EventMessage<?>> processor) {}
