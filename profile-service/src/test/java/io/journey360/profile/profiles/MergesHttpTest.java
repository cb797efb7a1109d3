package io.journey360.profile.profiles;

import static io.journey360.profile.Api.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityKey;
import io.journey360.platform.log.JourneyLog;
import io.journey360.profile.Api;
import io.journey360.profile.ProfileServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ProfileServiceTest
class MergesHttpTest {

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Nested
    class Merging {

        @Test
        void makesTwoKnownCustomersOnePerson() {
            var anna = api.open("ma-anna");
            var ben = api.open("ma-ben");
            api.post(PROFILES + "/" + ben + "/identities", "{'anonymous':'ma-phone','source':'web-shop'}");

            var merged = merge(anna, ben);

            assertThat(merged.status()).isEqualTo(201);
            var id = merged.body().get("merge").asString();
            assertThat(merged.location()).isEqualTo(PROFILES + "/" + anna + "/merges/" + id);
            assertThat(merged.body().get("customers").toString())
                    .isEqualTo("[\"%s\",\"%s\"]".formatted(api.customer("ma-anna"), api.customer("ma-ben")));
            assertThat(merged.body().get("position").asLong()).isEqualTo(log.head());
            assertThat(merged.body().has("undonePosition")).isFalse();
            assertThat(api.get(merged.location()).body()).isEqualTo(merged.body());
            assertThat(api.person(anna)).isEqualTo(api.person(ben));
            assertThat(api.person(anna).get("profiles").size()).isEqualTo(2);
            assertThat(api.identities(anna))
                    .containsExactlyInAnyOrder(
                            api.customer("ma-anna").value(),
                            api.customer("ma-ben").value(),
                            api.anonymous("ma-phone").value());
        }

        @Test
        void namesCustomersByAnyOfTheirIdentities() {
            var phone = api.anonymous("mb-phone");
            var laptop = api.anonymous("mb-laptop");
            api.collected(api.customer("mb-anna"), phone);
            api.collected(api.customer("mb-ben"), laptop);

            assertThat(merge(phone, laptop).status()).isEqualTo(201);
            assertThat(api.identities(phone)).hasSize(4);
        }

        @Test
        void withItselfIsRefused() {
            var anna = api.open("mc-anna");

            assertRefused(merge(anna, api.customer("mc-anna")), "merge-with-itself");
        }

        @Test
        void ofOnePersonIsRefused() {
            var anna = api.open("md-anna");
            var ben = api.open("md-ben");
            merge(anna, ben);

            assertRefused(merge(ben, anna), "already-one-person");
        }

        @Test
        void ofADeviceOfNobodyIsRefused() {
            var phone = api.anonymous("me-phone");
            api.collected(null, phone);

            assertRefused(merge(api.open("me-anna"), phone), "no-customer");
            assertRefused(merge(phone, api.open("me-ben")), "no-customer");
        }

        @Test
        void pastAHundredIdentitiesIsRefused() {
            var anna = api.customer("mf-anna");
            for (int i = 0; i < 99; i++) {
                api.collected(anna, api.anonymous("mf-" + i));
            }

            assertRefused(merge(api.open("mf-ben"), anna), "too-many-identities");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{} | /with",
                    "{'with':null} | /with",
                    "{'with':'mg-ben'} | /with",
                    "{'with':'id-aaaaaaaaaaaaaaaaaaaaaaaaae'} | /with",
                    "{'with':'profile-aaaaaaaaaaaaaaaaaaaaaaaaae'} | /with",
                    "{'with':7} | /with",
                    "{'with':{'$ne':1}} | /with",
                    "{'with':'x','and':'y'} | /and"
                })
        void isToldWhatIsWrongAndWhere(String body, String pointer) {
            var anna = api.customer("mg-anna");
            api.collected(anna, null);

            var refused = api.post(PROFILES + "/" + anna + "/merges", body);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.pointers()).containsExactly(pointer);
            assertThat(api.get(PROFILES + "/" + anna + "/merges").body().get("items"))
                    .isEmpty();
        }

        @Test
        void ofNobodyIsNotFound() {
            assertThat(merge(api.customer("mh-nobody"), api.open("mh-anna")).status())
                    .isEqualTo(404);
        }
    }

    @Nested
    class Undoing {

        @Test
        void leavesWhatThereWouldBeHadTheTwoNeverBeenMerged() {
            var merged = story("mi", true);
            var never = story("mj", false);

            for (int i = 0; i < merged.size(); i++) {
                assertThat(withoutMerges(merged.get(i), merged)).isEqualTo(withoutMerges(never.get(i), never));
            }
        }

        /** Everybody in the story, in the same order each time. */
        private List<IdentityKey> story(String name, boolean withMerge) {
            var anna = api.customer(name + "-anna");
            var ben = api.customer(name + "-ben");
            var annas = api.anonymous(name + "-annas");
            var bens = api.anonymous(name + "-bens");
            var kiosk = api.anonymous(name + "-kiosk");
            var later = api.anonymous(name + "-later");
            api.collected(anna, annas);
            api.collected(ben, bens);
            api.collected(anna, kiosk);
            var merge = withMerge ? merge(anna, ben).body().get("merge").asString() : null;
            api.collected(ben, kiosk);
            api.collected(ben, later);
            api.post(
                    PROFILES + "/" + anna + "/identities",
                    "{'anonymous':'%s-tablet','source':'web-shop'}".formatted(name));
            if (merge != null) {
                assertThat(api.identities(anna)).hasSize(6);
                assertThat(api.delete(PROFILES + "/" + bens + "/merges/" + merge)
                                .status())
                        .isEqualTo(204);
            }
            return List.of(anna, ben, annas, bens, kiosk, later, api.anonymous(name + "-tablet"));
        }

        /** The whole answer but its merges, with everybody called by their place in the story and no positions. */
        private String withoutMerges(IdentityKey identity, List<IdentityKey> everybody) {
            var person = (ObjectNode) api.person(identity);
            person.remove("merges");
            var text = person.toString();
            for (int i = 0; i < everybody.size(); i++) {
                text = text.replace(everybody.get(i).value().substring(3), "#" + i);
            }
            assertThat(text).contains("#");
            return Stream.of(text.replaceAll("\"position\":\\d+", "").split("[,\\[\\]{}]+"))
                    .sorted()
                    .toList()
                    .toString();
        }

        @Test
        void showsInTheHistory() {
            var anna = api.open("mk-anna");
            var ben = api.open("mk-ben");
            var location = merge(anna, ben).location();

            api.delete(location);

            assertThat(api.identities(ben))
                    .containsExactly(api.customer("mk-ben").value());
            var listed = api.get(PROFILES + "/" + ben + "/merges").body().get("items");
            assertThat(listed.size()).isEqualTo(1);
            assertThat(listed.get(0).get("undonePosition").asLong()).isEqualTo(log.head());
            assertThat(api.get(location).body()).isEqualTo(listed.get(0));
        }

        @Test
        void twiceIsRefused() {
            var location = merge(api.open("ml-anna"), api.open("ml-ben")).location();
            api.delete(location);

            assertRefused(api.delete(location), "already-undone");
        }

        @Test
        void doesNotHinderMergingAgain() {
            var anna = api.open("mm-anna");
            var ben = api.open("mm-ben");
            var first = merge(anna, ben);
            api.delete(first.location());

            var again = merge(ben, anna);

            assertThat(again.status()).isEqualTo(201);
            assertThat(again.body().get("merge")).isEqualTo(first.body().get("merge"));
            assertThat(api.identities(anna)).hasSize(2);
            assertThat(api.get(PROFILES + "/" + anna + "/merges")
                            .body()
                            .get("items")
                            .size())
                    .isEqualTo(2);
            assertThat(api.delete(again.location()).status()).isEqualTo(204);
        }

        @Test
        void ofAnotherPersonsMergeIsNotFound() {
            var location = merge(api.open("mn-anna"), api.open("mn-ben")).location();
            var merge = location.substring(location.lastIndexOf('/') + 1);

            assertThat(api.delete(PROFILES + "/" + api.open("mn-cleo") + "/merges/" + merge)
                            .status())
                    .isEqualTo(404);
            assertThat(api.delete(PROFILES + "/" + api.open("mn-dora") + "/merges/merge-1")
                            .status())
                    .isEqualTo(404);
            assertThat(api.identities(api.customer("mn-anna"))).hasSize(2);
        }

        @Test
        void isRefusedIfThePersonChangedSince() {
            var anna = api.open("mo-anna");
            var location = merge(anna, api.open("mo-ben")).location();
            var stale = api.get(PROFILES + "/" + anna).etag();
            api.collected(api.customer("mo-anna"), api.anonymous("mo-phone"));

            var refused = api.delete(location, "If-Match", stale);

            assertThat(refused.status()).isEqualTo(412);
            assertThat(refused.code()).isEqualTo("stale");
            var current = api.get(PROFILES + "/" + anna).etag();
            assertThat(api.delete(location, "If-Match", current).status()).isEqualTo(204);
        }
    }

    @Test
    void mergesAreListedPageByPage() {
        var anna = api.open("mp-anna");
        var made = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            made.add(merge(anna, api.open("mp-" + i)).body().get("merge").asString());
        }

        var listed = new ArrayList<String>();
        JsonNode page = null;
        int pages = 0;
        do {
            var cursor = page == null ? "" : "&cursor=" + page.get("next").asString();
            page = api.get(PROFILES + "/" + anna + "/merges?limit=2" + cursor).body();
            page.get("items").forEach(m -> listed.add(m.get("merge").asString()));
            pages++;
        } while (page.hasNonNull("next"));

        assertThat(listed).isEqualTo(made);
        assertThat(pages).isEqualTo(3);
        assertThat(api.get(PROFILES + "/" + anna + "/merges?limit=0").status()).isEqualTo(400);
        assertThat(api.get(PROFILES + "/" + anna + "/merges?cursor=x").status()).isEqualTo(400);
    }

    private Api.Answer merge(Object one, Object other) {
        return api.post(PROFILES + "/" + one + "/merges", "{'with':'%s'}".formatted(other));
    }

    private static void assertRefused(Api.Answer answer, String code) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo(code);
    }
}
