package io.journey360.profile.profiles;

import static io.journey360.profile.Api.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.log.JourneyLog;
import io.journey360.profile.Api;
import io.journey360.profile.ProfileServiceTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

@ProfileServiceTest
class ProfilesHttpTest {

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Nested
    class Opening {

        @Test
        void tellsWhereTheProfileIsAndWhoThePersonIs() {
            var opened = api.post(
                    PROFILES,
                    "{'identities':[{'anonymous':'a-phone','source':'web-shop'},{'customer':'a-anna'}],'traits':{}}");

            var anna = api.customer("a-anna").value();
            var phone = api.anonymous("a-phone").value();
            assertThat(opened.status()).isEqualTo(201);
            assertThat(opened.location()).isEqualTo(PROFILES + "/profile-" + anna.substring(3));
            assertThat(opened.body().get("person").asString()).isEqualTo(anna);
            assertThat(opened.body().get("crowded").asBoolean()).isFalse();
            assertThat(opened.body().get("profiles").get(0).asString()).isEqualTo("profile-" + anna.substring(3));
            assertThat(opened.body().get("identities").valueStream().map(i -> i.toString()))
                    .containsExactlyInAnyOrder(
                            "{\"identity\":\"%s\",\"kind\":\"customer\",\"shared\":false}".formatted(anna),
                            "{\"identity\":\"%s\",\"kind\":\"anonymous\",\"shared\":false}".formatted(phone));
            assertThat(opened.body().get("links").get(0).get("anonymous").asString())
                    .isEqualTo(phone);
            assertThat(opened.body().get("merges").isEmpty()).isTrue();
        }

        @Test
        void isDoneOnceHoweverOftenAsked() {
            var body = "{'identities':[{'customer':'b-anna'},{'anonymous':'b-phone','source':'web-shop'}]}";
            var first = api.post(PROFILES, body);
            var head = log.head();

            var again = api.post(PROFILES, body);

            assertThat(again.status()).isEqualTo(200);
            assertThat(again.location()).isEqualTo(first.location());
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(api.toldSince(head)).isEmpty();
        }

        @Test
        void isPossibleForADeviceAlone() {
            var opened = api.post(PROFILES, "{'identities':[{'anonymous':'c-phone','source':'web-shop'}]}");

            assertThat(opened.status()).isEqualTo(201);
            assertThat(opened.body().get("person").asString())
                    .isEqualTo(api.anonymous("c-phone").value());
        }

        @Test
        void isRefusedForTwoKnownCustomers() {
            var refused = api.post(PROFILES, "{'identities':[{'customer':'d-anna'},{'customer':'d-ben'}]}");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("second-customer");
            assertThat(api.get(PROFILES + "/" + api.customer("d-anna")).status())
                    .isEqualTo(404);
        }

        @Test
        void isRefusedForTwoDevicesWithoutACustomer() {
            var refused = api.post(
                    PROFILES,
                    "{'identities':[{'anonymous':'e-1','source':'web-shop'},{'anonymous':'e-2','source':'web-shop'}]}");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("no-customer");
        }

        @Test
        void isRefusedForMoreThanAHundredIdentities() {
            var devices = IntStream.range(0, 100)
                    .mapToObj(i -> "{'anonymous':'f-%d','source':'web-shop'}".formatted(i))
                    .collect(Collectors.joining(","));

            var refused = api.post(PROFILES, "{'identities':[{'customer':'f-anna'},%s]}".formatted(devices));

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("too-many-identities");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{} | /identities",
                    "{'identities':[]} | /identities",
                    "{'identities':null} | /identities",
                    "{'identities':{'$ne':1}} | /identities",
                    "{'identities':[null]} | /identities/0",
                    "{'identities':[{}]} | /identities/0",
                    "{'identities':[{'customer':'h','anonymous':'h','source':'s'}]} | /identities/0",
                    "{'identities':[{'customer':'h'},{'customer':' '}]} | /identities/1/customer",
                    "{'identities':[{'customer':'null'}]} | /identities/0/customer",
                    "{'identities':[{'customer':17}]} | /identities/0/customer",
                    "{'identities':[{'customer':{'$ne':1}}]} | /identities/0/customer",
                    "{'identities':[{'anonymous':'h'}]} | /identities/0/source",
                    "{'identities':[{'anonymous':'h','source':' '}]} | /identities/0/source",
                    "{'identities':[{'customer':'h','name':'Anna'}]} | /identities/0/name",
                    "{'identities':[{'customer':'h'}],'consents':{}} | /consents",
                })
        void isToldWhatIsWrongAndWhere(String body, String pointer) {
            var head = log.head();

            var refused = api.post(PROFILES, body);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("invalid-request");
            assertThat(refused.pointers()).containsExactly(pointer);
            assertThat(api.toldSince(head)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{", "[]", "7", "{'identities':[{'customer':'h'}]} {}", "null"})
        void needsAReadableBody(String body) {
            var refused = api.post(PROFILES, body);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isIn("invalid-request", "malformed-json");
        }
    }

    @Nested
    class Showing {

        @Test
        void anyIdentityAndAnyProfileLeadsToThePerson() {
            var anna = api.customer("i-anna");
            var phone = api.anonymous("i-phone");
            api.collected(anna, phone);
            var profile = api.open("i-anna");

            assertThat(api.person(anna)).isEqualTo(api.person(phone)).isEqualTo(api.person(profile));
            assertThat(api.identities(profile)).containsExactlyInAnyOrder(anna.value(), phone.value());
        }

        @Test
        void anIdentityThatOnlyEventsNamedIsKnown() {
            var anna = api.customer("j-anna");
            api.collected(anna, null);

            assertThat(api.person(anna).get("person").asString()).isEqualTo(anna.value());
            assertThat(api.person(anna).get("profiles").isEmpty()).isTrue();
            assertThat(api.person(anna).get("identities").get(0).get("kind").asString())
                    .isEqualTo("customer");
        }

        @Test
        void aDeviceSeenWithTwoCustomersBelongsToNobody() {
            var anna = api.customer("k-anna");
            var ben = api.customer("k-ben");
            var kiosk = api.anonymous("k-kiosk");
            api.collected(anna, kiosk);
            api.collected(ben, kiosk);
            var conflict = log.head();

            var shown = api.person(kiosk);

            assertThat(shown.get("person").asString()).isEqualTo(kiosk.value());
            assertThat(shown.get("identities").get(0).get("shared").asBoolean()).isTrue();
            assertThat(api.identities(anna)).containsExactly(anna.value());
            var link = api.person(anna).get("links").get(0);
            assertThat(link.get("anonymous").asString()).isEqualTo(kiosk.value());
            assertThat(link.get("conflicted").get("other").asString()).isEqualTo(ben.value());
            assertThat(link.get("conflicted").get("position").asLong()).isLessThanOrEqualTo(conflict);
        }

        @Test
        void theEntityTagChangesWithThePersonAndOnlyThen() {
            var anna = api.customer("l-anna");
            api.collected(anna, null);
            var first = api.get(PROFILES + "/" + anna).etag();
            api.collected(anna, null);
            var same = api.get(PROFILES + "/" + anna).etag();
            api.collected(anna, api.anonymous("l-phone"));
            var other = api.get(PROFILES + "/" + anna).etag();

            assertThat(first).isNotNull().isEqualTo(same).isNotEqualTo(other);
            assertThat(api.call(HttpMethod.GET, PROFILES + "/" + anna, null, "If-None-Match", other)
                            .status())
                    .isEqualTo(304);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "id-aaaaaaaaaaaaaaaaaaaaaaaaae",
                    "profile-aaaaaaaaaaaaaaaaaaaaaaaaae",
                    "id-1",
                    "profile-",
                    "x",
                    "%7B%22$ne%22:1%7D",
                    "id-aaaaaaaaaaaaaaaaaaaaaaaaab"
                })
        void anUnknownIdIsNotFound(String id) {
            var answer = api.get(PROFILES + "/" + id);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().get("status").asInt()).isEqualTo(404);
        }

        @Test
        void aProfileNobodyOpenedIsNotFoundEvenIfItsIdentityIsKnown() {
            var anna = api.customer("m-anna");
            api.collected(anna, null);

            assertThat(api.get(PROFILES + "/profile-" + anna.value().substring(3))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Nested
    class Attaching {

        @Test
        void linksADeviceToTheCustomer() {
            var profile = api.open("n-anna");

            var attached =
                    api.post(PROFILES + "/" + profile + "/identities", "{'anonymous':'n-phone','source':'web-shop'}");

            assertThat(attached.status()).isEqualTo(201);
            assertThat(attached.body()).isEqualTo(api.person(profile));
            assertThat(api.identities(profile))
                    .containsExactlyInAnyOrder(
                            api.customer("n-anna").value(),
                            api.anonymous("n-phone").value());
        }

        @Test
        void againChangesNothing() {
            var path = PROFILES + "/" + api.open("o-anna") + "/identities";
            api.post(path, "{'anonymous':'o-phone','source':'web-shop'}");
            var head = log.head();

            assertThat(api.post(path, "{'anonymous':'o-phone','source':'web-shop'}")
                            .status())
                    .isEqualTo(200);
            assertThat(api.toldSince(head)).isEmpty();
        }

        @Test
        void claimsADeviceForACustomer() {
            var phone = api.anonymous("p-phone");
            api.collected(null, phone);

            var attached = api.post(PROFILES + "/" + phone + "/identities", "{'customer':'p-anna'}");

            assertThat(attached.status()).isEqualTo(201);
            assertThat(attached.body().get("person").asString())
                    .isEqualTo(api.customer("p-anna").value());
        }

        @Test
        void aSecondKnownCustomerIsRefused() {
            var refused = api.post(PROFILES + "/" + api.open("q-anna") + "/identities", "{'customer':'q-ben'}");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("second-customer");
            assertThat(refused.body().get("detail").asString()).contains("merge");
        }

        @Test
        void aDeviceOfSomebodyElseIsRefusedAtOnce() {
            var anna = api.open("r-anna");
            var ben = api.open("r-ben");
            api.post(PROFILES + "/" + anna + "/identities", "{'anonymous':'r-phone','source':'web-shop'}");

            var refused = api.post(PROFILES + "/" + ben + "/identities", "{'anonymous':'r-phone','source':'web-shop'}");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("belongs-to-another");
            assertThat(api.person(api.anonymous("r-phone")).get("person").asString())
                    .isEqualTo(api.customer("r-anna").value());
        }

        @Test
        void aSharedDeviceIsRefused() {
            var kiosk = api.anonymous("s-kiosk");
            api.collected(api.customer("s-anna"), kiosk);
            api.collected(api.customer("s-ben"), kiosk);

            var refused = api.post(
                    PROFILES + "/" + api.customer("s-anna") + "/identities",
                    "{'anonymous':'s-kiosk','source':'web-shop'}");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("shared-identity");
        }

        @Test
        void toNobodyIsNotFound() {
            var answer = api.post(
                    PROFILES + "/" + api.customer("t-nobody") + "/identities",
                    "{'anonymous':'t-phone','source':'web-shop'}");

            assertThat(answer.status()).isEqualTo(404);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{} | ``",
                    "{'anonymous':'u'} | /source",
                    "{'customer':'anonymous'} | /customer",
                    "{'customer':['u']} | /customer",
                    "{'customer':'u','since':1} | /since"
                })
        void isToldWhatIsWrongAndWhere(String body, String pointer) {
            var known = api.customer("u-anna");
            api.collected(known, null);

            var refused = api.post(PROFILES + "/" + known + "/identities", body);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.pointers()).containsExactly(pointer);
        }
    }
}
