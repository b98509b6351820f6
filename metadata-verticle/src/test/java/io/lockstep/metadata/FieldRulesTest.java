package io.lockstep.metadata;

import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.metadata.Write.Intent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FieldRulesTest {
    private static final List<String> OPTIONS = List.of("red", "green");

    static Stream<Arguments> fitting() {
        return Stream.of(
                values("text", "", "any", "two\nlines"),
                values("textarea", "", "two\nlines"),
                values("number", 0, -1.5, 1e20, "", "12", "-3.25", "1e3", "007"),
                values("date", "", "2026-02-28", "2024-02-29"),
                values("select", "", "red"),
                values(
                        "multiselect",
                        "",
                        "red",
                        "red;#green",
                        ";#red;#",
                        new JsonArray(),
                        new JsonArray().add("green")),
                values("checkbox", "", true, false, 0, 1, "0", "1", "true", "false"),
                values("url", "", "http://a.example", "HTTPS://a.example/b?c#d", "mailto:alice@a.example"),
                values("user", "", "alice"),
                values("filelink", "", "/Projects/Plan.odt"));
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                values("text", 1, true, new JsonArray(), json()),
                values("textarea", 1),
                values("number", "twelve", "0x10", "1,5", "+1", "NaN", "1d", " 1", true, "1".repeat(401)),
                values("date", "31.03.2026", "2026-02-29", "2026-3-1", "2026-03-31T10:00:00Z", "-0001-01-01", 2026),
                values("select", "blue", "RED", 1, new JsonArray().add("red")),
                values(
                        "multiselect",
                        "blue",
                        "red;#blue",
                        "red,green",
                        1,
                        new JsonArray().add("red").add("blue")),
                values("multiselect", new JsonArray().addNull(), new JsonArray().add(1)),
                values("checkbox", 2, "yes", "TRUE", new JsonArray()),
                values(
                        "url",
                        "a.example",
                        "/path",
                        "ftp://a.example",
                        "javascript:alert(1)",
                        "http:",
                        "mailto:",
                        "a b",
                        1),
                values("user", "a\nb", "x".repeat(256), 1),
                values("filelink", 456));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void a_value_that_reads_as_the_type_fits(String type, List<Object> values) {
        for (var value : values) {
            assertThatCode(() -> change(type, value))
                    .as("%s in %s", value, type)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void any_other_value_is_refused_and_the_refusal_tells_what_would_be_right(String type, List<Object> values) {
        for (var value : values) {
            assertThatExceptionOfType(ServiceException.class)
                    .as("%s in %s", value, type)
                    .isThrownBy(() -> change(type, value))
                    .withMessageStartingWith("field 'f' does not fit its type " + type + ": give ")
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.BAD_REQUEST));
        }
    }

    @Test
    void choices_without_options_are_free() {
        var free = List.of(
                new FieldDefinition("one", null, "select", null, null),
                new FieldDefinition("many", null, "multiselect", null, null));

        var fields =
                Fields.of(json("one", "any", "many", new JsonArray().add("of").add("these")));

        assertThatCode(() -> FieldRules.check(free, Intent.CREATE, fields, fields))
                .doesNotThrowAnyException();
    }

    @Test
    void only_changed_fields_are_looked_at() {
        var before = json("f", "not a number", "g", 1);

        var after = Fields.of(before.copy().put("g", 2));

        assertThatCode(() -> FieldRules.check(
                        List.of(new FieldDefinition("f", null, "number", null, true)),
                        Intent.MERGE,
                        Fields.of(before).changesTo(after),
                        after))
                .doesNotThrowAnyException();
    }

    @Test
    void a_required_field_must_be_given_when_the_document_is_and_may_not_be_emptied() {
        for (var intent : List.of(Intent.CREATE, Intent.REPLACE)) {
            assertRequired(() -> required(intent, json("g", 1), json("g", 1)));
        }
        for (var intent : List.of(Intent.MERGE, Intent.UPSERT)) {
            assertRequired(() -> required(intent, json("f", ""), json("f", "")));
            assertRequired(() -> required(intent, new JsonObject().putNull("f"), json("g", 1)));
            assertThatCode(() -> required(intent, json("g", 1), json("g", 1))).doesNotThrowAnyException();
        }
    }

    private static void assertRequired(org.assertj.core.api.ThrowableAssert.ThrowingCallable write) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(write)
                .withMessage("field 'f' is required: give text, not nothing");
    }

    private static void required(Intent intent, JsonObject patch, JsonObject next) {
        var definitions = List.of(new FieldDefinition("f", null, "text", null, true));
        FieldRules.check(definitions, intent, Fields.of(patch), Fields.of(next));
    }

    private static void change(String type, Object value) {
        var options = type.endsWith("select") ? OPTIONS : null;
        var fields = Fields.of(json("f", value, "free", new JsonArray().add(value)));
        FieldRules.check(List.of(new FieldDefinition("f", null, type, options, false)), Intent.CREATE, fields, fields);
    }

    private static Arguments values(String type, Object... values) {
        return Arguments.of(type, List.of(values));
    }
}
