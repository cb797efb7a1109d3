package io.journey360.platform.http;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Describes on every operation what the platform adds to it: its problems, its headers. */
final class PlatformOperations implements OpenApiCustomizer {

    private record Refusal(int status, String code, String detail) {}

    private static final Refusal INVALID = new Refusal(400, "invalid-request", "The request is not valid");
    private static final Refusal UNKNOWN = new Refusal(404, "unknown", "Nothing is known under this id");
    private static final Refusal NOT_ACCEPTABLE =
            new Refusal(406, "not-acceptable", "The answer is not to be had in an accepted media type");
    private static final Refusal CONFLICT =
            new Refusal(409, "in-progress", "The request with this Idempotency-Key is still under way");
    private static final Refusal STALE = new Refusal(412, "stale", "If-Match does not name the current version");
    private static final Refusal TOO_LARGE =
            new Refusal(413, "too-large", "The request's body is larger than is taken here");
    private static final Refusal UNSUPPORTED =
            new Refusal(415, "unsupported-media-type", "The body's media type is not read here");
    private static final Refusal REUSED =
            new Refusal(422, "idempotency-key-reused", "This Idempotency-Key was used with another request");
    private static final Refusal TOO_MANY = new Refusal(429, "too-many-requests", "Too many requests");
    private static final Refusal INTERNAL = new Refusal(500, "internal", "Something went wrong on our side");
    private static final Refusal UNAVAILABLE =
            new Refusal(503, "unavailable", "A store or service behind this one does not answer now");
    private static final Refusal TIMEOUT = new Refusal(504, "timeout", "It took too long");

    @Override
    public void customise(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(new Components());
        }
        document.getComponents().addSchemas("Problem", problem());
        if (document.getPaths() != null) {
            document.getPaths().values().forEach(PlatformOperations::customise);
        }
    }

    private static void customise(PathItem path) {
        path.readOperationsMap().forEach((method, operation) -> {
            var safe = method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS;
            headers(method, safe, operation);
            responses(method, safe, operation);
        });
    }

    private static void headers(HttpMethod method, boolean safe, Operation operation) {
        if (safe) {
            header(operation, Positions.HEADER, "Wait up to 2 s until the views show this log position", "17");
            return;
        }
        header(
                operation,
                Idempotency.KEY_HEADER,
                "The same request under the same key gets the first answer again for 24 hours",
                "7f1c7e0a-6d0e-4f0b-9a55-0f4f6d1f6f0e");
        if (method != HttpMethod.POST) {
            header(operation, "If-Match", "Only if the current version is this one (412)", "\"3\"");
        }
    }

    private static void header(Operation operation, String name, String description, String example) {
        var present = operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> name.equals(parameter.getName()));
        if (!present) {
            operation.addParametersItem(new Parameter()
                    .in("header")
                    .name(name)
                    .required(false)
                    .description(description)
                    .schema(of("string"))
                    .example(example));
        }
    }

    private static void responses(HttpMethod method, boolean safe, Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(new ApiResponses());
        }
        var responses = operation.getResponses();
        if (!safe) {
            responses.forEach((status, response) -> {
                if (status.startsWith("2")) {
                    response.addHeaderObject(
                            Positions.HEADER,
                            new Header()
                                    .description("A log position at or after this write")
                                    .schema(of("integer")));
                }
            });
        }
        add(responses, INVALID, NOT_ACCEPTABLE, TOO_MANY, INTERNAL, UNAVAILABLE, TIMEOUT);
        if (hasPathParameter(operation)) {
            add(responses, UNKNOWN);
        }
        if (!safe) {
            add(responses, CONFLICT, REUSED);
            if (method != HttpMethod.POST) {
                add(responses, STALE);
            }
        }
        if (operation.getRequestBody() != null) {
            add(responses, TOO_LARGE, UNSUPPORTED);
        }
    }

    private static boolean hasPathParameter(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> "path".equals(parameter.getIn()));
    }

    private static void add(ApiResponses responses, Refusal... refusals) {
        for (var refusal : refusals) {
            responses.computeIfAbsent(Integer.toString(refusal.status()), status -> response(refusal));
        }
    }

    private static ApiResponse response(Refusal refusal) {
        var example = new LinkedHashMap<String, Object>();
        example.put("type", "urn:journey360:problem:" + refusal.code());
        example.put(
                "title",
                Character.toUpperCase(refusal.code().charAt(0))
                        + refusal.code().substring(1).replace('-', ' '));
        example.put("status", refusal.status());
        example.put("detail", refusal.detail());
        if (refusal.status() == 400) {
            example.put("errors", List.of(Map.of("pointer", "/customer", "detail", "must not be null")));
        }
        var response = new ApiResponse()
                .description(refusal.detail())
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType()
                                        .schema(new Schema<>(SpecVersion.V31).$ref("#/components/schemas/Problem"))
                                        .example(example)));
        if (refusal.status() == 429 || refusal.status() == 503 || refusal.status() == 504) {
            response.addHeaderObject(
                    "Retry-After", new Header().description("Seconds to wait").schema(of("integer")));
        }
        return response;
    }

    private static Schema<?> problem() {
        var error = of("object")
                .addProperty(
                        "pointer",
                        of("string").description("JSON pointer into the body; for a parameter, a slash and its name"))
                .addProperty("detail", of("string"));
        return of("object")
                .description("What went wrong (RFC 9457)")
                .addProperty("type", of("string").description("urn:journey360:problem:<code>; codes are stable"))
                .addProperty("title", of("string"))
                .addProperty("status", of("integer"))
                .addProperty("detail", of("string"))
                .addProperty("instance", of("string").description("Path of the request"))
                .addProperty("errors", of("array").items(error))
                .required(List.of("type", "title", "status"));
    }

    private static Schema<?> of(String type) {
        var schema = new Schema<>(SpecVersion.V31);
        schema.addType(type);
        return schema;
    }
}
