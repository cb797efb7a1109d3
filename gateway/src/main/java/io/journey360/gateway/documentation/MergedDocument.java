package io.journey360.gateway.documentation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one OpenAPI 3.1 document of several. A component that two services define differently under one name keeps its
 * name where it came first and is prefixed with its service's name elsewhere, references included; so are operation ids.
 */
final class MergedDocument {

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private static final String SCHEMAS = "#/components/schemas/";

    private final ObjectNode paths = object();
    private final Map<String, ObjectNode> components = new TreeMap<>();
    private final Map<String, JsonNode> tags = new LinkedHashMap<>();
    private final Set<String> operationIds = new TreeSet<>();

    private MergedDocument() {}

    /**
     * @param documents each service's document by the service's name; order decides who keeps a name
     * @param missing services whose document could not be had
     */
    static ObjectNode of(Map<String, JsonNode> documents, List<String> missing, boolean credentialsDemanded) {
        var merged = new MergedDocument();
        documents.forEach(merged::add);
        return merged.document(missing, credentialsDemanded);
    }

    private void add(String service, JsonNode document) {
        var renamed = new LinkedHashMap<String, String>();
        document.path("components")
                .properties()
                .forEach(kind -> kind.getValue().properties().forEach(component -> {
                    var present = ofKind(kind.getKey()).get(component.getKey());
                    if (present != null && !present.equals(component.getValue())) {
                        renamed.put(
                                reference(kind.getKey(), component.getKey()),
                                reference(kind.getKey(), prefixed(service, component.getKey())));
                    }
                }));
        var own = renamed.isEmpty() ? document : withReferences(document, renamed);
        own.path("components")
                .properties()
                .forEach(kind -> kind.getValue().properties().forEach(component -> {
                    var name = renamed.containsKey(reference(kind.getKey(), component.getKey()))
                            ? prefixed(service, component.getKey())
                            : component.getKey();
                    ofKind(kind.getKey()).set(name, component.getValue());
                }));
        own.path("tags").forEach(tag -> tags.putIfAbsent(tag.path("name").asString(""), tag));
        own.path("paths").properties().forEach(path -> {
            if (path.getKey().startsWith("/api/v1/")) {
                addPath(service, path.getKey(), path.getValue().deepCopy());
            }
        });
    }

    private void addPath(String service, String path, JsonNode item) {
        item.properties().forEach(entry -> {
            if (METHODS.contains(entry.getKey()) && entry.getValue() instanceof ObjectNode operation) {
                var id = operation.path("operationId").asString("");
                if (!id.isEmpty() && !operationIds.add(id)) {
                    var unique = service + "_" + id;
                    operationIds.add(unique);
                    operation.put("operationId", unique);
                }
                addGatewayAnswers(operation);
            }
        });
        if (paths.get(path) instanceof ObjectNode present && item instanceof ObjectNode more) {
            more.properties().forEach(entry -> {
                if (!present.has(entry.getKey())) {
                    present.set(entry.getKey(), entry.getValue());
                }
            });
        } else {
            paths.set(path, item);
        }
    }

    /** What any operation may answer because the gateway stands before it. */
    private static void addGatewayAnswers(ObjectNode operation) {
        var responses = operation.withObject("responses");
        GatewayAnswers.NAMES.forEach((status, name) -> {
            if (!responses.has(status)) {
                responses.set(status, object().put("$ref", "#/components/responses/" + name));
            }
        });
    }

    private ObjectNode ofKind(String kind) {
        return components.computeIfAbsent(kind, unseen -> object());
    }

    private static String reference(String kind, String name) {
        return "#/components/" + kind + "/" + name;
    }

    private static String prefixed(String service, String name) {
        return UNSAFE.matcher(Character.toUpperCase(service.charAt(0)) + service.substring(1) + name)
                .replaceAll("_");
    }

    private static JsonNode withReferences(JsonNode node, Map<String, String> renamed) {
        return switch (node) {
            case ObjectNode source -> {
                var copy = object();
                source.properties().forEach(entry -> {
                    var value = entry.getValue();
                    var target = value.isString() ? renamed.get(value.asString()) : null;
                    if (target == null) {
                        copy.set(entry.getKey(), withReferences(value, renamed));
                    } else {
                        copy.put(entry.getKey(), target);
                    }
                });
                yield copy;
            }
            case ArrayNode source -> {
                var copy = JsonNodeFactory.instance.arrayNode();
                source.forEach(element -> copy.add(withReferences(element, renamed)));
                yield copy;
            }
            default -> node;
        };
    }

    private ObjectNode document(List<String> missing, boolean credentialsDemanded) {
        var document = object();
        document.put("openapi", "3.1.0");
        document.set(
                "info",
                object().put("title", "Journey 360")
                        .put("version", "v1")
                        .put(
                                "description",
                                "Every moment of a customer's journey, taken in as an event and kept for good; who the customer is, where"
                                        + " journeys stall, and what people say of them, answered from those events."));
        document.set("servers", JsonNodeFactory.instance.arrayNode().add(object().put("url", "/")));
        if (!missing.isEmpty()) {
            var names = JsonNodeFactory.instance.arrayNode();
            missing.forEach(names::add);
            document.set("x-missing-services", names);
        }
        var tagList = JsonNodeFactory.instance.arrayNode();
        tags.values().forEach(tagList::add);
        document.set("tags", tagList);
        document.set("paths", paths);
        GatewayAnswers.addTo(ofKind("schemas"), ofKind("responses"));
        if (credentialsDemanded) {
            ofKind("securitySchemes").set("apiKey", object().put("type", "http").put("scheme", "bearer"));
            document.set(
                    "security",
                    JsonNodeFactory.instance
                            .arrayNode()
                            .add(object().set("apiKey", JsonNodeFactory.instance.arrayNode())));
        }
        describeWhatIsOnlyNamed(paths);
        new TreeMap<>(components).values().forEach(this::describeWhatIsOnlyNamed);
        var all = object();
        components.forEach(all::set);
        document.set("components", all);
        return document;
    }

    /** A service may refer to a schema it does not hold, that of a stream for instance; a reader would stop at such a document. */
    private void describeWhatIsOnlyNamed(JsonNode node) {
        var reference = node.path("$ref").asString("");
        if (reference.startsWith(SCHEMAS)) {
            var name = reference.substring(SCHEMAS.length());
            if (!ofKind("schemas").has(name)) {
                ofKind("schemas").set(name, object().put("description", "Not described further"));
            }
        }
        // A copy: what is walked may be what grows.
        List.copyOf(node.values()).forEach(this::describeWhatIsOnlyNamed);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
