package io.lockstep.deploy.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.lock.WhenLocksAreAway;
import io.lockstep.deploy.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** Tests how the configuration is built, and what is said when it is wrong. */
final class LockstepConfigTest {
    private final Path directory;

    LockstepConfigTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void an_empty_environment_gives_the_defaults() {
        var config = LockstepConfig.of(Map.of("PATH", "/bin"));

        assertThat(config.http()).isEqualTo(new LockstepConfig.Http("127.0.0.1", 8080));
        assertThat(config.management()).isEqualTo(new LockstepConfig.Management("127.0.0.1", 8081));
        assertThat(config.roles()).containsExactlyInAnyOrder(NodeRole.values());
        assertThat(config.postgres().uri()).isEmpty();
        assertThat(config.redis())
                .isEqualTo(
                        new LockstepConfig.Redis(List.of(), RedisType.STANDALONE, Optional.empty(), Optional.empty()));
        assertThat(config.locks().maxTtlSeconds()).isEqualTo(3600);
        assertThat(config.feed().retentionHours()).isEqualTo(168);
        assertThat(config.jwtSecret()).isEmpty();
        assertThat(config.allowedOrigins()).isEmpty();
        assertThat(config.whenLocksAreAway()).isEqualTo(WhenLocksAreAway.REFUSE);
        assertThat(config.logLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void every_kind_of_setting_is_read_from_the_environment() {
        var config = LockstepConfig.of(Map.ofEntries(
                entry("LOCKSTEP_HTTP_PORT", "0"),
                entry("LOCKSTEP_REDIS_URI", "redis://r:1, redis://s"),
                entry("LOCKSTEP_REDIS_TYPE", "sentinel"),
                entry("LOCKSTEP_REDIS_MASTER", "locks"),
                entry("LOCKSTEP_LOCKS_MAX_TTL_SECONDS", "60"),
                entry("LOCKSTEP_FEED_RETENTION_HOURS", "24"),
                entry("LOCKSTEP_SEED", "a/b.json"),
                entry("LOCKSTEP_ROLES", "lock, Metadata"),
                entry("LOCKSTEP_ALLOWED_ORIGINS", "https://a.example,http://b.example:8080"),
                entry("LOCKSTEP_WHEN_LOCKS_ARE_AWAY", "allow"),
                entry("LOCKSTEP_LOG_LEVEL", "DEBUG")));

        assertThat(config.http().port()).isZero();
        assertThat(config.redis())
                .isEqualTo(new LockstepConfig.Redis(
                        List.of("redis://r:1", "redis://s"),
                        RedisType.SENTINEL,
                        Optional.of("locks"),
                        Optional.empty()));
        assertThat(config.locks().maxTtlSeconds()).isEqualTo(60);
        assertThat(config.feed().retentionHours()).isEqualTo(24);
        assertThat(config.seed()).contains(Path.of("a/b.json"));
        assertThat(config.roles()).containsExactlyInAnyOrder(NodeRole.LOCK, NodeRole.METADATA);
        assertThat(config.allowedOrigins()).containsExactly("https://a.example", "http://b.example:8080");
        assertThat(config.whenLocksAreAway()).isEqualTo(WhenLocksAreAway.ALLOW);
        assertThat(config.logLevel()).isEqualTo(Level.DEBUG);
    }

    @Test
    void an_empty_text_counts_as_not_given() {
        var config = LockstepConfig.of(Map.of("LOCKSTEP_HTTP_PORT", "", "LOCKSTEP_SEED", " "));

        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.seed()).isEqualTo(Optional.empty());
    }

    @Test
    void the_environment_stands_above_the_file() throws IOException {
        var file =
                yaml("http:\n  host: 0.0.0.0\n  port: 9000\nallowedOrigins: [https://a.example, https://b.example]\n");

        var config = LockstepConfig.of(Map.of("LOCKSTEP_CONFIG", file, "LOCKSTEP_HTTP_PORT", "9001"));

        assertThat(config.http()).isEqualTo(new LockstepConfig.Http("0.0.0.0", 9001));
        assertThat(config.allowedOrigins()).containsExactly("https://a.example", "https://b.example");
    }

    @Test
    void an_empty_file_gives_the_defaults() throws IOException {
        assertThat(LockstepConfig.of(Map.of("LOCKSTEP_CONFIG", yaml("# nothing\n")))
                        .http()
                        .port())
                .isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "LOCKSTEP_HTPP_PORT; 1; LOCKSTEP_HTPP_PORT is not a setting: did you mean LOCKSTEP_HTTP_PORT?",
                "LOCKSTEP_HTTP_PORT; x; http.port (LOCKSTEP_HTTP_PORT) must be a number, not 'x'",
                "LOCKSTEP_HTTP_PORT; 65536; http.port must be from 0 to 65535 (LOCKSTEP_HTTP_PORT)",
                "LOCKSTEP_HTTP_PORT; 8081; http.port and management.port must not be the same (LOCKSTEP_HTTP_PORT)",
                "LOCKSTEP_POSTGRES_URI; mysql://x; postgres.uri must start with postgresql:// (LOCKSTEP_POSTGRES_URI)",
                "LOCKSTEP_REDIS_URI; r:1; redis.uri must start with redis:// or rediss:// (LOCKSTEP_REDIS_URI)",
                "LOCKSTEP_LOCKS_MAX_TTL_SECONDS; 0; "
                        + "locks.maxTtlSeconds must be at least 1 (LOCKSTEP_LOCKS_MAX_TTL_SECONDS)",
                "LOCKSTEP_JWT_SECRET; short; jwtSecret must have at least 32 bytes (LOCKSTEP_JWT_SECRET)",
                "LOCKSTEP_CLUSTER; true; cluster.enabled needs postgres.uri: an embedded PostgreSQL cannot be shared (LOCKSTEP_CLUSTER)",
                "LOCKSTEP_CLUSTER; lockstep; cluster.enabled (LOCKSTEP_CLUSTER) must be true or false, not 'lockstep'",
                "LOCKSTEP_CLUSTER_SECRET; short; cluster.secret must have at least 16 bytes (LOCKSTEP_CLUSTER_SECRET)",
                "LOCKSTEP_CLUSTER_TLS_KEY; key.pem; cluster.tls.certificate goes with cluster.tls.key and "
                        + "cluster.tls.authority: give all or none (LOCKSTEP_CLUSTER_TLS_CERTIFICATE)",
                "LOCKSTEP_GRACE_SECONDS; -1; graceSeconds must be from 0 to 3600 (LOCKSTEP_GRACE_SECONDS)",
                "LOCKSTEP_ROLES; lock,cook; "
                        + "roles (LOCKSTEP_ROLES) must be one of gateway, metadata, lock, dispatcher, not 'cook'",
                "LOCKSTEP_ALLOWED_ORIGINS; a.example; "
                        + "allowedOrigins must be like https://cloud.example, not 'a.example' (LOCKSTEP_ALLOWED_ORIGINS)",
                "LOCKSTEP_TRUSTED_PROXIES; proxy; trustedProxies must be addresses like 10.0.0.7 or blocks of them like 10.0.0.0/8, "
                        + "not 'proxy' (LOCKSTEP_TRUSTED_PROXIES)"
            })
    void a_wrong_setting_is_one_sentence(String name, String text, String sentence) {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> LockstepConfig.of(Map.of(name, text)))
                .withMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "redis://a,redis://b; standalone; ''; "
                        + "redis.uri must be one URI, or redis.type sentinel or cluster (LOCKSTEP_REDIS_URI)",
                "''; cluster; ''; "
                        + "redis.type cluster needs redis.uri: an embedded Redis is one server (LOCKSTEP_REDIS_TYPE)",
                "redis://a; sentinel; ''; redis.type sentinel needs redis.master, "
                        + "the name under which the sentinels know the primary (LOCKSTEP_REDIS_TYPE)",
                "redis://a; cluster; locks; "
                        + "redis.master is for redis.type sentinel only, which is cluster (LOCKSTEP_REDIS_MASTER)",
                "redis://a/2; cluster; ''; "
                        + "redis.uri must not name a database: a Redis cluster has none but 0 (LOCKSTEP_REDIS_URI)",
                "redis://u:p@a,redis://b; cluster; ''; redis.uri must have "
                        + "the same scheme, user, password and database in all URIs (LOCKSTEP_REDIS_URI)",
                "redis://a; sharded; ''; "
                        + "redis.type (LOCKSTEP_REDIS_TYPE) must be one of standalone, sentinel, cluster, not 'sharded'"
            })
    void settings_of_redis_that_do_not_fit_are_one_sentence(String uri, String type, String master, String sentence) {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> LockstepConfig.of(Map.of(
                        "LOCKSTEP_REDIS_URI", uri, "LOCKSTEP_REDIS_TYPE", type, "LOCKSTEP_REDIS_MASTER", master)))
                .withMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http: {prot: 1}; 'http.prot' in FILE is not a setting: did you mean http.port?",
                "http: 8080; 'http' in FILE is not a setting: did you mean seed?",
                "just text; FILE must hold settings like 'http:' and below it '  port: 8080'",
            })
    void a_wrong_file_is_one_sentence(String content, String sentence) throws IOException {
        var file = yaml(content);

        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> LockstepConfig.of(Map.of("LOCKSTEP_CONFIG", file)))
                .withMessage(sentence.replace("FILE", file));
    }

    @ParameterizedTest
    @CsvSource({"'a: [', line", "'seed: x\nseed: y', line 2"})
    void a_file_that_is_no_yaml_is_named_with_its_line(String content, String part) throws IOException {
        var file = yaml(content);

        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> LockstepConfig.of(Map.of("LOCKSTEP_CONFIG", file)))
                .withMessageStartingWith(file + " " + part)
                .withMessageNotContaining("\n");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> LockstepConfig.of(Map.of("LOCKSTEP_CONFIG", "/nowhere.yaml")))
                .withMessage("LOCKSTEP_CONFIG names /nowhere.yaml, which is not there or not readable");
    }

    @Test
    void secrets_are_not_printed() {
        var secret = "x".repeat(32);

        var config = LockstepConfig.of(
                Map.of("LOCKSTEP_JWT_SECRET", secret, "LOCKSTEP_POSTGRES_URI", "postgresql://u:" + secret + "@h/d"));

        assertThat(config.toString()).doesNotContain(secret);
    }

    private String yaml(String content) throws IOException {
        return Files.writeString(directory.resolve("lockstep.yaml"), content).toString();
    }
}
