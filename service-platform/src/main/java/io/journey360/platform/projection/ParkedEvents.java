package io.journey360.platform.projection;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.jspecify.annotations.Nullable;

/** Puts single events into the dead-letter queue of the processor that could not write their documents. */
public final class ParkedEvents {

    private final ConcurrentHashMap<String, SequencedDeadLetterQueue<EventMessage<?>>> extra =
            new ConcurrentHashMap<>();
    private final Function<String, @Nullable SequencedDeadLetterQueue<EventMessage<?>>> queues;

    public ParkedEvents(Function<String, @Nullable SequencedDeadLetterQueue<EventMessage<?>>> queues) {
        this.queues = queues;
    }

    /** For processors built by hand. */
    public void register(String processorName, SequencedDeadLetterQueue<EventMessage<?>> queue) {
        extra.put(processorName, queue);
    }

    void park(String processorName, EventMessage<?> event, RuntimeException cause) {
        var queue = extra.get(processorName);
        if (queue == null) {
            queue = queues.apply(processorName);
        }
        if (queue == null) {
            throw cause;
        }
        // a sequence of its own: the events after it need not wait
        queue.enqueue(event.getIdentifier(), new GenericDeadLetter<>(event.getIdentifier(), event, cause));
    }
}
