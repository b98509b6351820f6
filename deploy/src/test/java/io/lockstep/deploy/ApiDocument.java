package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An OpenAPI document, and what it says of an answer. */
record ApiDocument(JsonObject json) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    /** One path and method of the document. */
    record Operation(String id, String method, String path, JsonObject json) {
        boolean documents(String status) {
            return json.getJsonObject("responses").containsKey(status);
        }

        boolean isOpen() {
            return json.containsKey("security") && json.getJsonArray("security").isEmpty();
        }

        /** Whether other methods than reading are refused to a foreign page. */
        boolean isUnsafe() {
            return !method.equals("GET");
        }
    }

    List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        json.getJsonObject("paths").forEach(path -> {
            var item = (JsonObject) path.getValue();
            item.fieldNames().stream().filter(METHODS::contains).forEach(method -> {
                var operation = item.getJsonObject(method);
                operations.add(new Operation(
                        operation.getString("operationId"), method.toUpperCase(Locale.ROOT), path.getKey(), operation));
            });
        });
        return operations;
    }

    Operation operation(String id) {
        return operations().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The documented example of the body; empty for an operation that takes none. */
    String exampleOf(Operation operation) {
        if (!operation.json().containsKey("requestBody")) {
            return "";
        }
        var media = resolved(operation.json().getJsonObject("requestBody"))
                .getJsonObject("content")
                .getJsonObject("application/json");
        assertValid(media.getJsonObject("schema"), media.getJsonObject("example"));
        return media.getJsonObject("example").encode();
    }

    /** The status is documented, and so are type, headers and body. */
    void assertDocumented(Operation operation, HttpResponse<String> answer) {
        var status = String.valueOf(answer.statusCode());
        assertThat(operation.json().getJsonObject("responses").fieldNames())
                .as(answer.body())
                .contains(status);
        var response = resolved(operation.json().getJsonObject("responses").getJsonObject(status));
        response.getJsonObject("headers", new JsonObject())
                .fieldNames()
                .forEach(name ->
                        assertThat(answer.headers().firstValue(name)).as(name).isPresent());
        var content = response.getJsonObject("content");
        if (content == null) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        var type = answer.headers().firstValue("Content-Type").orElseThrow();
        assertThat(content.fieldNames()).contains(type);
        if (type.endsWith("json")) {
            assertValid(content.getJsonObject(type).getJsonObject("schema"), new JsonObject(answer.body()));
        }
    }

    /** The references of a schema are found beside it; the validator writes into what it is given. */
    void assertValid(JsonObject schema, JsonObject value) {
        var options = new JsonSchemaOptions()
                .setBaseUri("http://localhost/")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        var whole =
                schema.copy().put("components", json.getJsonObject("components").copy());
        var result = Validator.create(JsonSchema.of(whole), options).validate(value);
        assertThat(result.getValid()).as("%s\n%s", value, result.toJson()).isTrue();
    }

    private JsonObject resolved(JsonObject value) {
        if (!value.containsKey("$ref")) {
            return value;
        }
        var found = json;
        for (var key : value.getString("$ref").substring("#/".length()).split("/", -1)) {
            found = found.getJsonObject(key);
        }
        return resolved(found);
    }
}
