package io.journey360.standalone.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells one person's events; ids are numbered in the order told. */
final class Teller {

    private final String name;
    private String source;
    private final List<DemoEvent> events = new ArrayList<>();
    private @Nullable String customer;
    private @Nullable String anonymous;

    Teller(String name, String source) {
        this.name = name;
        this.source = source;
    }

    /** Another system reports from here on. It knows devices of its own, and only its own bookings. */
    Teller from(String other) {
        source = other;
        return this;
    }

    /** From here on nobody knows who it is, only which device. */
    Teller browsing(String device) {
        customer = null;
        anonymous = device;
        return this;
    }

    /** The next event carries both identities and so links them. */
    Teller signsIn(String known) {
        customer = known;
        return this;
    }

    Teller tell(Instant time, String type, Details details) {
        var data = new LinkedHashMap<String, Object>();
        if (customer != null) {
            data.put("customer", customer);
        }
        if (anonymous != null) {
            data.put("anonymous", anonymous);
        }
        data.putAll(details.data());
        events.add(new DemoEvent(source, name + "-" + (events.size() + 1), type, time, data));
        if (customer != null) {
            anonymous = null;
        }
        return this;
    }

    List<DemoEvent> events() {
        return events;
    }
}
