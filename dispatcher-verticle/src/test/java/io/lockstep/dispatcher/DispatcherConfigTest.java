package io.lockstep.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.redis.client.RedisClientType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DispatcherConfigTest {
    private static final DispatcherConfig CONFIG = DispatcherConfig.withoutIngress();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http://a; STANDALONE; ''; the Redis URI must start with redis:// or rediss://",
                "redis://my_redis:6379; STANDALONE; ''; the Redis URI must name a host",
                "redis://a:secret@[oops; STANDALONE; ''; the Redis URI is malformed",
                "redis://a, redis://b; STANDALONE; ''; several Redis URIs need the type SENTINEL or CLUSTER",
                "redis://a; SENTINEL; ''; the name of the primary is needed",
                "redis://a; CLUSTER; primary; the name of the primary is needed for the type SENTINEL, and only there",
                "redis://a; REPLICATION; ''; the Redis type must be STANDALONE, SENTINEL or CLUSTER"
            })
    void servers_that_do_not_fit_their_type_are_refused(
            String uris, RedisClientType type, String master, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONFIG.withRedis(List.of(uris.split(", ", -1)), type, master))
                .withMessageStartingWith(sentence)
                .withNoCause();
    }

    @Test
    void the_password_is_in_no_text_about_the_configuration() {
        assertThat(DispatcherConfig.ofUri("rediss://locks:secret@redis.example/1")
                        .toString())
                .doesNotContain("secret");
    }
}
