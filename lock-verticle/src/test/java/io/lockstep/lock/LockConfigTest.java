package io.lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.redis.client.RedisClientType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LockConfigTest {
    private static final String URI = "rediss://locks:secret@redis.example/1";

    @Test
    void the_password_is_in_no_text_about_the_configuration() {
        assertThat(LockConfig.ofUri(URI).toString()).doesNotContain("secret");
        assertThat(LockConfig.ofUri(URI).redisAddresses()).containsExactly("redis.example:6379");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LockConfig.ofUri("redis://locks:secret@[oops"))
                .withMessage("the Redis URI is malformed")
                .withNoCause();
    }

    @Test
    void what_cannot_work_is_refused_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> LockConfig.ofUri("http://127.0.0.1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LockConfig.ofUri(URI).withCommandTimeout(Duration.ZERO))
                .withMessageContaining("commandTimeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "redis://my_redis:6379; STANDALONE; ''; the Redis URI must name a host",
                "redis://a/locks; STANDALONE; ''; the database in the Redis URI must be a number",
                "redis://a, redis://b; STANDALONE; ''; several Redis URIs need the type SENTINEL or CLUSTER",
                "redis://a; SENTINEL; ''; the name of the primary is needed",
                "redis://a; CLUSTER; primary; the name of the primary is needed for the type SENTINEL, and only there",
                "redis://a/1; CLUSTER; ''; a Redis cluster has the database 0 only",
                "redis://a; REPLICATION; ''; the Redis type must be STANDALONE, SENTINEL or CLUSTER"
            })
    void servers_that_do_not_fit_their_type_are_refused(
            String uris, RedisClientType type, String master, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LockConfig.ofUri(URI).withRedis(List.of(uris.split(", ")), type, master))
                .withMessageStartingWith(sentence);
    }

    @Test
    void sentinels_and_clusters_may_have_many_addresses() {
        var uris = List.of("redis://a:1", "redis://[::1]/0");

        assertThat(LockConfig.ofUri(URI)
                        .withRedis(uris, RedisClientType.SENTINEL, "primary")
                        .redisAddresses())
                .containsExactly("a:1", "[::1]:6379");
        assertThat(LockConfig.ofUri(URI)
                        .withRedis(uris, RedisClientType.CLUSTER, "")
                        .redisUris())
                .isEqualTo(uris);
    }
}
