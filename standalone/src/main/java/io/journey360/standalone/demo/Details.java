package io.journey360.standalone.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an event says beyond whose it is and when. */
final class Details {

    private final Map<String, Object> data = new LinkedHashMap<>();
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    static Details at(String touchpoint, String channel) {
        return new Details().with("touchpoint", touchpoint).with("channel", channel);
    }

    private Details with(String field, Object value) {
        data.put(field, value);
        return this;
    }

    Details action(String action) {
        return with("action", action);
    }

    Details booking(String booking) {
        return with("booking", booking);
    }

    Details service(String service) {
        return with("service", service);
    }

    Details location(String location) {
        return with("location", location);
    }

    Details slot(Instant start, Instant end) {
        var slot = new LinkedHashMap<String, Object>();
        slot.put("start", start.toString());
        slot.put("end", end.toString());
        return with("slot", slot);
    }

    Details method(String method) {
        return with("method", method);
    }

    Details served(String outcome, Instant started, Instant ended) {
        return with("outcome", outcome).with("started", started.toString()).with("ended", ended.toString());
    }

    Details value(String amount, String currency) {
        var value = new LinkedHashMap<String, Object>();
        value.put("amount", new BigDecimal(amount));
        value.put("currency", currency);
        return with("value", value);
    }

    Details rated(Survey survey, int score) {
        var scale = new LinkedHashMap<String, Object>();
        scale.put("min", survey.min);
        scale.put("max", survey.max);
        return with("survey", survey.name).with("score", score).with("scale", scale);
    }

    Details attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    Map<String, Object> data() {
        var all = new LinkedHashMap<>(data);
        if (!attributes.isEmpty()) {
            all.put("attributes", attributes);
        }
        return all;
    }

    enum Survey {
        NPS("nps", 0, 10),
        CSAT("csat", 1, 5),
        CES("ces", 1, 7),
        STARS("stars", 1, 5);

        private final String name;
        private final int min;
        private final int max;

        Survey(String name, int min, int max) {
            this.name = name;
            this.min = min;
            this.max = max;
        }
    }
}
