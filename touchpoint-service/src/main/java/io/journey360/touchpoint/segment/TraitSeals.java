package io.journey360.touchpoint.segment;

import io.journey360.events.Sealed;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import io.journey360.touchpoint.collector.ContentDigest;
import io.journey360.touchpoint.collector.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Makes events of traits, each value sealed under the key of whom it tells of. */
@Component
class TraitSeals {

    private final Sealer sealer;

    TraitSeals(Sealer sealer) {
        this.sealer = sealer;
    }

    /** In order; none for somebody who was erased since, when nothing is left to tell. The keys of all are durable when this returns. Blocks. */
    List<Optional<Item.Event>> seal(List<Traits> all) {
        var texts = new ArrayList<Sealer.Plain>();
        for (var traits : all) {
            traits.changed()
                    .forEach((name, text) -> texts.add(new Sealer.Plain(
                            traits.identity(), traits.key(), name, text, SealedKind.TRAITS, traits.occurredAt())));
        }
        var sealed = sealer.seal(texts).iterator();
        return all.stream()
                .map(traits -> {
                    var changed = new TreeMap<String, Sealed>();
                    for (var name : traits.changed().keySet()) {
                        sealed.next().ifPresent(text -> changed.put(name, text));
                    }
                    return changed.isEmpty() && traits.taken().isEmpty()
                            ? Optional.<Item.Event>empty()
                            : Optional.of(event(traits, changed));
                })
                .toList();
    }

    private static Item.Event event(Traits traits, TreeMap<String, Sealed> changed) {
        var event = new TraitsChanged(
                traits.identity(),
                traits.key(),
                traits.source(),
                changed,
                traits.taken(),
                changed.containsKey(TraitsChanged.EMAIL) ? traits.email() : null,
                changed.containsKey(TraitsChanged.PHONE) ? traits.phone() : null,
                traits.occurredAt());
        // A digest of the values would tell who guesses them that the guess is right.
        var digest = new ContentDigest().add("traits").add(traits.identity());
        traits.changed().keySet().forEach(digest::add);
        return new Item.Event(traits.key(), traits.id(), event, traits.identity(), digest.hex(), List.of(), null);
    }
}
