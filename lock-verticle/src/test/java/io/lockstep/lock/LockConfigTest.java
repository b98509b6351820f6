package io.lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LockConfigTest {
    private static final String URI = "rediss://locks:secret@redis.example/1";

    @Test
    void the_password_is_in_no_text_about_the_configuration() {
        assertThat(LockConfig.ofUri(URI).toString()).doesNotContain("secret");
        assertThat(LockConfig.ofUri(URI).redisAddress()).isEqualTo("redis.example:6379");
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
}
