package io.journey360.standalone.demo;

import io.journey360.standalone.demo.Details.Survey;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Three well-known customers, told as the systems they met would have reported them. */
final class Stories {

    static final String LEWIS = "lewis";
    static final String SHOE_CUSTOMER = "shoe-customer";
    static final String SEYCHELLES_COUPLE = "seychelles-couple";

    private final YearMonth month;

    Stories(YearMonth month) {
        this.month = month;
    }

    List<DemoEvent> events() {
        return Stream.of(lewis(), shoes(), seychelles())
                .flatMap(teller -> teller.events().stream())
                .toList();
    }

    /**
     * Lewis compares three banks and picks the one where he can book an adviser for the right service online. He gets a
     * check-in link, but finds the kiosk at the entrance, and the adviser is sent straight to him.
     */
    private Teller lewis() {
        var slot = at(9, 14, 30);
        var slotEnd = at(9, 15, 15);
        return new Teller(LEWIS)
                .browsing("lewis-laptop")
                .tell(
                        at(6, 20, 2),
                        "comparison-site",
                        "discovered",
                        Details.at("comparison-table", "search").attribute("search", "mortgage adviser near me"))
                .tell(
                        at(6, 20, 5),
                        "comparison-site",
                        "interacted",
                        Details.at("comparison-table", "web")
                                .action("viewed-bank")
                                .attribute("bank", "Northgate"))
                .tell(
                        at(6, 20, 9),
                        "comparison-site",
                        "interacted",
                        Details.at("comparison-table", "web")
                                .action("viewed-bank")
                                .attribute("bank", "Meridian")
                                .attribute("reason", "appointments by phone only"))
                .tell(
                        at(6, 20, 16),
                        "comparison-site",
                        "interacted",
                        Details.at("comparison-table", "web")
                                .action("viewed-bank")
                                .attribute("bank", "Harbour"))
                .tell(
                        at(6, 20, 18),
                        "bank-website",
                        "interacted",
                        Details.at("website", "web").action("chose-service").service("mortgage-advice"))
                .tell(
                        at(6, 20, 21),
                        "bank-website",
                        "interacted",
                        Details.at("booking-page", "web")
                                .action("saw-free-slots")
                                .service("mortgage-advice")
                                .location("old-town"))
                .signsIn(LEWIS)
                .tell(
                        at(6, 20, 24),
                        "bank-website",
                        "booked",
                        Details.at("booking-page", "web")
                                .booking("lewis-adviser")
                                .service("mortgage-advice")
                                .location("old-town")
                                .slot(slot, slotEnd))
                .tell(
                        at(6, 20, 25),
                        "bank-website",
                        "interacted",
                        Details.at("confirmation", "email")
                                .action("received-check-in-link")
                                .booking("lewis-adviser"))
                .tell(
                        at(9, 14, 21),
                        "branch-kiosk",
                        "checked-in",
                        Details.at("entrance-kiosk", "kiosk")
                                .booking("lewis-adviser")
                                .service("mortgage-advice")
                                .location("old-town")
                                .method("kiosk"))
                .tell(
                        at(9, 14, 23),
                        "branch-queue",
                        "called",
                        Details.at("adviser-desk", "branch")
                                .booking("lewis-adviser")
                                .service("mortgage-advice")
                                .location("old-town")
                                .attribute("adviserCameOut", true))
                .tell(
                        at(9, 15, 11),
                        "branch-queue",
                        "served",
                        Details.at("adviser-desk", "branch")
                                .booking("lewis-adviser")
                                .service("mortgage-advice")
                                .location("old-town")
                                .served("application-started", at(9, 14, 24), at(9, 15, 11)))
                .tell(
                        at(9, 18, 40),
                        "survey-tool",
                        "reviewed",
                        Details.at("survey-mail", "email")
                                .booking("lewis-adviser")
                                .service("mortgage-advice")
                                .location("old-town")
                                .rated(Survey.NPS, 10));
    }

    /** She is served warmly in a shoe store, and that evening the new shoes are in everybody's feed. */
    private Teller shoes() {
        return new Teller(SHOE_CUSTOMER)
                .browsing("shoe-customer-phone")
                .tell(
                        at(14, 16, 5),
                        "shoe-store",
                        "discovered",
                        Details.at("shop-window", "store")
                                .location("market-street")
                                .attribute("display", "autumn boots"))
                .tell(
                        at(14, 16, 8),
                        "shoe-store",
                        "interacted",
                        Details.at("sales-floor", "store")
                                .action("greeted-by-name-badge")
                                .location("market-street"))
                .tell(
                        at(14, 16, 15),
                        "shoe-store",
                        "interacted",
                        Details.at("fitting-bench", "store")
                                .action("tried-on")
                                .location("market-street")
                                .attribute("article", "trail-runner-42"))
                .tell(
                        at(14, 16, 22),
                        "shoe-store",
                        "interacted",
                        Details.at("fitting-bench", "store")
                                .action("tried-on")
                                .location("market-street")
                                .attribute("article", "red-sneaker-38"))
                .signsIn(SHOE_CUSTOMER)
                .tell(
                        at(14, 16, 34),
                        "shoe-store",
                        "served",
                        Details.at("checkout", "store")
                                .service("shoe-advice")
                                .location("market-street")
                                .served("bought", at(14, 16, 8), at(14, 16, 34))
                                .value("119.90", "EUR")
                                .attribute("loyaltyCard", true))
                .tell(
                        at(14, 20, 47),
                        "social-listening",
                        "interacted",
                        Details.at("photo-post", "social")
                                .action("posted-photo")
                                .attribute("likes", 214))
                .tell(
                        at(14, 21, 3),
                        "social-listening",
                        "reviewed",
                        Details.at("photo-post", "social").rated(Survey.STARS, 5));
    }

    /** Two people dream of the Seychelles, on her phone and on his tablet, until one booking makes them one customer. */
    private Teller seychelles() {
        var departure = at(20, 6, 0);
        var home = at(27, 18, 0);
        return new Teller(SEYCHELLES_COUPLE)
                .browsing("couple-phone")
                .tell(
                        at(2, 21, 12),
                        "travel-agency",
                        "discovered",
                        Details.at("search-result", "search").attribute("search", "seychelles in autumn"))
                .tell(
                        at(2, 21, 30),
                        "travel-agency",
                        "interacted",
                        Details.at("travel-magazine", "web").action("read-article"))
                .browsing("couple-tablet")
                .tell(at(3, 20, 5), "travel-agency", "discovered", Details.at("friends-photos", "social"))
                .tell(
                        at(3, 20, 45),
                        "travel-agency",
                        "interacted",
                        Details.at("island-comparison", "web")
                                .action("compared-islands")
                                .attribute("islands", "Mahe, Praslin, La Digue"))
                .tell(
                        at(5, 19, 30),
                        "travel-agency",
                        "interacted",
                        Details.at("price-search", "web")
                                .action("compared-prices")
                                .attribute("offers", 7))
                .browsing("couple-phone")
                .tell(
                        at(6, 12, 10),
                        "travel-agency",
                        "interacted",
                        Details.at("agent-chat", "chat").action("asked-agent").attribute("agent", "first"))
                .tell(
                        at(7, 17, 40),
                        "travel-agency",
                        "interacted",
                        Details.at("agency-visit", "store")
                                .action("asked-agent")
                                .attribute("agent", "second"))
                .tell(
                        at(8, 21, 15),
                        "travel-agency",
                        "interacted",
                        Details.at("price-search", "web").action("price-alert").attribute("dropPercent", 12))
                .signsIn(SEYCHELLES_COUPLE)
                .tell(
                        at(9, 19, 2),
                        "travel-agency",
                        "booked",
                        Details.at("booking-page", "web")
                                .booking("seychelles-trip")
                                .service("island-holiday")
                                .location("praslin")
                                .slot(departure, home)
                                .value("4280.00", "EUR")
                                .attribute("travellers", 2))
                .browsing("couple-tablet")
                .signsIn(SEYCHELLES_COUPLE)
                .tell(
                        at(10, 20, 20),
                        "travel-agency",
                        "interacted",
                        Details.at("trip-planner", "web")
                                .action("planned-excursions")
                                .booking("seychelles-trip"))
                .tell(
                        at(13, 8, 0),
                        "travel-agency",
                        "interacted",
                        Details.at("countdown-mail", "email")
                                .action("opened-countdown")
                                .booking("seychelles-trip"))
                .tell(
                        at(18, 19, 0),
                        "travel-agency",
                        "interacted",
                        Details.at("packing-list", "app")
                                .action("ticked-packing-list")
                                .booking("seychelles-trip"))
                .tell(
                        at(20, 4, 10),
                        "travel-agency",
                        "checked-in",
                        Details.at("airport-desk", "airport")
                                .booking("seychelles-trip")
                                .service("island-holiday")
                                .location("praslin")
                                .method("desk"))
                .tell(
                        at(20, 21, 30),
                        "travel-agency",
                        "called",
                        Details.at("hotel-reception", "hotel")
                                .booking("seychelles-trip")
                                .location("praslin"))
                .tell(
                        at(23, 10, 0),
                        "travel-agency",
                        "interacted",
                        Details.at("boat-excursion", "hotel")
                                .action("went-snorkelling")
                                .booking("seychelles-trip"))
                .tell(
                        home,
                        "travel-agency",
                        "served",
                        Details.at("hotel-reception", "hotel")
                                .booking("seychelles-trip")
                                .service("island-holiday")
                                .location("praslin")
                                .served("enjoyed", departure, home))
                .tell(
                        at(28, 11, 20),
                        "travel-agency",
                        "reviewed",
                        Details.at("review-portal", "web")
                                .booking("seychelles-trip")
                                .service("island-holiday")
                                .rated(Survey.STARS, 5));
    }

    private Instant at(int day, int hour, int minute) {
        return month.atDay(day).atTime(hour, minute).toInstant(ZoneOffset.UTC);
    }
}
