package io.lockstep.deploy.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** Tests that the service file of the push daemon starts this server as it is meant. */
class NotifyPushAliasesTest {
    @Test
    void variables_of_the_daemon_are_settings_of_ours() {
        var config = LockstepConfig.of(Map.ofEntries(
                entry("NEXTCLOUD_URL", "https://cloud.example/"),
                entry("DATABASE_URL", "postgres://u:p@db/nextcloud"),
                entry("DATABASE_PREFIX", "nc_"),
                entry("REDIS_URL", "redis://redis:6380"),
                entry("PORT", "7867"),
                entry("BIND", "::1"),
                entry("METRICS_PORT", "7868"),
                entry("ALLOW_SELF_SIGNED", "true"),
                entry("USER_AGENT", "push"),
                entry("LOG", "notify_push=debug,warn"),
                entry("MAX_DEBOUNCE_TIME", "30"),
                entry("MAX_CONNECTION_TIME", "3600"),
                entry("SOCKET_PATH", "/run/push.sock"),
                entry("TLS_CERT", "/etc/cert.pem")));

        assertThat(config.nextcloud())
                .isEqualTo(
                        new LockstepConfig.Nextcloud(Optional.of("https://cloud.example/"), Optional.of("push"), true));
        assertThat(config.push())
                .isEqualTo(new LockstepConfig.Push(
                        Optional.empty(), 30, 3600, Optional.of("postgres://u:p@db/nextcloud"), "nc_"));
        assertThat(config.redis().uri()).containsExactly("redis://redis:6380");
        assertThat(config.http()).isEqualTo(new LockstepConfig.Http("::1", 7867));
        assertThat(config.management()).isEqualTo(new LockstepConfig.Management("::1", 7868));
        assertThat(config.logLevel()).isEqualTo(Level.DEBUG);
    }

    @Test
    void debounce_is_off_whatever_the_variable_says() {
        assertThat(LockstepConfig.of(Map.of("DEBOUNCE_DISABLE", "", "MAX_DEBOUNCE_TIME", "30"))
                        .push()
                        .maxDebounceSeconds())
                .isZero();
    }

    @Test
    void our_own_names_stand_above_the_daemons() {
        assertThat(LockstepConfig.of(Map.of(
                                "NEXTCLOUD_URL", "https://a.example", "LOCKSTEP_NEXTCLOUD_URL", "https://b.example"))
                        .nextcloud()
                        .url())
                .contains("https://b.example");
    }

    @Test
    void names_that_could_be_anybodys_count_beside_a_nextcloud_only() {
        var config = LockstepConfig.of(
                Map.of("PORT", "1", "LOG", "trace", "BIND", "0.0.0.0", "DATABASE_URL", "postgres://a/b"));

        assertThat(config.http()).isEqualTo(new LockstepConfig.Http("127.0.0.1", 8080));
        assertThat(config.logLevel()).isEqualTo(Level.INFO);
        assertThat(config.push().databaseUri()).isEmpty();
    }

    @Test
    void database_of_another_kind_is_none() {
        assertThat(LockstepConfig.of(Map.of("NEXTCLOUD_URL", "https://a.example", "DATABASE_URL", "mysql://u:p@db/n"))
                        .push()
                        .databaseUri())
                .isEmpty();
    }
}
