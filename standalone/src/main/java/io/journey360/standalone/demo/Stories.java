package io.journey360.standalone.demo;

import io.journey360.standalone.demo.Details.Survey;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Three well-known customers, told as the systems they met would have reported them. */
final class Stories {

    /** Everything that the bank's systems report: a booking is its source's own, so one source tells the whole of it. */
    static final String BANK = "harbour-bank";

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
        return new Teller(LEWIS, "comparison-site")
                .browsing("lewis-laptop")
                .tell(
                        at(6, 20, 2),
                        "discovered",
                        Details.at("comparison-table", "search").attribute("search", "mortgage adviser near me"))
                .tell(
                        at(6, 20, 5),
                        "interacted",
                        Details.at("comparison-table", "web")
                                .action("viewed-bank")
                                .attribute("bank", "Northgate"))
                .tell(
                        at(6, 20, 9),
                        "interacted",
                        Details.at("comparison-table", "web")
                                .action("viewed-bank")
                                .attribute("bank", "Meridian")
                                .attribute("reason", "appointments by phone only"))
                .tell(
                        at(6, 20, 16),
                        "interacted",
                        Details.at("comparison-table", "web")
                                .action("viewed-bank")
                                .attribute("bank", "Harbour"))
                .signsIn(LEWIS) // else the comparison site's visitor and the bank's customer would stay two people
                .tell(
                        at(6, 20, 17),
                        "interacted",
                        Details.at("comparison-table", "web").action("saved-comparison"))
                .from(BANK)
                .browsing("lewis-laptop")
                .tell(
                        at(6, 20, 18),
                        "interacted",
                        Details.at("website", "web").action("chose-service").service("mortgage-advice"))
                .tell(
                        at(6, 20, 21),
                        "interacted",
                        Details.at("booking-page", "web")
                                .action("saw-free-slots")
                                .service("mortgage-advice")
                                .location("old-town"))
                .signsIn(LEWIS)
                .tell(
                        at(6, 20, 24),
                        "booked",
                        Details.at("booking-page", "web")
                                .booking("lewis-adviser")
                                .service("mortgage-advice")
                                .location("old-town")
                                .slot(slot, slotEnd))
                .tell(
                        at(6, 20, 25),
                        "interacted",
                        Details.at("confirmation", "email")
                                .action("received-check-in-link")
                                .booking("lewis-adviser"))
                .tell(
                        at(9, 14, 21),
                        "checked-in",
                        Details.at("entrance-kiosk", "kiosk")
                                .booking("lewis-adviser")
                                .service("mortgage-advice")
                                .location("old-town")
                                .method("kiosk"))
                .tell(
                        at(9, 14, 23),
                        "called",
                        Details.at("adviser-desk", "branch")
                                .booking("lewis-adviser")
                                .service("mortgage-advice")
                                .location("old-town")
                                .attribute("adviserCameOut", true))
                .tell(
                        at(9, 15, 11),
                        "served",
                        Details.at("adviser-desk", "branch")
                                .booking("lewis-adviser")
                                .service("mortgage-advice")
                                .location("old-town")
                                .served("application-started", at(9, 14, 24), at(9, 15, 11)))
                .tell(
                        at(9, 18, 40),
                        "reviewed",
                        Details.at("survey-mail", "email")
                                .booking("lewis-adviser")
                                .service("mortgage-advice")
                                .location("old-town")
                                .rated(Survey.NPS, 10));
    }

    /** She is served warmly in a shoe store, and that evening the new shoes are in everybody's feed. */
    private Teller shoes() {
        return new Teller(SHOE_CUSTOMER, "shoe-store")
                .browsing("shoe-customer-phone")
                .tell(
                        at(14, 16, 5),
                        "discovered",
                        Details.at("shop-window", "store")
                                .location("market-street")
                                .attribute("display", "autumn boots"))
                .tell(
                        at(14, 16, 8),
                        "interacted",
                        Details.at("sales-floor", "store")
                                .action("greeted-by-name-badge")
                                .location("market-street"))
                .tell(
                        at(14, 16, 15),
                        "interacted",
                        Details.at("fitting-bench", "store")
                                .action("tried-on")
                                .location("market-street")
                                .attribute("article", "trail-runner-42"))
                .tell(
                        at(14, 16, 22),
                        "interacted",
                        Details.at("fitting-bench", "store")
                                .action("tried-on")
                                .location("market-street")
                                .attribute("article", "red-sneaker-38"))
                .signsIn(SHOE_CUSTOMER)
                .tell(
                        at(14, 16, 34),
                        "served",
                        Details.at("checkout", "store")
                                .service("shoe-advice")
                                .location("market-street")
                                .served("bought", at(14, 16, 8), at(14, 16, 34))
                                .value("119.90", "EUR")
                                .attribute("loyaltyCard", true))
                .from("social-listening")
                .tell(
                        at(14, 20, 47),
                        "interacted",
                        Details.at("photo-post", "social")
                                .action("posted-photo")
                                .attribute("likes", 214))
                .tell(
                        at(14, 21, 3),
                        "reviewed",
                        Details.at("photo-post", "social").rated(Survey.STARS, 5));
    }

    /** Two people dream of the Seychelles, on her phone and on his tablet, until one booking makes them one customer. */
    private Teller seychelles() {
        var departure = at(20, 6, 0);
        var home = at(27, 18, 0);
        return new Teller(SEYCHELLES_COUPLE, "travel-agency")
                .browsing("couple-phone")
                .tell(
                        at(2, 21, 12),
                        "discovered",
                        Details.at("search-result", "search").attribute("search", "seychelles in autumn"))
                .tell(
                        at(2, 21, 30),
                        "interacted",
                        Details.at("travel-magazine", "web").action("read-article"))
                .browsing("couple-tablet")
                .tell(at(3, 20, 5), "discovered", Details.at("friends-photos", "social"))
                .tell(
                        at(3, 20, 45),
                        "interacted",
                        Details.at("island-comparison", "web")
                                .action("compared-islands")
                                .attribute("islands", "Mahe, Praslin, La Digue"))
                .tell(
                        at(5, 19, 30),
                        "interacted",
                        Details.at("price-search", "web")
                                .action("compared-prices")
                                .attribute("offers", 7))
                .browsing("couple-phone")
                .tell(
                        at(6, 12, 10),
                        "interacted",
                        Details.at("agent-chat", "chat").action("asked-agent").attribute("agent", "first"))
                .tell(
                        at(7, 17, 40),
                        "interacted",
                        Details.at("agency-visit", "store")
                                .action("asked-agent")
                                .attribute("agent", "second"))
                .tell(
                        at(8, 21, 15),
                        "interacted",
                        Details.at("price-search", "web").action("price-alert").attribute("dropPercent", 12))
                .signsIn(SEYCHELLES_COUPLE)
                .tell(
                        at(9, 19, 2),
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
                        "interacted",
                        Details.at("trip-planner", "web")
                                .action("planned-excursions")
                                .booking("seychelles-trip"))
                .tell(
                        at(13, 8, 0),
                        "interacted",
                        Details.at("countdown-mail", "email")
                                .action("opened-countdown")
                                .booking("seychelles-trip"))
                .tell(
                        at(18, 19, 0),
                        "interacted",
                        Details.at("packing-list", "app")
                                .action("ticked-packing-list")
                                .booking("seychelles-trip"))
                .tell(
                        at(20, 4, 10),
                        "checked-in",
                        Details.at("airport-desk", "airport")
                                .booking("seychelles-trip")
                                .service("island-holiday")
                                .location("praslin")
                                .method("desk"))
                .tell(
                        at(20, 21, 30),
                        "called",
                        Details.at("hotel-reception", "hotel")
                                .booking("seychelles-trip")
                                .location("praslin"))
                .tell(
                        at(23, 10, 0),
                        "interacted",
                        Details.at("boat-excursion", "hotel")
                                .action("went-snorkelling")
                                .booking("seychelles-trip"))
                .tell(
                        home,
                        "served",
                        Details.at("hotel-reception", "hotel")
                                .booking("seychelles-trip")
                                .service("island-holiday")
                                .location("praslin")
                                .served("enjoyed", departure, home))
                .tell(
                        at(28, 11, 20),
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
