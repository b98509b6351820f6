package io.lockstep.metadata;

import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.ServiceException;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the normal form of fields. */
final class FieldsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'b':1,'a':{'d':1,'c':[{'f':1,'e':null}]}}; {'a':{'c':[{'e':null,'f':1}],'d':1},'b':1}",
                "{'n':1.0}; {'n':1}",
                "{'n':-0.0}; {'n':0}",
                "{'n':1e2}; {'n':100}",
                "{'n':1E20}; {'n':100000000000000000000}",
                "{'n':0.10}; {'n':0.1}",
                "{'n':9007199254740993}; {'n':9007199254740993}"
            })
    void there_is_one_text_for_equal_fields(String given, String expected) {
        assertThat(fields(given.replace('\'', '"')).text()).isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void the_normal_form_of_a_normal_form_is_itself() {
        // When
        var fields = Fields.of(new JsonObject()
                .put("tooPrecise", new BigDecimal("12345678901234567890.5"))
                .put("third", 1 / 3.0)
                .put("smallest", Double.MIN_VALUE)
                .put("largest", Double.MAX_VALUE)
                .put("float", 0.1f));

        // Then
        assertThat(fields(fields.text())).isEqualTo(fields);
    }

    @Test
    void numbers_that_no_double_and_no_column_holds_are_refused() {
        // When
        var unfit = List.<Object>of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                new BigDecimal("1e999999999"),
                new BigDecimal("9".repeat(399) + ".5"));

        // Then
        unfit.forEach(number -> assertThatExceptionOfType(ServiceException.class)
                .as(String.valueOf(number))
                .isThrownBy(() -> Fields.of(new JsonObject(Map.of("n", number)))));
    }

    @Test
    void changes_name_what_differs_and_null_what_is_gone() {
        // When
        var before = Fields.of(json("same", json("x", 1), "gone", 1, "other", 1));
        var after = Fields.of(json("same", json("x", 1.0), "other", 2, "added", true));

        // Then
        assertThat(before.changesTo(after).text()).isEqualTo("{\"added\":true,\"gone\":null,\"other\":2}");
        assertThat(before.merged(before.changesTo(after))).isEqualTo(after);
    }

    private static Fields fields(String text) {
        return Fields.of(new JsonObject(text));
    }
}
