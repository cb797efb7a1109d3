package io.journey360.profile.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The members of {@link Holding}, then {@code events}, {@code bookings} and {@code counts}: its presence says that nothing is missing. */
final class JsonExport implements Rendering {

    private final JsonMapper json;

    JsonExport(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String head(Holding holding) {
        var text = json.writeValueAsString(holding);
        return text.substring(0, text.length() - 1) + ",\"events\":[";
    }

    @Override
    public String event(ToldEvent event, long number) {
        var members = new LinkedHashMap<String, Object>();
        members.put("position", event.position());
        members.put("recordedAt", event.recordedAt());
        members.put("id", event.id());
        members.put("event", event.event());
        members.put("payload", event.payload());
        if (!event.opened().isEmpty()) {
            members.put("opened", event.opened());
        }
        if (!event.unreadable().isEmpty()) {
            members.put("unreadable", event.unreadable());
        }
        return (number == 1 ? "\n" : ",\n") + json.writeValueAsString(members);
    }

    @Override
    public String tail(List<Bookings.Booking> bookings, long events, long unreadable) {
        return "\n],\"bookings\":" + json.writeValueAsString(bookings) + ",\"counts\":"
                + json.writeValueAsString(Map.of("events", events, "unreadable", unreadable)) + "}\n";
    }
}
