package io.journey360.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiDocumentTest {

    private static final String BOOKING = """
            {"openapi":"3.1.0","servers":[{"url":"http://10.0.0.7:8081"}],"tags":[{"name":"bookings"}],
             "paths":{"/api/v1/bookings":{"get":{"operationId":"list","responses":{"200":{"description":"ok",
               "content":{"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}},
               "503":{"description":"own"}}}},
               "/actuator/health":{"get":{"operationId":"health","responses":{}}}},
             "components":{"schemas":{"Page":{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Booking"}}}},
               "Booking":{"type":"object"},"Same":{"type":"string"}}}}
            """;

    private static final String ANALYTICS = """
            {"openapi":"3.1.0",
             "paths":{"/api/v1/customers":{"get":{"operationId":"list","responses":{"200":{"description":"ok",
               "content":{"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}}}},
             "components":{"schemas":{"Page":{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Person"}},"next":{"$ref":"#/components/schemas/Page"}}},
               "Person":{"type":"object","properties":{"buffer":{"$ref":"#/components/schemas/DataBuffer"}}},"Same":{"type":"string"}}}}
            """;

    @Test
    void oneDocumentHoldsWhatEveryServiceOffers() {
        try (var booking = BackEnd.answering(BackEnd.json(BOOKING));
                var analytics = BackEnd.answering(BackEnd.json(ANALYTICS));
                var down = BackEnd.answering(
                        (request, response) -> response.status(500).send());
                var gateway = RunningGateway.with(
                        "journey.services.booking=" + booking.address(),
                        "journey.services.analytics=" + analytics.address(),
                        "journey.services.profile=" + down.address(),
                        "journey.services.touchpoint=" + down.address())) {
            var answer = gateway.get("/api/v1/openapi.json");
            assertThat(answer.status()).isEqualTo(200);
            var document = answer.json();

            assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
            assertThat(document.path("servers").toString()).isEqualTo("[{\"url\":\"/\"}]");
            assertThat(document.path("paths").propertyNames())
                    .containsExactlyInAnyOrder("/api/v1/bookings", "/api/v1/customers");
            assertThat(document.path("x-missing-services").valueStream().map(name -> name.asString()))
                    .containsExactly("profile", "touchpoint");

            var schemas = document.path("components").path("schemas");
            assertThat(schemas.propertyNames()).as("named by a reference alone").contains("DataBuffer");
            assertThat(schemas.propertyNames()).contains("Page", "Booking", "AnalyticsPage", "Person", "Same");
            assertThat(document.at(
                                    "/paths/~1api~1v1~1customers/get/responses/200/content/application~1json/schema/$ref")
                            .asString())
                    .isEqualTo("#/components/schemas/AnalyticsPage");
            assertThat(schemas.at("/AnalyticsPage/properties/next/$ref").asString())
                    .isEqualTo("#/components/schemas/AnalyticsPage");
            assertThat(document.at("/paths/~1api~1v1~1bookings/get/responses/200/content/application~1json/schema/$ref")
                            .asString())
                    .isEqualTo("#/components/schemas/Page");

            assertThat(List.of(
                            document.at("/paths/~1api~1v1~1bookings/get/operationId")
                                    .asString(),
                            document.at("/paths/~1api~1v1~1customers/get/operationId")
                                    .asString()))
                    .doesNotHaveDuplicates();
            assertThat(document.at("/paths/~1api~1v1~1bookings/get/responses/503/description")
                            .asString())
                    .isEqualTo("own");
            assertThat(document.at("/paths/~1api~1v1~1bookings/get/responses/429/$ref")
                            .asString())
                    .isEqualTo("#/components/responses/GatewayTooManyRequests");
        }
    }

    @Test
    void theDocumentIsFetchedOnceForManyReaders() {
        try (var all = BackEnd.answering(BackEnd.json(BOOKING));
                var gateway = RunningGateway.before(all)) {
            gateway.get("/api/v1/openapi.json");
            gateway.get("/api/v1/openapi.json");
            assertThat(all.asked()).hasSize(4).containsOnly("GET /v3/api-docs");
        }
    }
}
