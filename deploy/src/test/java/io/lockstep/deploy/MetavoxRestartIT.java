package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MetaVox keeps beside the files' metadata, in a server that is killed and started again. */
class MetavoxRestartIT {
    private static final String FOLDER = "/apps/metavox/api/groupfolders/103";

    private static LockstepProcess start(Path data) throws Exception {
        var process = LockstepProcess.start(data, Map.of("LOCKSTEP_SEED", "demo.json"));
        assertThat(process.isReady()).as(String.join("\n", process.errors())).isTrue();
        return process;
    }

    @CanIgnoreReturnValue
    private static JsonObject call(LockstepProcess process, String method, String path, JsonObject body)
            throws Exception {
        var answer = new Rest(process.httpPort(), "admin").send(method, FOLDER + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return new JsonObject(answer.body());
    }

    @Test
    void views_and_the_folders_own_metadata_are_there_after_a_crash(@TempDir Path data) throws Exception {
        JsonArray views;
        try (var process = start(data)) {
            call(process, "POST", "/views", new JsonObject().put("name", "Mine").put("is_default", true));
            call(process, "POST", "/views", new JsonObject().put("name", "Other"));
            views = call(process, "GET", "/views", new JsonObject()).getJsonArray("views");
            call(
                    process,
                    "POST",
                    "/metadata",
                    new JsonObject().put("metadata", new JsonObject().put("owner", "alice")));
            process.kill();
        }
        // When
        try (var process = start(data)) {
            // Then
            assertThat(views).hasSize(2);
            assertThat(call(process, "GET", "/views", new JsonObject()).getJsonArray("views"))
                    .isEqualTo(views);
            var next = call(process, "POST", "/views", new JsonObject().put("name", "Third"));
            assertThat(next.getInteger("id")).isEqualTo(3);
            assertThat(new Rest(process.httpPort(), "admin")
                            .send("GET", FOLDER + "/metadata", new JsonObject())
                            .body())
                    .contains("alice");
        }
    }
}
