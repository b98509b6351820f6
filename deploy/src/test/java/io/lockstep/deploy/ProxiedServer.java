package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A server in a process of its own that reaches its Redis, a process too, through a proxy; with eight users who may write in
 * all spaces.
 */
record ProxiedServer(OwnRedis redis, StallingProxy proxy, LockstepProcess process) implements AutoCloseable {
    static final List<String> USERS =
            IntStream.rangeClosed(1, 8).mapToObj(number -> "user" + number).toList();

    /** With these spaces, each with the documents of {@link LockClient}. */
    static ProxiedServer start(Path directory, List<String> spaces) throws IOException, InterruptedException {
        var redis = OwnRedis.start(Files.createDirectory(directory.resolve("redis")));
        var proxy = new StallingProxy(redis.port());
        var seed =
                Files.writeString(directory.resolve("people.json"), seed(spaces).encode());
        var process = LockstepProcess.start(
                directory.resolve("data"),
                Map.of("LOCKSTEP_REDIS_URI", "redis://127.0.0.1:" + proxy.port(), "LOCKSTEP_SEED", seed.toString()));
        assertThat(process.isReady()).as(String.join("\n", process.errors())).isTrue();
        return new ProxiedServer(redis, proxy, process);
    }

    private static JsonObject seed(List<String> spaces) {
        var users = new JsonArray();
        var members = new JsonObject();
        for (var user : USERS) {
            users.add(new JsonObject().put("name", user).put("password", user));
            members.put("user:" + user, "editor");
        }
        var documents = new JsonArray();
        for (var id : LockClient.DOCUMENTS) {
            documents.add(new JsonObject().put("id", id).put("fields", new JsonObject()));
        }
        var seeded = new JsonArray();
        for (var space : spaces) {
            seeded.add(new JsonObject()
                    .put("id", space)
                    .put("title", space)
                    .put("members", members)
                    .put("documents", documents));
        }
        return new JsonObject().put("users", users).put("spaces", seeded);
    }

    int port() {
        return process.httpPort();
    }

    HttpResponse<String> call(String method, String path, String user, JsonObject body)
            throws IOException, InterruptedException {
        return new Rest(port(), user).send(method, path, body);
    }

    /** All changes of a space, as REST lists them. */
    List<JsonObject> feed(String space) throws IOException, InterruptedException {
        var feed = new ArrayList<JsonObject>();
        var path = "/api/v1/spaces/" + space + "/changes?limit=1000";
        for (var since = ""; ; ) {
            var page = new JsonObject(
                    call("GET", path + since, USERS.get(0), new JsonObject()).body());
            page.getJsonArray("changes").forEach(change -> feed.add((JsonObject) change));
            if (page.getLong("pending") == 0) {
                return feed;
            }
            since = "&since=" + URLEncoder.encode(page.getString("cursor"), UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
        proxy.close();
        redis.close();
    }
}
