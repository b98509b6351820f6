package io.lockstep.dispatcher.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How deliveries are signed, and when they are tried again. */
class DeliveryRulesTest {
    private static final TriggerConfig CONFIG =
            TriggerConfig.DEFAULTS.withDelivery(14, Duration.ofSeconds(1), Duration.ofSeconds(10));

    @Test
    void the_time_doubles_up_to_an_hour_less_up_to_a_half() {
        // Given
        var longest = new Retries(CONFIG, () -> 0);
        var shortest = new Retries(CONFIG, () -> 1);
        // When, Then
        assertThat(longest.after(1)).hasValue(1_000);
        assertThat(shortest.after(1)).hasValue(500);
        assertThat(longest.after(5)).hasValue(16_000);
        assertThat(longest.after(13)).hasValue(3_600_000);
        assertThat(longest.after(14)).isEqualTo(OptionalLong.empty());
        assertThat(new Retries(CONFIG.withDelivery(100, Duration.ofHours(1), Duration.ofSeconds(1)), () -> 0).after(70))
                .hasValue(3_600_000);
    }

    @Test
    void the_signature_is_the_hmac_of_time_and_body() {
        // Known from: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef
        assertThat(Signature.of("0123456789abcdef", 1_700_000_000L, Buffer.buffer("{\"a\":1}")))
                .isEqualTo("t=1700000000,v1=9eb18f493f8ec135d9eb2dad817c369bb4e9cbfa818657897a7437c1cd8c3a23");
    }
}
