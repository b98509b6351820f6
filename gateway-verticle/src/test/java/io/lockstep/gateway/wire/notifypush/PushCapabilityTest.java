package io.lockstep.gateway.wire.notifypush;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class PushCapabilityTest {
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
