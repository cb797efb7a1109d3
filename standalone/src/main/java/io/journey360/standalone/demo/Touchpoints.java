package io.journey360.standalone.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bank's declared touchpoints with what each promises. Those of the other stories stay undeclared, to be discovered. */
final class Touchpoints {

    private Touchpoints() {}

    /** Bodies of {@code PUT /touchpoints/{id}} by id. */
    static Map<String, Map<String, Object>> declarations() {
        var all = new LinkedHashMap<String, Map<String, Object>>();
        for (var touchpoint : List.of(
                declared("search-ad", "Search advert", "search", "discover", "before", "marketing", false),
                declared("social-ad", "Social advert", "social", "discover", "before", "marketing", false),
                declared("newsletter", "Newsletter", "email", "discover", "before", "marketing", false),
                declared("website", "Web site", "web", "discover", "before", "digital", false),
                declared("booking-page", "Booking page", "web", "book", "before", "digital", true, "bookingRate", 0.45),
                declared("hotline", "Hotline", "phone", "book", "before", "call-centre", false, "waitSeconds", 60),
                declared("check-in-link", "Check-in link", "app", "arrive", "during", "digital", false),
                declared("entrance-kiosk", "Kiosk at the entrance", "kiosk", "arrive", "during", "branches", false),
                declared("reception-desk", "Reception", "branch", "arrive", "during", "branches", false),
                declared("adviser-desk", "Adviser", "branch", "advice", "during", "branches", true, "waitSeconds", 600),
                declared("survey-mail", "Survey", "email", "afterwards", "after", "customer-care", false, "nps", 40))) {
            all.put((String) touchpoint.remove("id"), touchpoint);
        }
        return all;
    }

    private static Map<String, Object> declared(
            String id, String name, String channel, String stage, String phase, String owner, boolean momentOfTruth) {
        var declaration = new LinkedHashMap<String, Object>();
        declaration.put("id", id);
        declaration.put("name", name);
        declaration.put("channel", channel);
        declaration.put("stage", stage);
        declaration.put("phase", phase);
        declaration.put("owner", owner);
        declaration.put("momentOfTruth", momentOfTruth);
        return declaration;
    }

    private static Map<String, Object> declared(
            String id,
            String name,
            String channel,
            String stage,
            String phase,
            String owner,
            boolean momentOfTruth,
            String measure,
            double target) {
        var declaration = declared(id, name, channel, stage, phase, owner, momentOfTruth);
        declaration.put("target", Map.of(measure, target));
        return declaration;
    }
}
