package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.deploy.config.LockstepConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Tests that the servers of {@code deploy/compose} are given settings with which they start. */
class ComposeFilesTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?:(:[-?])([^}]*))?}");
    private static final Pattern OF_THE_IMAGE = Pattern.compile("\\b(LOCKSTEP_\\w+)=(\\S+)");
    /** As long as those that {@code make-env.sh} makes. */
    private static final String SECRET = "5".repeat(64);

    /** The settings of each server of the file, those of the image included. */
    private static Map<String, LockstepConfig> servers(String file) throws IOException {
        var compose = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(read("compose", file)));
        var servers = new TreeMap<String, LockstepConfig>();
        for (var service : map(compose.get("services")).entrySet()) {
            var described = map(service.getValue());
            if ("lockstep".equals(described.get("image"))) {
                var environment = imageEnvironment();
                map(described.get("environment"))
                        .forEach((name, value) -> environment.put(name, expanded(String.valueOf(value))));
                servers.put(service.getKey(), LockstepConfig.of(environment));
            }
        }
        return servers;
    }

    private static Map<String, String> imageEnvironment() throws IOException {
        var environment = new HashMap<String, String>();
        var setting = OF_THE_IMAGE.matcher(read("docker", "Dockerfile"));
        while (setting.find()) {
            environment.put(setting.group(1), setting.group(2));
        }
        return environment;
    }

    private static String expanded(String value) {
        return VARIABLE.matcher(value)
                .replaceAll(variable -> ":-".equals(variable.group(2)) ? variable.group(3) : SECRET);
    }

    private static String read(String directory, String file) throws IOException {
        return Files.readString(Path.of(directory, file));
    }

    @SuppressWarnings("unchecked") // keys of these files are texts
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @Test
    void one_node_has_its_own_stores() throws IOException {
        var servers = servers("one.yaml");

        assertThat(servers).containsOnlyKeys("lockstep");
        var server = servers.values().iterator().next();
        assertThat(server.http().host()).isEqualTo("0.0.0.0");
        assertThat(server.dataDir()).isEqualTo(Path.of("/data"));
        assertThat(server.postgres().uri()).isEmpty();
        assertThat(server.redis().uri()).isEmpty();
    }

    @Test
    void three_nodes_share_stores_and_secrets() throws IOException {
        var servers = servers("three.yaml");

        assertThat(servers).containsOnlyKeys("node1", "node2", "node3");
        assertThat(servers.values()).allSatisfy(server -> {
            assertThat(server.postgres().uri()).contains("postgresql://lockstep:" + SECRET + "@postgres:5432/lockstep");
            assertThat(server.redis().uri()).containsExactly("redis://:" + SECRET + "@redis:6379");
            assertThat(server.jwtSecret()).contains(SECRET);
            assertThat(server.trustedProxies()).containsExactly("10.77.0.10");
        });
    }

    @Test
    void no_secret_stands_in_a_file() throws IOException {
        for (var file : new String[] {"one.yaml", "three.yaml"}) {
            assertThat(read("compose", file).lines().filter(line -> line.matches(".*(PASSWORD|SECRET)\"?: .*")))
                    .as(file)
                    .allMatch(line -> line.contains("${") && line.contains(":?"));
        }
    }
}
