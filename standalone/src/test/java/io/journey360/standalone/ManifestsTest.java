package io.journey360.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.yaml.snakeyaml.Yaml;

/** What {@code k8s/} says of the services is what the services say of themselves. */
class ManifestsTest {

    private static final Path K8S = Path.of("..", "k8s");

    @Test
    void everyFileIsPartOfWhatIsRendered() throws IOException {
        for (var folder : List.of("base", "dev")) {
            var kustomization = one(K8S.resolve(folder).resolve("kustomization.yaml"));
            var named = new TreeSet<String>();
            named.add("kustomization.yaml");
            strings(kustomization.get("resources")).forEach(named::add);
            for (var patch : maps(kustomization.get("patches"))) {
                if (patch.containsKey("path")) {
                    named.add((String) patch.get("path"));
                }
            }
            for (var secret : maps(kustomization.get("secretGenerator"))) {
                strings(secret.get("files")).forEach(file -> named.add(file.substring(file.indexOf('=') + 1)));
            }
            named.remove("../base");

            assertThat(named).isEqualTo(files(K8S.resolve(folder)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "booking-service", "profile-service", "touchpoint-service", "analytics-service"})
    void aServiceIsReachedAndProbedWhereItListens(String service) throws IOException {
        var resources = all(K8S.resolve("base").resolve(service + ".yaml"));
        var container = containers(ofKind(resources, "Deployment")).getFirst();
        var ports = new LinkedHashMap<String, Object>();
        maps(container.get("ports")).forEach(port -> ports.put((String) port.get("name"), port.get("containerPort")));

        int port = port(service);
        assertThat(ports).isEqualTo(Map.of("http", port, "management", port + 1_000));
        assertThat(maps(map(ofKind(resources, "Service").get("spec")).get("ports")))
                .containsExactly(Map.of("name", "http", "port", port, "targetPort", "http"));
        for (var probe : Map.of("startupProbe", "liveness", "livenessProbe", "liveness", "readinessProbe", "readiness")
                .entrySet()) {
            assertThat(map(map(container.get(probe.getKey())).get("httpGet")))
                    .as(probe.getKey())
                    .isEqualTo(Map.of("path", "/actuator/health/" + probe.getValue(), "port", "management"));
        }
        assertThat(container.get("image")).isEqualTo("journey360/" + service);
        assertThat(map(container.get("resources"))).containsKeys("requests", "limits");
    }

    @Test
    void theGatewayLooksForTheServicesWhereTheyAre() throws IOException {
        var settings = configuration("journey-gateway");

        assertThat(settings.get("MANAGEMENT_SERVER_PORT")).isEqualTo(String.valueOf(port("gateway") + 1_000));
        for (var service : List.of("booking", "profile", "touchpoint", "analytics")) {
            var address = URI.create((String) settings.get("JOURNEY_SERVICES_" + service.toUpperCase(Locale.ROOT)));
            assertThat(address.getHost()).isEqualTo(service + "-service");
            assertThat(address.getPort()).isEqualTo(port(service + "-service"));
        }
    }

    @Test
    void everySettingOfOursIsOneThatIsRead() throws IOException {
        var known = knownSettings();
        assertThat(known).contains("JOURNEY_LOG", "JOURNEY_POSTGRES_URL").doesNotContain("JOURNEY_LOGS");

        assertThat(environmentNames()
                        .filter(name -> name.startsWith("JOURNEY_"))
                        .toList())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(known)
                        .anySatisfy(setting -> assertThat(name.equals(setting)
                                        || setting.endsWith("_*")
                                                && name.startsWith(setting.substring(0, setting.length() - 1)))
                                .as("%s is read as %s", name, setting)
                                .isTrue()));
    }

    @Test
    void everySecretAndConfigurationThatIsAskedForIsMade() throws IOException {
        var secrets = new LinkedHashMap<String, Set<String>>();
        for (var secret : maps(one(K8S.resolve("dev/kustomization.yaml")).get("secretGenerator"))) {
            var keys = new HashSet<String>();
            Stream.of("files", "literals")
                    .flatMap(kind -> strings(secret.get(kind)).stream())
                    .forEach(entry -> keys.add(entry.substring(0, entry.indexOf('='))));
            secrets.put((String) secret.get("name"), keys);
        }
        var configurations = resources().stream()
                .filter(resource -> resource.get("kind").equals("ConfigMap"))
                .map(ManifestsTest::name)
                .toList();

        for (var resource : withPatches()) {
            walk(resource, node -> {
                if (node.containsKey("secretKeyRef")) {
                    var reference = map(node.get("secretKeyRef"));
                    assertThat(secrets.get(reference.get("name"))).contains((String) reference.get("key"));
                }
                if (node.containsKey("secretName")) {
                    assertThat(secrets).containsKey((String) node.get("secretName"));
                }
                for (var kind : List.of("configMapRef", "configMap")) {
                    if (node.get(kind) instanceof Map<?, ?> reference) {
                        assertThat(configurations).contains((String) reference.get("name"));
                    }
                }
            });
        }
    }

    @Test
    void everythingRunsWithoutPrivilege() throws IOException {
        var pods = withPatches().stream()
                .filter(resource -> resource.get("kind").equals("StatefulSet")
                        || resource.get("kind").equals("Deployment")
                                && name(resource).equals("every"))
                .toList();
        // Both patches of the deployments are called that; the first one is for every pod.
        var restricted = pods.stream()
                .filter(pod -> podSpec(pod).containsKey("securityContext"))
                .toList();

        assertThat(restricted)
                .extracting(ManifestsTest::name)
                .containsExactlyInAnyOrder("every", "postgresql", "mongodb");
        assertThat(restricted).allSatisfy(pod -> {
            assertThat(map(podSpec(pod).get("securityContext")))
                    .containsEntry("runAsNonRoot", true)
                    .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"))
                    .doesNotContainEntry("runAsUser", 0)
                    .containsKey("runAsUser");
            assertThat(podSpec(pod)).containsEntry("automountServiceAccountToken", false);
            var all = new ArrayList<>(containers(pod));
            all.addAll(maps(podSpec(pod).get("initContainers")));
            assertThat(all)
                    .isNotEmpty()
                    .allSatisfy(container -> assertThat(map(container.get("securityContext")))
                            .containsEntry("readOnlyRootFilesystem", true)
                            .containsEntry("allowPrivilegeEscalation", false)
                            .containsEntry("capabilities", Map.of("drop", List.of("ALL"))));
        });
        // The patch reaches every deployment: it names the one container each has.
        resources().stream()
                .filter(resource -> resource.get("kind").equals("Deployment"))
                .forEach(deployment -> assertThat(containers(deployment))
                        .extracting(c -> c.get("name"))
                        .containsExactly("service"));
    }

    @Test
    void whatSelectsPodsSelectsSome() throws IOException {
        var labels = new HashSet<String>(Set.of("app.kubernetes.io/part-of=journey360"));
        var resources = resources();
        for (var resource : resources) {
            if (map(resource.get("spec")).get("template") instanceof Map<?, ?> template) {
                map(map(template.get("metadata")).get("labels")).forEach((key, value) -> labels.add(key + "=" + value));
            }
        }
        assertThat(resources)
                .extracting(resource -> resource.get("kind"))
                .contains("NetworkPolicy", "PodDisruptionBudget");

        for (var resource : resources) {
            if (resource.get("kind").equals("NetworkPolicy")
                    || resource.get("kind").equals("PodDisruptionBudget")) {
                walk(resource, node -> {
                    for (var selector : List.of("podSelector", "selector")) {
                        if (node.get(selector) instanceof Map<?, ?> found) {
                            map(found.get("matchLabels"))
                                    .forEach((key, value) -> assertThat(labels).contains(key + "=" + value));
                        }
                    }
                });
            }
        }
    }

    /** The service's own port, as its configuration file says. */
    private static int port(String service) throws IOException {
        var environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load(service, new ClassPathResource(service + ".yaml"))
                .forEach(environment.getPropertySources()::addLast);
        return environment.getRequiredProperty("server.port", Integer.class);
    }

    /** Names as the environment spells them; one that ends in an asterisk stands for the keys of a map. */
    private static Set<String> knownSettings() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var names = new TreeSet<String>();
        for (var candidate : scanner.findCandidateComponents("io.journey360")) {
            try {
                var type = Class.forName(candidate.getBeanClassName());
                var properties = AnnotationUtils.findAnnotation(type, ConfigurationProperties.class);
                addSettings(names, properties.prefix(), type);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return names;
    }

    private static void addSettings(Set<String> names, String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            var name = prefix + "." + component.getName();
            if (component.getType().isRecord()) {
                addSettings(names, name, component.getType());
            } else if (Map.class.isAssignableFrom(component.getType())) {
                names.add(spelled(name) + "_*");
            } else {
                names.add(spelled(name));
            }
        }
    }

    private static String spelled(String property) {
        return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static Stream<String> environmentNames() throws IOException {
        var names = new ArrayList<String>();
        for (var resource : withPatches()) {
            walk(resource, node -> maps(node.get("env")).forEach(variable -> names.add((String) variable.get("name"))));
        }
        for (var name : List.of("journey-services", "journey-gateway")) {
            names.addAll(configuration(name).keySet());
        }
        return names.stream();
    }

    private static Map<String, Object> configuration(String name) throws IOException {
        return map(resources().stream()
                .filter(resource -> resource.get("kind").equals("ConfigMap"))
                .filter(resource -> name(resource).equals(name))
                .findFirst()
                .orElseThrow()
                .get("data"));
    }

    private static List<Map<String, Object>> resources() throws IOException {
        var resources = new ArrayList<Map<String, Object>>();
        for (var file : strings(one(K8S.resolve("base/kustomization.yaml")).get("resources"))) {
            resources.addAll(all(K8S.resolve("base").resolve(file)));
        }
        return resources;
    }

    private static List<Map<String, Object>> withPatches() throws IOException {
        var resources = new ArrayList<>(resources());
        for (var patch : maps(one(K8S.resolve("base/kustomization.yaml")).get("patches"))) {
            resources.addAll(all(K8S.resolve("base").resolve((String) patch.get("path"))));
        }
        return resources;
    }

    private static Set<String> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            var names = new TreeSet<String>();
            files.filter(Files::isRegularFile)
                    .forEach(
                            file -> names.add(folder.relativize(file).toString().replace('\\', '/')));
            return names;
        }
    }

    private static Map<String, Object> one(Path file) throws IOException {
        var documents = all(file);
        assertThat(documents).as(file.toString()).hasSize(1);
        return documents.getFirst();
    }

    private static List<Map<String, Object>> all(Path file) throws IOException {
        var documents = new ArrayList<Map<String, Object>>();
        try (var text = Files.newBufferedReader(file)) {
            new Yaml().loadAll(text).forEach(document -> documents.add(map(document)));
        }
        return documents;
    }

    private static Map<String, Object> ofKind(List<Map<String, Object>> resources, String kind) {
        return resources.stream()
                .filter(resource -> resource.get("kind").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static String name(Map<String, Object> resource) {
        return (String) map(resource.get("metadata")).get("name");
    }

    private static Map<String, Object> podSpec(Map<String, Object> workload) {
        return map(map(map(workload.get("spec")).get("template")).get("spec"));
    }

    private static List<Map<String, Object>> containers(Map<String, Object> workload) {
        return maps(podSpec(workload).get("containers"));
    }

    private static void walk(Object node, Consumer<Map<String, Object>> visitor) {
        if (node instanceof Map<?, ?>) {
            visitor.accept(map(node));
            map(node).values().forEach(value -> walk(value, visitor));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> walk(value, visitor));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Object node) {
        return node == null ? List.of() : (List<Map<String, Object>>) node;
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Object node) {
        return node == null ? List.of() : (List<String>) node;
    }
}
