package io.lockstep.deploy.delivery;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/** Who there is, and where: users whose password is their name, all of them members of all spaces. */
public final class Crowd {
    /** No demo user: a server beyond loopback starts with this password. */
    static final String ADMIN = "crowd-admin";

    static final List<String> VIEWERS = named("viewer", 6);
    static final List<String> WRITERS = named("writer", 1);
    public static final List<String> SPACES = named("crowd:space", 8);

    private Crowd() {}

    private static List<String> named(String what, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(number -> what + number).toList();
    }

    /** As a seed file says it. */
    public static JsonObject seed() {
        var users = new JsonArray()
                .add(new JsonObject().put("name", ADMIN).put("password", ADMIN).put("admin", true));
        var members = new JsonObject();
        VIEWERS.forEach(user -> members.put("user:" + user, "viewer"));
        WRITERS.forEach(user -> members.put("user:" + user, "editor"));
        members.fieldNames().forEach(principal -> {
            var user = principal.substring("user:".length());
            users.add(new JsonObject().put("name", user).put("password", user));
        });
        var spaces = new JsonArray();
        SPACES.forEach(space ->
                spaces.add(new JsonObject().put("id", space).put("title", space).put("members", members)));
        return new JsonObject().put("users", users).put("spaces", spaces);
    }
}
