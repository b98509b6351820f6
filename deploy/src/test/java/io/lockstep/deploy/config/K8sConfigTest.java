package io.lockstep.deploy.config;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lockstep.deploy.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the server takes what the files for Kubernetes give to each pod. */
final class K8sConfigTest {
    private static final Path FILES = Path.of("..", "k8s");
    private static final Map<String, String> SECRETS = Map.of(
            "jwt-secret", "x".repeat(64),
            "cluster-secret", "y".repeat(64),
            "postgres-uri", "postgresql://lockstep:secret@postgres:5432/lockstep",
            "redis-uri", "redis://:secret@redis:6379",
            "nextcloud-database-uri", "postgresql://nextcloud:secret@db:5432/nextcloud");

    @ParameterizedTest
    @EnumSource
    void each_role_takes_its_pods_environment(NodeRole role) throws IOException {
        var config = LockstepConfig.of(pod(role));

        assertThat(config.roles()).containsExactly(role);
        assertThat(config.cluster().enabled()).isTrue();
        assertThat(config.cluster().host()).isEqualTo("10.0.0.7");
        assertThat(config.cluster().dns()).contains("lockstep-nodes");
        assertThat(List.of(config.cluster().port(), config.cluster().busPort())).containsExactly(5701, 5702);
        assertThat(config.cluster().secret()).isPresent();
        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.management().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void each_role_has_the_stores_that_it_needs_and_no_others() throws IOException {
        for (var role : NodeRole.values()) {
            var config = LockstepConfig.of(pod(role));

            assertThat(config.postgres().uri().isPresent()).as(role.name()).isEqualTo(role == NodeRole.METADATA);
            assertThat(config.redis().uri().isEmpty()).as(role.name()).isEqualTo(!config.needsRedis());
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_role_starts_without_one_of_its_secrets(NodeRole role) throws IOException {
        var whole = pod(role);
        var needed = Set.of("LOCKSTEP_JWT_SECRET", "LOCKSTEP_POSTGRES_URI", "LOCKSTEP_REDIS_URI");

        for (var name : whole.keySet().stream().filter(needed::contains).toList()) {
            var less = new HashMap<>(whole);
            less.remove(name);
            assertThatExceptionOfType(StartFailure.class).as(name).isThrownBy(() -> LockstepConfig.of(less));
        }
    }

    @Test
    void one_pod_alone_has_all_roles_and_its_own_stores() throws IOException {
        var settings = file("base/shared/lockstep.env");
        settings.putAll(variables("overlays/single/lockstep.yaml"));

        var config = LockstepConfig.of(settings);

        assertThat(config.roles()).containsExactlyInAnyOrder(NodeRole.values());
        assertThat(config.cluster().enabled()).isFalse();
        assertThat(config.dataDir()).isEqualTo(Path.of("/data"));
        assertThat(config.postgres().uri()).isEmpty();
        assertThat(config.redis().uri()).isEmpty();
    }

    @Test
    void lite_gateways_keep_nothing_of_what_the_cluster_knows() throws IOException {
        var settings = pod(NodeRole.GATEWAY);
        settings.putAll(variables("components/lite-gateways/gateway.yaml"));

        assertThat(LockstepConfig.of(settings).cluster().lite()).isTrue();
    }

    @Test
    void the_bus_is_encrypted_by_the_component() throws IOException {
        var settings = pod(NodeRole.LOCK);
        for (var literal : yaml("components/bus-tls/kustomization.yaml").at("/configMapGenerator/0/literals")) {
            settings.putAll(pairs(List.of(literal.asText())));
        }

        assertThat(LockstepConfig.of(settings).cluster().tls().isOn()).isTrue();
    }

    @Test
    void the_database_of_a_nextcloud_is_for_the_dispatcher() throws IOException {
        var settings = pod(NodeRole.DISPATCHER);
        settings.putAll(variables("components/nextcloud/database.yaml"));

        assertThat(LockstepConfig.of(settings).push().databaseUri()).isPresent();
    }

    private static Map<String, String> pod(NodeRole role) throws IOException {
        var settings = file("base/shared/lockstep.env");
        settings.putAll(file("base/cluster.env"));
        settings.putAll(variables("base/roles/" + role.name().toLowerCase(Locale.ROOT) + ".yaml"));
        return settings;
    }

    private static Map<String, String> file(String name) throws IOException {
        return pairs(Files.readAllLines(FILES.resolve(name)));
    }

    private static Map<String, String> pairs(List<String> lines) {
        return lines.stream()
                .map(line -> line.split("=", 2))
                .collect(toMap(pair -> pair[0], pair -> pair[1], (first, second) -> second, HashMap::new));
    }

    /** The settings among the variables of a workload's container; secrets are invented. */
    private static Map<String, String> variables(String workload) throws IOException {
        var container = yaml(workload).at("/spec/template/spec/containers/0");
        var settings = new HashMap<String, String>();
        for (var variable : container.path("env")) {
            var name = variable.path("name").asText();
            if (name.startsWith("LOCKSTEP_")) {
                settings.put(name, value(variable));
            }
        }
        return settings;
    }

    private static String value(JsonNode variable) {
        if (variable.has("value")) {
            return variable.path("value").asText();
        }
        var source = variable.path("valueFrom");
        return source.has("fieldRef")
                ? "10.0.0.7"
                : SECRETS.getOrDefault(source.at("/secretKeyRef/key").asText(), "");
    }

    private static JsonNode yaml(String name) throws IOException {
        return new YAMLMapper().readTree(FILES.resolve(name).toFile());
    }
}
