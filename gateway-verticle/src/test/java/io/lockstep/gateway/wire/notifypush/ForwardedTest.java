package io.lockstep.gateway.wire.notifypush;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardedTest {
    @Test
    void addresses_of_proxies_come_before_the_peers() {
        assertThat(Forwarded.addresses(List.of("1.2.3.4, 2001:db8::1", "10.0.0.1"), "127.0.0.1"))
                .isEqualTo("1.2.3.4, 2001:db8::1, 10.0.0.1, 127.0.0.1");
        assertThat(Forwarded.addresses(List.of(), "127.0.0.1")).isEqualTo("127.0.0.1");
    }

    @Test
    void what_is_no_address_is_not_passed_on() {
        assertThat(Forwarded.addresses(List.of("unknown, 1.2.3.4\u0000, evil\r\nheader: x,, 5.6.7.8"), "127.0.0.1"))
                .isEqualTo("5.6.7.8, 127.0.0.1");
        assertThat(Forwarded.addresses(Collections.nCopies(1_000, "1.2.3.4"), "127.0.0.1")
                        .split(", "))
                .hasSize(21);
    }

    @Test
    void capability_names_the_places_under_the_same_origin() {
        assertThat(PushCapability.of("https://cloud.example"))
                .isEqualTo(new JsonObject("{\"type\":[\"files\",\"activities\",\"notifications\"],\"endpoints\":{"
                        + "\"websocket\":\"wss://cloud.example/push/ws\","
                        + "\"pre_auth\":\"https://cloud.example/index.php/apps/notify_push/pre_auth\"}}"));
        assertThat(PushCapability.of("http://127.0.0.1:8080")
                        .getJsonObject("endpoints")
                        .getString("websocket"))
                .isEqualTo("ws://127.0.0.1:8080/push/ws");
    }

    @Test
    void token_for_one_login_is_no_json() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(PreAuthRoutes.newToken()).matches("[A-Za-z][A-Za-z0-9]{31}");
        }
    }
}
