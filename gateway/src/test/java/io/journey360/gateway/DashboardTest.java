package io.journey360.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The page in a real browser. With {@code -Djourney.screenshots=<folder>} it leaves pictures there. */
class DashboardTest {

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
    private static BackEnd services;
    private static RunningGateway gateway;

    private final Map<String, BackEnd.Answer> answers = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
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
        services = BackEnd.named("not set");
        gateway = RunningGateway.before(services, "journey.demo=true");
    }

    @AfterAll
    static void closeTheBrowser() {
        if (playwright != null) {
            playwright.close();
            gateway.close();
            services.close();
        }
    }

    @BeforeEach
    void openAPage() {
        answers.put("/api/v1/analytics/status", canned("status.json"));
        answers.put("/api/v1/analytics/funnel", canned("funnel.json"));
        answers.put("/api/v1/analytics/stages", canned("stages.json"));
        answers.put("/api/v1/analytics/pain-points", canned("pain-points.json"));
        answers.put("/api/v1/analytics/voice", canned("voice.json"));
        answers.put("/api/v1/personas", canned("personas.json"));
        answers.put("/api/v1/personas/regulars", canned("persona.json"));
        answers.put("/api/v1/personas/regulars/people", canned("persona-people.json"));
        answers.put("/api/v1/customers", canned("customers.json"));
        answers.put("/api/v1/customers/lookup", canned("found.json"));
        answers.put(
                "/api/v1/stream",
                (request, response) ->
                        response.sse().sendString(Flux.concat(Mono.just(text("stream.txt")), Mono.never())));
        services.answers((request, response) -> answers.getOrDefault(
                        request.fullPath().startsWith("/") ? request.fullPath() : "/" + request.fullPath(),
                        request.fullPath().endsWith("/journey") ? canned("journey.json") : missing())
                .apply(request, response));
        open(new Browser.NewContextOptions().setViewportSize(1440, 1000));
    }

    @AfterEach
    void closeThePage() {
        if (context != null) {
            context.close();
        }
    }

    @Test
    void showsHowFarCustomersComeAndWhereTheyStand() {
        page.navigate(gateway.address());
        var flow = page.locator("#flow");
        assertThat(flow).containsText("4,212");
        assertThat(flow).containsText("902");
        assertThat(flow).containsText("after 2 d 3 h");
        assertThat(page.locator("#flow-lede")).containsText("902 went all the way (21 %)");
        assertThat(page.locator("#stages .stage-row")).hasCount(5);
        assertThat(page.locator("#stages")).containsText("1,159");
        assertThat(page.locator("#stages")).containsText("241 cancelled, 163 no-show");
        assertThat(page.locator("#figure-events")).hasText("27,961");
        assertThat(page.locator("#figure-lag")).hasText("12 ms");
        assertThat(page.locator("#state-text")).hasText("live");
        shoot("overview");
        page.getByText("All figures").click();
        assertThat(page.locator("#flow-table tbody tr")).hasCount(5);
        assertThat(page.locator("#flow-table tbody tr").nth(1)).containsText("1,525");
        nothingToComplainOf();
    }

    @Test
    void showsWhereItHurtsAndWhatCustomersSay() {
        page.navigate(gateway.address());
        assertThat(page.locator("#pains .pain")).hasCount(6);
        assertThat(page.locator("#pains .pain").first()).containsText("Web site");
        assertThat(page.locator("#pains .pain").first()).containsText("39 % end their journey here");
        assertThat(page.locator("#pains .pain").nth(1)).containsText("nps -23.2 where 40 is promised");
        assertThat(page.locator("#opinions .opinion")).hasCount(4);
        assertThat(page.locator("#opinions .opinion").first()).containsText("-23");
        assertThat(page.locator("#opinions .opinion").first())
                .containsText("44 promoters, 99 detractors · 237 answers");
        assertThat(page.locator("#opinions .opinion").first().locator(".spread li"))
                .hasCount(11);
        nothingToComplainOf();
    }

    @Test
    void showsWhoIsWhichPersonaAndHowFarTheyCome() {
        var asked = new CopyOnWriteArrayList<String>();
        for (var path : List.of("/api/v1/analytics/funnel", "/api/v1/personas/regulars/people")) {
            var answer = answers.get(path);
            answers.put(path, (request, response) -> {
                asked.add(request.uri());
                return answer.apply(request, response);
            });
        }
        page.navigate(gateway.address());
        assertThat(page.locator("#personas .persona-row")).hasCount(3);
        var regulars = page.locator("#personas .persona-row").nth(1);
        assertThat(regulars).containsText("1,204version 2, in force");
        assertThat(regulars).containsText("980version 1, the one before");
        assertThat(page.locator("#flow-persona option")).hasCount(3); // everybody, and those in force
        regulars.click();
        assertThat(page.locator("#persona-parts button")).hasCount(3);
        assertThat(page.locator("#persona-parts")).containsText("1,204 in version 2, 900 in both");
        assertThat(page.locator("#persona-people .person-row")).hasCount(2);
        assertThat(page.locator("#persona-people")).containsText("by event e-93 of booking service");
        assertThat(page.locator("#persona-people")).containsText("as time passed");
        shoot("personas");
        page.locator("#persona-parts button").nth(2).click();
        assertThat(page.locator("#persona-parts button").nth(2)).hasAttribute("aria-pressed", "true");
        await(asked, "version=1&without=2");
        page.locator("#persona-flow").click();
        assertThat(page.locator("#flow-persona")).hasValue("regulars");
        await(asked, "funnel?persona=regulars");
        page.locator("#persona-people .person-row").first().click();
        assertThat(page.locator("#person h1")).isVisible();
        nothingToComplainOf();
    }

    private void await(List<String> asked, String part) {
        for (int i = 0; i < 100 && asked.stream().noneMatch(uri -> uri.contains(part)); i++) {
            page.waitForTimeout(50);
        }
        assertThat(asked).anyMatch(uri -> uri.contains(part));
    }

    @Test
    void aFigureOpensWhatItIsMadeOf() {
        answers.put("/api/v1/analytics/explanations/e-1", canned("explanation.json"));
        page.navigate(gateway.address());
        page.getByText("All figures").click();
        page.locator("#flow-table tbody tr").nth(1).locator(".figure").first().click();
        assertThat(page.locator("#explained-title")).hasText("Booked: 2,687");
        assertThat(page.locator("#explained-says")).containsText("2,687 pieces of evidence from 2,687 people");
        assertThat(page.locator(".evidence")).hasCount(20);
        assertThat(page.locator(".evidence").first()).containsText("2 d 3 h");
        shoot("explained");
        page.locator("#explained-more").click();
        assertThat(page.locator(".evidence")).hasCount(40);
        page.locator(".evidence-person").first().click();
        assertThat(page.locator("#explained")).isHidden();
        assertThat(page.locator(".story .moment")).hasCount(12);
        nothingToComplainOf();
    }

    @Test
    void showsEventsAsTheyHappen() {
        page.navigate(gateway.address());
        assertThat(page.locator("#ticker .tick")).hasCount(8);
        assertThat(page.locator("#ticker .tick").first()).containsText("Cancelled");
        assertThat(page.locator("#ticker")).containsText("Checked in by link");
        page.locator("#ticker .tick-button").nth(3).click();
        assertThat(page.locator("#person h1")).isVisible();
        nothingToComplainOf();
    }

    @Test
    void listsThePeopleOfAStage() {
        page.navigate(gateway.address());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Served")))
                .click();
        assertThat(page.locator("#people-list .person-row")).hasCount(12);
        page.locator("#people-more").click();
        assertThat(page.locator("#people-list .person-row")).hasCount(24);
        shoot("people");
        page.locator(".person-row").first().click();
        assertThat(page.locator(".story .moment")).hasCount(12);
        nothingToComplainOf();
    }

    @Test
    void searchingDrawsTheTimeline() {
        page.navigate(gateway.address());
        page.keyboard().press("/");
        page.keyboard().type("lewis");
        page.keyboard().press("Enter");
        assertThat(page.locator("#person h1")).hasText("lewis");
        assertThat(page.locator("#person h1")).isFocused();
        assertThat(page.locator(".weave .node")).hasCount(12);
        assertThat(page.locator(".story .moment")).hasCount(12);
        assertThat(page.locator(".story")).containsText("2 d 18 h later");
        assertThat(page.locator(".story")).containsText("Reviewed: NPS 10 of 10");
        shoot("person");
        page.locator(".weave .node").nth(6).click();
        assertThat(page.locator("#moment-6")).isFocused();
        page.goBack();
        assertThat(page.locator("#overview")).isVisible();
        assertThat(page.locator("#person")).isHidden();
        nothingToComplainOf();
    }

    @Test
    void aCustomerNobodyKnowsIsSaidToBeUnknown() {
        answers.put("/api/v1/customers/lookup", missing());
        page.navigate(gateway.address());
        page.getByLabel("Find a customer").fill("nobody");
        page.keyboard().press("Enter");
        assertThat(page.locator("#search-says")).containsText("Nobody is known as “nobody”");
    }

    @Test
    void aPersonsKeyNeedsNoLookup() {
        answers.put("/api/v1/customers/lookup", missing());
        page.navigate(gateway.address());
        page.getByLabel("Find a customer").fill("id-abcdefghijklmnopqrstuvwxya");
        page.keyboard().press("Enter");
        assertThat(page.locator(".story .moment")).hasCount(12);
        nothingToComplainOf();
    }

    @Test
    void namesThatLookLikeMarkupStayNames() {
        answers.put(
                "/api/v1/stream",
                (request, response) -> response.sse().sendString(Flux.concat(Mono.just("""
                                id:1
                                data:{"event":"interacted","action":"<img src=x onerror=document.title='owned'>","person":"id-a","occurredAt":"2026-11-21T20:10:00Z","touchpoint":"<b>bold</b>","source":"s"}

                                """), Mono.never())));
        page.navigate(gateway.address());
        assertThat(page.locator("#ticker .tick")).containsText("<b>bold</b>");
        assertThat(page.locator("#ticker img, #ticker b")).hasCount(0);
        nothingToComplainOf();
    }

    @Test
    void withoutEventsItSaysWhatWillBeSeen() {
        answers.put("/api/v1/analytics/funnel", BackEnd.json("""
                {"steps":[{"event":"discovered","count":0,"ofFirst":0,"ofPrevious":0,"dropOff":0},
                {"event":"booked","count":0,"ofFirst":0,"ofPrevious":0,"dropOff":0},{"event":"checked-in","count":0,"ofFirst":0,"ofPrevious":0,"dropOff":0},
                {"event":"served","count":0,"ofFirst":0,"ofPrevious":0,"dropOff":0},{"event":"reviewed","count":0,"ofFirst":0,"ofPrevious":0,"dropOff":0}],
                "conversion":0,"open":0}
                """));
        answers.put(
                "/api/v1/stream",
                (request, response) ->
                        response.sse().sendString(Flux.concat(Mono.just(": heartbeat\n\n"), Mono.never())));
        page.navigate(gateway.address());
        assertThat(page.locator("#flow-lede")).containsText("Nobody has come yet");
        assertThat(page.locator("#ticker-empty")).isVisible();
        shoot("empty");
        nothingToComplainOf();
    }

    @Test
    void whatCannotBeShownSaysWhy() {
        BackEnd.Answer full = (request, response) -> response.status(503)
                .header("Content-Type", "application/problem+json")
                .sendString(
                        Mono.just(
                                "{\"type\":\"urn:journey360:problem:index-full\",\"status\":503,\"detail\":\"The index is full\"}"));
        answers.put("/api/v1/analytics/funnel", full);
        answers.put("/api/v1/analytics/stages", full);
        answers.put("/api/v1/analytics/pain-points", full);
        answers.put("/api/v1/analytics/voice", full);
        page.navigate(gateway.address());
        assertThat(page.locator("#flow-problem")).containsText("The index is full");
        assertThat(page.locator("#stages-problem")).containsText("The index is full");
        assertThat(page.locator("#pains-problem")).containsText("The index is full");
        assertThat(page.locator("#opinions-problem")).containsText("The index is full");
        assertThat(page.locator("#figure-events")).hasText("27,961");
        shoot("failing");
    }

    @Test
    void fitsANarrowScreenAndADarkRoom() {
        context.close();
        open(new Browser.NewContextOptions().setViewportSize(390, 844).setColorScheme(ColorScheme.DARK));
        page.navigate(gateway.address());
        assertThat(page.locator("#stages .stage-row")).hasCount(5);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing sticks out sideways")
                .isTrue();
        shoot("narrow-dark");
        page.navigate(gateway.address() + "/#person=id-abcdefghijklmnopqrstuvwxya");
        assertThat(page.locator(".story .moment")).hasCount(12);
        shoot("narrow-dark-person");
        page.setViewportSize(1440, 1000);
        page.navigate(gateway.address() + "/#");
        assertThat(page.locator("#ticker .tick")).hasCount(8);
        shoot("dark");
        nothingToComplainOf();
    }

    @Test
    void theApiCanBeBrowsed() {
        answers.put("/v3/api-docs", BackEnd.json("""
                {"openapi":"3.1.0","tags":[{"name":"bookings"}],"paths":{"/api/v1/bookings/{id}":{"get":{"tags":["bookings"],"operationId":"find","summary":"One booking",
                "responses":{"200":{"description":"The booking"}}}}}}
                """));
        page.navigate(gateway.address() + "/docs");
        assertThat(page.locator(".info .title")).containsText("Journey 360");
        page.locator(".opblock-tag").first().click();
        assertThat(page.locator(".opblock").first()).containsText("/api/v1/bookings/{id}");
        page.locator(".opblock-summary").first().click();
        shoot("docs");
        nothingToComplainOf();
    }

    @Test
    void whereCredentialsAreDemandedAKeyOpensASession() {
        try (var guarded = RunningGateway.before(
                services,
                "server.address=0.0.0.0",
                "journey.api-keys[0].name=ann",
                // of the key "secret"
                "journey.api-keys[0].sha256=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
                "journey.api-keys[0].roles=analyst,identified")) {
            page.navigate(guarded.address());
            page.getByLabel("API key").fill("secret");
            shoot("sign-in");
            page.keyboard().press("Enter");
            assertThat(page.locator("#flow")).containsText("4,212");
            assertThat(page.locator("#ticker .tick")).hasCount(8);
            nothingToComplainOf();
        }
    }

    private void open(Browser.NewContextOptions options) {
        context = browser.newContext(options);
        context.setDefaultTimeout(15_000);
        context.addInitScript("""
                addEventListener('securitypolicyviolation',
                    (v) => console.error(`policy violated: ${v.violatedDirective} ${v.blockedURI} ${v.sourceFile}`));
                """);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith("http://localhost:") && !request.url().startsWith("data:")) {
                complaints.add("asked another host: " + request.url());
            }
        });
    }

    private void nothingToComplainOf() {
        assertThat(complaints).isEmpty();
    }

    private void shoot(String name) {
        var folder = System.getProperty("journey.screenshots");
        if (folder != null) {
            page.waitForTimeout(900);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(folder, name + ".png"))
                    .setFullPage(true));
        }
    }

    private static BackEnd.Answer canned(String name) {
        return BackEnd.json(text(name));
    }

    private static BackEnd.Answer missing() {
        return (request, response) -> response.status(404)
                .header("Content-Type", "application/problem+json")
                .sendString(Mono.just(
                        "{\"type\":\"urn:journey360:problem:unknown\",\"status\":404,\"detail\":\"Unknown\"}"));
    }

    private static String text(String name) {
        try (var in = DashboardTest.class.getResourceAsStream("/canned/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
