package io.journey360.profile.profiles;

import static io.journey360.profile.Api.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.journey360.events.IdentityKey;
import io.journey360.platform.log.JourneyLog;
import io.journey360.profile.Api;
import io.journey360.profile.Api.Answer;
import io.journey360.profile.ProfileServiceTest;
import io.journey360.profile.links.Links;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ProfileServiceTest
class GraphHttpTest {

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Autowired
    Links links;

    @Test
    void tellsWhoLinkedWhatWhenAndOnWhatEvidence() {
        var anna = api.open("ga-anna");
        var ben = api.open("ga-ben");
        var kiosk = api.anonymous("ga-kiosk");
        api.collected(api.customer("ga-anna"), kiosk);
        long linked = log.head();
        api.post(PROFILES + "/" + anna + "/identities", "{'anonymous':'ga-phone','source':'web-shop'}");
        long attached = log.head();
        var merge =
                api.post(PROFILES + "/" + anna + "/merges", "{'with':'%s'}".formatted(ben), "Idempotency-Key", "ga");
        long merged = log.head();
        api.collected(api.customer("ga-ben"), kiosk);
        long parted = conflict(kiosk);
        api.delete(merge.location());
        links.catchUp();

        var items = new ArrayList<JsonNode>();
        api.get(PROFILES + "/" + anna + "/identities").body().get("items").forEach(items::add);

        assertThat(items)
                .extracting(
                        item -> item.get("what").asString(),
                        item -> item.at("/evidence/event").asString())
                .containsExactly(
                        tuple("linked", "Discovered"),
                        tuple("linked", "IdentityAttached"),
                        tuple("merged", "CustomersMerged"),
                        tuple("parted", "Discovered"),
                        tuple("unmerged", "MergeUndone"));
        assertThat(items.subList(0, 4))
                .extracting(item -> item.get("position").asLong())
                .containsExactly(linked, attached, merged, parted);
        assertThat(items)
                .allSatisfy(
                        item -> assertThat(Instant.parse(item.get("recordedAt").asString()))
                                .isBeforeOrEqualTo(Instant.now()));
        assertThat(items.get(0).at("/evidence/source").asString()).isEqualTo("web-shop");
        assertThat(items.get(0).at("/evidence/id").asString()).startsWith("e-");
        assertThat(items.get(1).at("/evidence/source").asString()).isEqualTo("profile-service");
        assertThat(items.get(2).at("/evidence/request").asString()).startsWith("request-");
        assertThat(items.get(2).get("merge")).isEqualTo(merge.body().get("merge"));
        assertThat(items.get(3).get("other").asString())
                .isEqualTo(api.customer("ga-ben").value());
        assertThat(items.get(3).get("identities").get(1).asString()).isEqualTo(kiosk.value());
    }

    private long conflict(IdentityKey kiosk) {
        return links.persons().linksOf(kiosk).getFirst().undone().position();
    }

    @Test
    void isListedPageByPage() {
        var anna = api.customer("gb-anna");
        for (int i = 0; i < 7; i++) {
            api.collected(anna, api.anonymous("gb-" + i));
        }

        var positions = new ArrayList<Long>();
        JsonNode page = null;
        do {
            page = api.get(PROFILES + "/" + anna + "/identities?limit=3"
                            + (page == null ? "" : "&cursor=" + page.get("next").asString()))
                    .body();
            page.get("items").forEach(item -> positions.add(item.get("position").asLong()));
        } while (page.hasNonNull("next"));

        assertThat(positions).hasSize(7).isSorted().doesNotHaveDuplicates();
        assertThat(api.get(PROFILES + "/" + anna + "/identities?cursor=x").status())
                .isEqualTo(400);
        assertThat(api.get(PROFILES + "/" + api.customer("gb-nobody") + "/identities")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aThousandIdentitiesAreRefusedAndWhoHasAHundredIsFlaggedCrowded() {
        var thousand = IntStream.range(0, 1_000)
                .mapToObj(i -> "{'anonymous':'gc-%d','source':'web-shop'}".formatted(i))
                .collect(Collectors.joining(","));
        var refused = api.post(PROFILES, "{'identities':[{'customer':'gc-anna'},%s]}".formatted(thousand));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("too-many-identities");
        links.catchUp();
        var anna = api.customer("gc-anna");
        assertThat(links.kindOf(anna)).isNull();

        for (int i = 0; i < 120; i++) {
            api.appended(anna, api.anonymous("gc-" + i));
        }
        links.catchUp();
        assertThat(api.identities(anna)).hasSize(100);
        assertThat(api.person(anna).get("crowded").asBoolean()).isTrue();
        var oneMore = api.post(PROFILES + "/" + anna + "/identities", "{'anonymous':'gc-more','source':'web-shop'}");
        assertThat(oneMore.code()).isEqualTo("too-many-identities");
    }

    @Test
    void mergesInACircleMakeOnePersonAndUndoneThereAreThreeAgain() {
        var names = List.of("gd-anna", "gd-ben", "gd-cleo");
        var ids = names.stream().map(api::open).toList();
        var requests = List.of(List.of(0, 1), List.of(1, 2), List.of(2, 0));

        var answers = requests.stream()
                .map(pair -> CompletableFuture.supplyAsync(() -> api.post(
                        PROFILES + "/" + ids.get(pair.get(0)) + "/merges",
                        "{'with':'%s'}".formatted(ids.get(pair.get(1))))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        links.catchUp();
        assertThat(answers).extracting(Answer::status).containsAnyOf(201).isSubsetOf(201, 409);
        var made = answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(made).hasSizeGreaterThanOrEqualTo(2);
        assertThat(api.identities(ids.get(0))).hasSize(3);
        assertThat(api.post(PROFILES + "/" + ids.get(2) + "/merges", "{'with':'%s'}".formatted(ids.get(0)))
                        .code())
                .isEqualTo("already-one-person");

        made.forEach(merge -> {
            assertThat(api.delete(merge.location()).status()).isEqualTo(204);
            links.catchUp();
        });
        assertThat(ids).allSatisfy(id -> assertThat(api.identities(id)).hasSize(1));
        assertThat(api.delete(made.getFirst().location()).code()).isEqualTo("already-undone");
    }

    @Test
    void twoMergesOfOnePairAtOnceAreOne() {
        var anna = api.open("ge-anna");
        var ben = api.open("ge-ben");

        var answers = Stream.of(List.of(anna, ben), List.of(ben, anna))
                .map(pair -> CompletableFuture.supplyAsync(() ->
                        api.post(PROFILES + "/" + pair.get(0) + "/merges", "{'with':'%s'}".formatted(pair.get(1)))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
        assertThat(api.get(PROFILES + "/" + anna + "/merges")
                        .body()
                        .get("items")
                        .size())
                .isEqualTo(1);
    }
}
