package io.journey360.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

@ExtendWith(OutputCaptureExtension.class)
class AuditTest {

    private static final String ANNA = "id-abcdefghijklmnopqrstuvwxyz";

    private static BackEnd backEnd;
    private static RunningGateway gateway;
    private static RunningGateway loopback;

    @BeforeAll
    static void start() throws Exception {
        backEnd = BackEnd.answering((request, response) ->
                response.status(request.uri().contains("unknown") ? 404 : 200).sendString(Mono.just("in")));
        var hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("ann-key".getBytes(StandardCharsets.UTF_8)));
        gateway = RunningGateway.before(
                backEnd,
                "server.address=0.0.0.0",
                "journey.api-keys[0].name=ann",
                "journey.api-keys[0].sha256=" + hash,
                "journey.api-keys[0].roles=ingest,desk,analyst,identified,privacy,admin");
        loopback = RunningGateway.before(backEnd);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        loopback.close();
        backEnd.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/customers",
        "GET, /api/v1/customers/" + ANNA + "/journey",
        "POST, /api/v1/customers/lookup",
        "GET, /api/v1/profiles/" + ANNA,
        "PATCH, /api/v1/profiles/" + ANNA + "/traits",
        "GET, /api/v1/profiles/" + ANNA + "/consents",
        "GET, /api/v1/profiles/" + ANNA + "/merges",
        "GET, /api/v1/profiles/" + ANNA + "/personas",
        "GET, /api/v1/profiles/" + ANNA + "/export",
        "DELETE, /api/v1/profiles/" + ANNA,
        "GET, /api/v1/erasures/erasure-abcdefghijklmnopqrstuvwxyz",
        "GET, /api/v1/stream",
        "GET, /api/v1/analytics/explanations/explanation-abcdefghijklmnopqrstuvwxyz",
        "POST, /api/v1/analytics/exports",
        "GET, /api/v1/analytics/exports/export-abcdefghijklmnopqrstuvwxyz/file",
        "GET, /api/v1/bookings",
        "GET, /api/v1/bookings/booking-abcdefghijklmnopqrstuvwxyz",
        "GET, /api/v1/imports/import-abcdefghijklmnopqrstuvwxyz/rejects"
    })
    void whoeverLooksAtPersonsLeavesAnEntry(String method, String path, CapturedOutput output) {
        gateway.send(method, path, null, "Authorization", "Bearer ann-key");

        assertThat(entries(output)).contains("ann " + method + " " + path + " 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/analytics/funnel",
                "/api/v1/analytics/status",
                "/api/v1/touchpoints",
                "/api/v1/surveys/nps",
                "/api/v1/personas/gold",
                "/api/v1/imports/import-abcdefghijklmnopqrstuvwxyz",
                "/docs"
            })
    void figuresAndDefinitionsLeaveNone(String path, CapturedOutput output) {
        gateway.get(path, "Authorization", "Bearer ann-key");

        assertThat(entries(output)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/customers/anna.smith@example.org/journey",
                "/api/v1/customers/anna/journey?customer=smith",
                "/api/v1/profiles/+41795550101",
                "/api/v1/profiles/" + ANNA + "/consents/anna",
                "/api/v1/bookings?code=smith",
                "/api/v1/profiles/id-smith"
            })
    void anEntryTellsNothingThatAClientWroteIntoAPath(String path, CapturedOutput output) {
        gateway.get(path, "Authorization", "Bearer ann-key");

        assertThat(entries(output)).hasSize(1);
        assertThat(entries(output).getFirst().replace(ANNA, "")).doesNotContain("anna", "smith", "4179");
    }

    @Test
    void anEntryTellsWhetherThereWasAnybody(CapturedOutput output) {
        gateway.get("/api/v1/profiles/unknown", "Authorization", "Bearer ann-key");

        assertThat(entries(output)).containsExactly("ann GET /api/v1/profiles/* 404");
    }

    @Test
    void whoIsNotLetInHasSeenNobody(CapturedOutput output) {
        gateway.get("/api/v1/customers", "Authorization", "Bearer wrong");

        assertThat(entries(output)).isEmpty();
    }

    @Test
    void whereNobodyIsToldApartTheEntryNamesNobody(CapturedOutput output) {
        loopback.get("/api/v1/customers");

        assertThat(entries(output)).containsExactly("- GET /api/v1/customers 200");
    }

    private static List<String> entries(CapturedOutput output) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains("journey.audit"))
                .map(line ->
                        line.replaceAll(".*journey\\.audit\\s+:?\\s*(.*)", "$1").replaceAll("( \\d{3})\\D.*", "$1"))
                .toList();
    }
}
