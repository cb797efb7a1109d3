package io.journey360.touchpoint.collector;

import io.journey360.events.PublishedEvent;
import io.journey360.events.Reviewed;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Seals the texts of reviews under the identity that each event is kept under, all of a log transaction at once. */
@Component
class ReviewTexts {

    private static final String FIELD = "text";

    private final Sealer sealer;

    ReviewTexts(Sealer sealer) {
        this.sealer = sealer;
    }

    /** The reviews that have a text, by event key, with it sealed. One of a person erased since it was written is left out. */
    Map<String, PublishedEvent> seal(Collection<Item.Event> events) {
        var reviews = new HashMap<String, Reviewed>();
        var texts = new ArrayList<Sealer.Plain>();
        for (var item : events) {
            if (item.text() != null && item.event() instanceof Reviewed reviewed) {
                var moment = reviewed.moment();
                reviews.put(item.key(), reviewed);
                texts.add(new Sealer.Plain(
                        moment.identity(),
                        item.key(),
                        FIELD,
                        item.text().text(),
                        SealedKind.REVIEWED,
                        moment.occurredAt()));
            }
        }
        var sealed = sealer.seal(texts);
        var withText = new HashMap<String, PublishedEvent>();
        for (int i = 0; i < texts.size(); i++) {
            var review = reviews.get(texts.get(i).eventKey());
            if (review != null && sealed.get(i).isPresent()) {
                withText.put(
                        texts.get(i).eventKey(), review.withText(sealed.get(i).get()));
            }
        }
        return withText;
    }
}
