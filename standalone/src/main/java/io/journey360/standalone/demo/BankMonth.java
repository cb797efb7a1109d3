package io.journey360.standalone.demo;

import io.journey360.standalone.demo.Details.Survey;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One month of a bank with four branches whose customers book advisers. Who comes how, who drops out where, who waits how
 * long and what they say of it are drawn from the tables below, so that there is something to find: one branch is
 * understaffed on Mondays, social adverts bring many who never book, and phone bookings are forgotten more often.
 */
final class BankMonth {

    static final int CUSTOMERS = 4_000;

    /** @param bookRate share of those it brings who go on to book */
    private record Channel(String name, String touchpoint, int weight, double bookRate) {}

    private static final List<Channel> CHANNELS = List.of(
            new Channel("search", "search-ad", 30, 0.52),
            new Channel("social", "social-ad", 18, 0.22),
            new Channel("email", "newsletter", 14, 0.48),
            new Channel("direct", "website", 14, 0.58),
            new Channel("referral", "friend-link", 12, 0.66),
            new Channel("branch", "branch-poster", 12, 0.44));

    /** @param minutes a typical conversation lasts */
    private record Service(String name, int weight, int minutes) {}

    private static final List<Service> SERVICES = List.of(
            new Service("account-opening", 42, 25),
            new Service("mortgage-advice", 22, 50),
            new Service("investment-advice", 20, 40),
            new Service("card-problem", 16, 12));

    /** @param minutesWaited median between check-in and call */
    private record Branch(String name, int weight, double minutesWaited) {}

    private static final List<Branch> BRANCHES = List.of(
            new Branch("old-town", 32, 5),
            new Branch("central-station", 30, 8),
            new Branch("riverside", 22, 7),
            new Branch("university", 16, 6));

    private static final String UNDERSTAFFED_ON_MONDAYS = "riverside";
    private static final List<String> BROWSED =
            List.of("read-guide", "used-calculator", "compared-accounts", "opened-chat", "watched-video");

    private final long seed;
    private final YearMonth month;
    private final Instant end;

    BankMonth(long seed, YearMonth month) {
        this.seed = seed;
        this.month = month;
        this.end = month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** What had happened by the end of the month; who had an appointment after it is still on the way. */
    List<DemoEvent> events() {
        var events = new ArrayList<DemoEvent>();
        for (int i = 1; i <= CUSTOMERS; i++) {
            for (var event : customer(i).events()) {
                if (event.time().isBefore(end)) {
                    events.add(event);
                }
            }
        }
        return events;
    }

    private Teller customer(int number) {
        // A generator of its own for each customer: changing one story leaves the others as they are.
        var random = new SplittableRandom(seed * 1_000_003L + number);
        var teller = new Teller("bank-%05d".formatted(number), Stories.BANK);
        var known = "customer-%05d".formatted(number);
        var channel = pick(
                random, CHANNELS, CHANNELS.stream().mapToInt(Channel::weight).toArray());
        var time = arrival(random);
        var anonymously = random.nextDouble() < 0.82;
        if (anonymously) {
            teller.browsing("device-%05d".formatted(number));
        } else {
            teller.signsIn(known);
        }
        teller.tell(time, "discovered", discovery(random, channel));
        for (int visits = geometric(random, 0.55); visits > 0; visits--) {
            time = time.plus(minutes(random, 9));
            teller.tell(
                    time,
                    "interacted",
                    Details.at("website", "web").action(BROWSED.get(random.nextInt(BROWSED.size()))));
        }
        if (random.nextDouble() >= channel.bookRate()) {
            return teller;
        }
        if (random.nextDouble() < 0.3) { // sleeps on it
            time = time.plus(Duration.ofMinutes(random.nextLong(600, 4_800)));
        }
        teller.signsIn(known);
        appointment(random, teller, number, time.plus(minutes(random, 12)));
        return teller;
    }

    private static Details discovery(RandomGenerator random, Channel channel) {
        var details = Details.at(channel.touchpoint(), channel.name());
        return switch (channel.name()) {
            case "search", "social" -> details.attribute("campaign", random.nextInt(3) == 0 ? "savings" : "spring");
            case "email" -> details.attribute("issue", 1 + random.nextInt(4));
            default -> details;
        };
    }

    private void appointment(RandomGenerator random, Teller teller, int number, Instant bookedAt) {
        var service = pick(
                random, SERVICES, SERVICES.stream().mapToInt(Service::weight).toArray());
        var branch = pick(
                random, BRANCHES, BRANCHES.stream().mapToInt(Branch::weight).toArray());
        var booking = "b-%05d".formatted(number);
        var phone = random.nextDouble() < 0.16;
        var touchpoint = phone ? "hotline" : "booking-page";
        var bookedThrough = phone ? "phone" : random.nextDouble() < 0.4 ? "app" : "web";

        var slot = openingTime(random, bookedAt.plus(Duration.ofMinutes((long) (exponential(random) * 5_200) + 90)));
        teller.tell(
                bookedAt,
                "booked",
                about(Details.at(touchpoint, bookedThrough), booking, service, branch)
                        .slot(slot, slot.plus(Duration.ofMinutes(service.minutes()))));
        if (random.nextDouble() < 0.12) {
            var changedAt = between(random, bookedAt, slot);
            slot = openingTime(random, slot.plus(Duration.ofMinutes(random.nextLong(1_440, 5_760))));
            teller.tell(
                    changedAt,
                    "rescheduled",
                    about(Details.at("booking-page", "web"), booking, service, branch)
                            .slot(slot, slot.plus(Duration.ofMinutes(service.minutes()))));
        }
        if (random.nextDouble() < 0.09) {
            teller.tell(
                    between(random, bookedAt, slot),
                    "cancelled",
                    about(Details.at("booking-page", "web"), booking, service, branch));
            return;
        }
        if (random.nextDouble() < (phone ? 0.13 : 0.05)) {
            teller.tell(
                    slot.plus(Duration.ofMinutes(15)),
                    "no-show",
                    about(Details.at("reception-desk", "branch"), booking, service, branch));
            return;
        }
        visit(random, teller, booking, service, branch, slot);
    }

    private void visit(
            RandomGenerator random, Teller teller, String booking, Service service, Branch branch, Instant slot) {
        var arrived = slot.minus(Duration.ofSeconds((long) (300 + random.nextGaussian() * 240)));
        var method = pick(random, List.of("kiosk", "desk", "link"), 46, 30, 24);
        var entrance =
                switch (method) {
                    case "kiosk" -> Details.at("entrance-kiosk", "kiosk");
                    case "desk" -> Details.at("reception-desk", "branch");
                    default -> Details.at("check-in-link", "app");
                };
        teller.tell(
                arrived, "checked-in", about(entrance, booking, service, branch).method(method));

        var monday = LocalDate.ofInstant(slot, ZoneOffset.UTC).getDayOfWeek() == DayOfWeek.MONDAY;
        var strained = monday && branch.name().equals(UNDERSTAFFED_ON_MONDAYS);
        var waited = Duration.ofSeconds(
                (long) (60 * branch.minutesWaited() * (strained ? 4.5 : 1) * Math.exp(0.6 * random.nextGaussian())));
        if (random.nextDouble() < waited.toMinutes() / 240.0) {
            return; // gave up waiting
        }
        var called = arrived.plus(waited);
        teller.tell(called, "called", about(Details.at("adviser-desk", "branch"), booking, service, branch));
        var started = called.plus(minutes(random, 1));
        var ended = started.plus(
                Duration.ofSeconds((long) (60 * service.minutes() * Math.exp(0.35 * random.nextGaussian()))));
        var outcome = pick(random, List.of("resolved", "application-started", "follow-up-needed"), 62, 24, 14);
        teller.tell(
                ended,
                "served",
                about(Details.at("adviser-desk", "branch"), booking, service, branch)
                        .served(outcome, started, ended));
        review(random, teller, booking, service, branch, waited, outcome, ended);
    }

    private void review(
            RandomGenerator random,
            Teller teller,
            String booking,
            Service service,
            Branch branch,
            Duration waited,
            String outcome,
            Instant ended) {
        if (random.nextDouble() >= 0.36) {
            return;
        }
        var liking = 0.86
                - waited.toMinutes() / 60.0
                - (outcome.equals("follow-up-needed") ? 0.18 : 0)
                + 0.16 * random.nextGaussian();
        var survey = pick(random, List.of(Survey.NPS, Survey.CSAT, Survey.CES), 60, 25, 15);
        var score =
                switch (survey) {
                    case NPS -> scaled(liking, 0, 10);
                    case CSAT, STARS -> scaled(liking, 1, 5);
                    case CES -> scaled(liking, 1, 7);
                };
        teller.tell(
                ended.plus(Duration.ofMinutes(random.nextLong(20, 2_800))),
                "reviewed",
                about(Details.at("survey-mail", "email"), booking, service, branch)
                        .rated(survey, score));
    }

    private static int scaled(double liking, int min, int max) {
        return (int) Math.round(min + Math.clamp(liking, 0, 1) * (max - min));
    }

    private static Details about(Details details, String booking, Service service, Branch branch) {
        return details.booking(booking).service(service.name()).location(branch.name());
    }

    /** More in the evening than in the morning, fewer at weekends. */
    private Instant arrival(RandomGenerator random) {
        LocalDate day;
        do {
            day = month.atDay(1 + random.nextInt(month.lengthOfMonth()));
        } while (weekend(day) && random.nextDouble() < 0.45);
        var hour = Math.clamp(14.5 + 4.2 * random.nextGaussian(), 0.1, 23.8);
        return day.atStartOfDay().toInstant(ZoneOffset.UTC).plusSeconds((long) (hour * 3_600));
    }

    /** The next quarter of an hour on a working day between 9 and 17 o'clock at or after a moment. */
    private static Instant openingTime(RandomGenerator random, Instant earliest) {
        var moment = earliest.atOffset(ZoneOffset.UTC);
        var day = moment.toLocalDate();
        if (moment.getHour() >= 16) {
            day = day.plusDays(1);
        }
        while (weekend(day)) {
            day = day.plusDays(1);
        }
        var open = day.atTime(9, 0).atOffset(ZoneOffset.UTC);
        var from = moment.isAfter(open) ? moment.getHour() * 4 + moment.getMinute() / 15 + 1 : 36;
        var quarter = from + random.nextInt(Math.max(1, 68 - from));
        return day.atStartOfDay().toInstant(ZoneOffset.UTC).plus(Duration.ofMinutes(15L * quarter));
    }

    private static boolean weekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static Instant between(RandomGenerator random, Instant from, Instant to) {
        return from.plusSeconds(1
                + (long) (random.nextDouble()
                        * Math.max(0, Duration.between(from, to).toSeconds() - 2)));
    }

    private static Duration minutes(RandomGenerator random, double mean) {
        return Duration.ofSeconds(5 + (long) (60 * mean * exponential(random)));
    }

    private static double exponential(RandomGenerator random) {
        return -Math.log(1 - random.nextDouble());
    }

    private static int geometric(RandomGenerator random, double goOn) {
        int count = 0;
        while (random.nextDouble() < goOn && count < 8) {
            count++;
        }
        return count;
    }

    private static <T> T pick(RandomGenerator random, List<T> choices, int... weights) {
        int total = 0;
        for (int weight : weights) {
            total += weight;
        }
        int drawn = random.nextInt(total);
        for (int i = 0; i < weights.length; i++) {
            drawn -= weights[i];
            if (drawn < 0) {
                return choices.get(i);
            }
        }
        throw new IllegalStateException("Weights do not add up");
    }
}
