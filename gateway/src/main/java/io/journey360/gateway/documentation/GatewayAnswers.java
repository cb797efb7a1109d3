package io.journey360.gateway.documentation;

import java.util.Map;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The errors any request may meet at the gateway, as OpenAPI components. */
final class GatewayAnswers {

    /** Component name by status. */
    static final Map<String, String> NAMES = Map.of(
            "401", "GatewayUnauthenticated",
            "403", "GatewayForbidden",
            "413", "GatewayTooLarge",
            "429", "GatewayTooManyRequests",
            "503", "GatewayServiceUnavailable",
            "504", "GatewayTimeout");

    private static final String SCHEMA = "GatewayProblem";

    private GatewayAnswers() {}

    static void addTo(ObjectNode schemas, ObjectNode responses) {
        schemas.set(SCHEMA, schema());
        add(responses, 401, "unauthenticated", "No credential, or one that is not known");
        add(responses, 403, "role-required", "The credential lacks the role, or the request comes from a foreign site");
        add(responses, 413, "too-large", "The body is larger than a request may be");
        add(responses, 429, "too-many-requests", "More requests than the rate limit allows; Retry-After says when");
        add(responses, 503, "service-unavailable", "The service does not answer; Retry-After says when to try again");
        add(responses, 504, "timeout", "The service did not answer in time");
    }

    private static void add(ObjectNode responses, int status, String code, String description) {
        var content = object();
        content.set("schema", object().put("$ref", "#/components/schemas/" + SCHEMA));
        content.set(
                "example",
                object().put("type", "urn:journey360:problem:" + code)
                        .put("title", HttpStatus.valueOf(status).getReasonPhrase())
                        .put("status", status)
                        .put("detail", description));
        var response = object().put("description", description);
        response.set("content", object().set("application/problem+json", content));
        responses.set(NAMES.get(Integer.toString(status)), response);
    }

    private static ObjectNode schema() {
        var properties = object();
        properties.set("type", object().put("type", "string").put("format", "uri"));
        properties.set("title", object().put("type", "string"));
        properties.set("status", object().put("type", "integer"));
        properties.set("detail", object().put("type", "string"));
        var schema = object().put("type", "object").put("description", "A problem (RFC 9457)");
        schema.set("properties", properties);
        schema.set(
                "required",
                JsonNodeFactory.instance.arrayNode().add("type").add("title").add("status"));
        return schema;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
