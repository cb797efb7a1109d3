package io.journey360.touchpoint.collector;

import io.journey360.events.Reviewed;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Seals the texts of reviews under the identity that each event is kept under, all of a log transaction at once. */
@Component
class ReviewTexts {

    private static final String FIELD = "text";

    private final Sealer sealer;

    ReviewTexts(Sealer sealer) {
        this.sealer = sealer;
    }

    /** The same events, in order, with their texts sealed. The text of a person erased since it was written is dropped. */
    List<Item.Event> seal(Collection<Item.Event> events) {
        var texts = new ArrayList<Sealer.Plain>();
        for (var item : events) {
            if (item.text() != null && item.event() instanceof Reviewed reviewed) {
                var moment = reviewed.moment();
                texts.add(new Sealer.Plain(
                        moment.identity(),
                        item.key(),
                        FIELD,
                        item.text().text(),
                        SealedKind.REVIEWED,
                        moment.occurredAt()));
            }
        }
        var each = sealer.seal(texts).iterator();
        return events.stream()
                .map(item -> item.text() != null && item.event() instanceof Reviewed reviewed
                        ? item.sealed(each.next().map(reviewed::withText).orElse(reviewed))
                        : item)
                .toList();
    }
}
