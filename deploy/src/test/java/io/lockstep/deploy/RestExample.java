package io.lockstep.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A curl command of a page of the documentation: one line of a {@code sh} block, with the status that it announces behind
 * {@code #}. A {@code json} block right after it is the answer, as to its shape.
 */
record RestExample(String command, int status, Optional<JsonObject> answer) {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```(?:\n```json\n(.*?)```)?", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("(curl .*?)\\s+# (\\d{3})");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    static List<RestExample> read(Path page) throws IOException {
        var examples = new ArrayList<RestExample>();
        var block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            var lines = block.group(1).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                var line = LINE.matcher(lines.get(i));
                if (!line.matches()) {
                    throw new IllegalStateException("not a curl command with its status: " + lines.get(i));
                }
                var answer = i == lines.size() - 1
                        ? Optional.ofNullable(block.group(2)).map(JsonObject::new)
                        : Optional.<JsonObject>empty();
                examples.add(new RestExample(line.group(1), Integer.parseInt(line.group(2)), answer));
            }
        }
        return examples;
    }

    /** The request that curl would send. */
    HttpRequest request(Map<String, String> variables) {
        var words = words(variables);
        var request = HttpRequest.newBuilder();
        var method = Optional.<String>empty();
        var body = Optional.<String>empty();
        var uri = new StringBuilder();
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-u" -> request.header("Authorization", "Basic " + base64(words.get(++i)));
                case "-H" -> header(request, words.get(++i));
                case "-X" -> method = Optional.of(words.get(++i));
                case "-d" -> body = Optional.of(words.get(++i));
                case "-G" -> {}
                case "--data-urlencode" -> uri.append(parameter(words.get(++i)));
                default -> uri.append(words.get(i));
            }
        }
        return request.uri(URI.create(uri.toString()))
                .method(
                        method.orElse(body.isPresent() ? "POST" : "GET"),
                        body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody))
                .build();
    }

    /** What of a value must not vary: keys and types, at every depth; an array is known by its first element. */
    static Object shape(Object value) {
        if (value instanceof JsonObject object) {
            var shape = new JsonObject();
            object.forEach(member -> shape.put(member.getKey(), shape(member.getValue())));
            return shape;
        }
        if (value instanceof JsonArray array) {
            return array.isEmpty() ? new JsonArray() : new JsonArray().add(shape(array.getValue(0)));
        }
        return value instanceof Number ? "number" : value.getClass().getSimpleName();
    }

    /** The first of a query. */
    private static String parameter(String pair) {
        var equals = pair.indexOf('=');
        return "?" + pair.substring(0, equals + 1)
                + URLEncoder.encode(pair.substring(equals + 1), StandardCharsets.UTF_8);
    }

    private List<String> words(Map<String, String> variables) {
        var words = new ArrayList<String>();
        var word = WORD.matcher(command);
        while (word.find()) {
            if (word.group(1) != null) {
                words.add(word.group(1));
            } else {
                words.add(expanded(word.group(2) == null ? word.group(3) : word.group(2), variables));
            }
        }
        return words;
    }

    private static String expanded(String word, Map<String, String> variables) {
        var text = word;
        for (var variable : variables.entrySet()) {
            text = text.replace("$" + variable.getKey(), variable.getValue());
        }
        return text;
    }

    private static void header(HttpRequest.Builder request, String header) {
        var colon = header.indexOf(':');
        request.header(header.substring(0, colon), header.substring(colon + 1).trim());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
