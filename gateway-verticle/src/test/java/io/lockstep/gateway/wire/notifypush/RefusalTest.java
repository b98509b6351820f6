package io.lockstep.gateway.wire.notifypush;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tests every text of a refusal against {@code golden/notifypush/refusals.txt}, whose lines are case and text. */
class RefusalTest {
    @Test
    void every_text_is_the_original_daemons() throws IOException {
        var texts = new LinkedHashMap<String, String>();
        texts.put("no text frame", Refusal.INVALID_MESSAGE);
        texts.put("15 seconds", Refusal.TIMEOUT);
        texts.put("66th connection", Refusal.TOO_MANY);
        for (var code : FailureCode.values()) {
            texts.put(code.label(), Refusal.of(new ServiceException(code, "a sentence")));
        }
        for (var reason : new String[] {
            "Server error: 500 Internal Server Error",
            "Client error: 403 Forbidden",
            "Unexpected status code: 302 Found",
            "Error while connecting to nextcloud: Connection refused: localhost/127.0.0.1:1"
        }) {
            texts.put(
                    "nextcloud",
                    Refusal.of(new ServiceException(
                            FailureCode.UNAVAILABLE, "a sentence", new JsonObject().put("nextcloud", reason))));
            texts.put(reason.replaceFirst(":.*", ""), Objects.requireNonNull(texts.remove("nextcloud")));
        }
        texts.put("self-test without token", SelfTestRoutes.NO_TOKEN);
        texts.put("self-test with wrong token", SelfTestRoutes.WRONG_TOKEN);

        assertThat(texts.entrySet().stream()
                        .map(text -> text.getKey() + " | " + text.getValue())
                        .collect(joining("\n", "", "\n")))
                .isEqualTo(golden());
    }

    private static String golden() throws IOException {
        try (var file = RefusalTest.class.getResourceAsStream("/golden/notifypush/refusals.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
