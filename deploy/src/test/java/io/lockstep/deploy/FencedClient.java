package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * A program that takes the lock of a cell, once and never again, and then writes what it is told by lines on its standard
 * input: {@code fenced <value>} with the fence of its lock, {@code bare <value>} without. Each answer is printed as a line
 * {@code {"status","body"}}.
 */
final class FencedClient {
    private FencedClient() {}

    /** The command that starts it. The document is a path of the REST interface. */
    static List<String> command(int port, String user, String document, String field, long ttlMillis) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                FencedClient.class.getName(),
                String.valueOf(port),
                user,
                document,
                field,
                String.valueOf(ttlMillis));
    }

    public static void main(String[] arguments) throws Exception {
        var rest = new Rest(Integer.parseInt(arguments[0]), arguments[1]);
        var document = arguments[2];
        var field = arguments[3];
        var taken = rest.send(
                "PUT", document + "/locks/" + field, new JsonObject().put("ttlMillis", Long.parseLong(arguments[4])));
        print(taken);
        var fence = new JsonObject(taken.body()).getLong("fence");
        var orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (var order = orders.readLine(); order != null; order = orders.readLine()) {
            var value = order.substring(order.indexOf(' ') + 1);
            var write = new JsonObject().put("fields", new JsonObject().put(field, value));
            print(rest.send("PATCH", document, order.startsWith("fenced") ? write.put("fence", fence) : write));
        }
    }

    private static void print(HttpResponse<String> answer) {
        System.out.println(new JsonObject()
                .put("status", answer.statusCode())
                .put("body", new JsonObject(answer.body()))
                .encode());
    }
}
