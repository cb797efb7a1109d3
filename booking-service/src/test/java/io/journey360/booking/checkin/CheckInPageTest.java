package io.journey360.booking.checkin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import io.journey360.booking.BookingServiceTest;
import io.journey360.booking.MovedClock;
import io.journey360.booking.bookings.BookingCodes;
import io.journey360.booking.bookings.BookingDocuments;
import io.journey360.booking.domain.BookingCommand.Book;
import io.journey360.events.BookingId;
import io.journey360.events.CheckedIn;
import io.journey360.events.IdentityKey;
import io.journey360.events.Slot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page behind the link, in a real browser and under its own policy. */
@BookingServiceTest
class CheckInPageTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run");

    private static Playwright playwright;
    private static Browser browser;

    @LocalServerPort
    private int port;

    @Autowired
    private CommandGateway commands;

    @Autowired
    private EventStore store;

    @Autowired
    private BookingCodes codes;

    @Autowired
    private BookingDocuments documents;

    @Autowired
    private MovedClock clock;

    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void openTheBrowser() {
        assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium at " + CHROMIUM);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(FLAGS));
    }

    @AfterAll
    static void closeTheBrowser() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void openAPage() {
        clock.reset();
        page = browser.newPage();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.onRequest(request -> requests.add(request.url()));
    }

    @AfterEach
    void closeThePage() {
        if (page != null) {
            page.close();
        }
    }

    @Test
    void checksInAndLeavesNoTokenBehind() {
        var booking = book();
        var token = codes.checkInToken(booking);

        page.navigate(link(token));
        assertThat(page.url()).doesNotContain(token);
        page.getByRole(AriaRole.BUTTON).click();

        assertThat(page.getByRole(AriaRole.STATUS)).containsText("You are checked in");
        assertThat(page.getByRole(AriaRole.BUTTON)).isHidden();
        assertThat(store.readEvents(booking.value()).asStream().map(message -> message.getPayload()))
                .last()
                .isInstanceOf(CheckedIn.class);
        assertThat(requests).noneMatch(url -> url.contains(token)).allMatch(url -> url.startsWith(base()));
        assertThat(complaints).isEmpty();
    }

    @Test
    void saysWhatToDoWhenTheLinkOpensNothing() {
        page.navigate(link("aaaaaaaaaaaaaaaaaaaaaaaaaa"));
        page.getByRole(AriaRole.BUTTON).click();

        assertThat(page.getByRole(AriaRole.STATUS)).containsText("The desk will help you");
    }

    @Test
    void saysSoWhenTheLinkIsCutOff() {
        page.navigate(base() + "/api/v1/check-in");

        assertThat(page.getByRole(AriaRole.STATUS)).containsText("not complete");
        assertThat(page.getByRole(AriaRole.BUTTON)).isHidden();
    }

    private String link(String token) {
        return base() + "/api/v1/check-in#" + token;
    }

    private String base() {
        return "http://localhost:" + port;
    }

    private BookingId book() {
        var booking = new BookingId("booking-" + UUID.randomUUID());
        var start = MovedClock.START.plusSeconds(3600);
        commands.sendAndWait(new Book(
                booking,
                new IdentityKey("id-aaaaaaaaaaaaaaaaaaaaaaaaaa"),
                "advice",
                "zurich",
                new Slot(start, start.plusSeconds(1800)),
                "web",
                null));
        await().until(() ->
                documents.findByCheckInToken(codes.checkInToken(booking)).isPresent());
        return booking;
    }
}
