package io.journey360.platform.deadletters;

import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.extensions.mongo.eventhandling.deadletter.MongoDeadLetter;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** The dead letters of this service, whoever built the processors. All calls block. */
final class DeadLetters {

    private static final int LONGEST_MESSAGE = 300;

    private final ObjectProvider<EventProcessingConfiguration> processing;
    private final ObjectProvider<DeadLetterGroups> others;
    private final JourneyLog log;

    DeadLetters(
            ObjectProvider<EventProcessingConfiguration> processing,
            ObjectProvider<DeadLetterGroups> others,
            JourneyLog log) {
        this.processing = processing;
        this.others = others;
        this.log = log;
    }

    Map<String, DeadLetterGroup> groups() {
        var groups = new TreeMap<String, DeadLetterGroup>();
        processing.ifAvailable(configuration -> configuration
                .eventProcessors()
                .keySet()
                .forEach(name -> configuration
                        .deadLetterQueue(name)
                        .ifPresent(queue -> configuration
                                .sequencedDeadLetterProcessor(name)
                                .ifPresent(
                                        processor -> groups.put(name, new DeadLetterGroup(name, queue, processor))))));
        others.forEach(more -> more.groups().forEach(group -> groups.put(group.name(), group)));
        return groups;
    }

    DeadLetterGroup group(String name) {
        var group = groups().get(name);
        if (group == null) {
            throw Problem.notFound("This service has no such processing group");
        }
        return group;
    }

    /** Sequences of the group after the given one, in the order of their names. */
    List<ParkedSequence> sequences(DeadLetterGroup group, @Nullable String after, int limit) {
        var found = new TreeMap<String, ParkedSequence>();
        for (var letters : group.queue().deadLetters()) {
            var first = letters.iterator();
            if (!first.hasNext()) {
                continue;
            }
            var letter = first.next();
            var sequence = sequence(letter);
            if (after != null && sequence.compareTo(after) <= 0) {
                continue;
            }
            found.put(sequence, parked(group, sequence, letter));
            if (found.size() > limit) {
                found.pollLastEntry();
            }
        }
        return List.copyOf(found.values());
    }

    private ParkedSequence parked(
            DeadLetterGroup group, String sequence, DeadLetter<? extends EventMessage<?>> letter) {
        var event = letter.message();
        var cause = letter.cause()
                .map(c -> new ParkedSequence.Cause(c.type(), shortened(c.message())))
                .orElse(null);
        return new ParkedSequence(
                group.name(),
                sequence,
                group.queue().sequenceSize(sequence),
                cause,
                new ParkedSequence.Event(
                        event.getIdentifier(),
                        event.getPayloadType().getSimpleName(),
                        event instanceof TrackedEventMessage<?> tracked ? log.position(tracked) : null),
                letter.enqueuedAt(),
                letter.lastTouched());
    }

    private static @Nullable String shortened(@Nullable String message) {
        return message == null || message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, LONGEST_MESSAGE) + "...";
    }

    /** Each sequence is tried once, in the order they were last tried. */
    Retried retry(DeadLetterGroup group, @Nullable String only) {
        var tried = new HashSet<String>();
        int succeeded = 0;
        while (true) {
            int before = tried.size();
            boolean processed = group.processor().process(letter -> {
                var sequence = sequence(letter);
                return (only == null || only.equals(sequence)) && tried.add(sequence);
            });
            if (tried.size() == before) {
                return new Retried(tried.size(), succeeded, tried.size() - succeeded);
            }
            if (processed) {
                succeeded++;
            }
        }
    }

    /** The events given up. */
    List<String> discard(DeadLetterGroup group, String sequence) {
        var letters = new ArrayList<DeadLetter<? extends EventMessage<?>>>();
        group.queue().deadLetterSequence(sequence).forEach(letters::add);
        letters.forEach(group.queue()::evict);
        return letters.stream().map(letter -> letter.message().getIdentifier()).toList();
    }

    private static String sequence(DeadLetter<? extends EventMessage<?>> letter) {
        return switch (letter) {
            case MongoDeadLetter<?> mongo -> mongo.sequenceIdentifier();
            case GenericDeadLetter<?> generic -> generic.getSequenceIdentifier().toString();
            default ->
                throw new IllegalStateException(
                        "No sequence known of a " + letter.getClass().getName());
        };
    }
}
