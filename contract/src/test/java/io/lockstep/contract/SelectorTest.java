package io.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.selector.Selector;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectorTest {
    private static final JsonObject DOCUMENT = new JsonObject("""
            {"status": "draft", "pages": 12, "owner": {"name": "alice", "null": null}, "tags": ["a", "b"], "done": false}
            """);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'status': 'draft'}",
                "{'pages': 12.0}",
                "{'owner.name': 'alice'}",
                "{'owner': {'name': 'alice'}}",
                "{'owner': {'name': {'$gt': 'Z'}}}",
                "{'owner': {'$eq': {'null': null, 'name': 'alice'}}}",
                "{'owner.null': null}",
                "{'tags': ['a', 'b']}",
                "{'pages': {'$gte': 12, '$lt': 12.5}}",
                "{'status': {'$in': ['final', 'draft']}, 'pages': {'$nin': [1]}}",
                "{'status': {'$ne': 'final'}, 'none': {'$exists': false}}",
                "{'$or': [{'pages': 1}, {'done': false}]}",
                "{'$nor': [{'pages': 1}, {'done': true}]}",
                "{'$not': {'none': 1}}",
                "{'none': {'$not': {'$eq': 1}}}",
                "{'$and': []}"
            })
    void a_document_is_selected(String selector) {
        assertThat(selector(selector).matches(DOCUMENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status': 'Draft'}",
                "{'pages': '12'}",
                "{'owner': {'name': 'alice', 'age': 1}}",
                "{'owner': {'$eq': {'name': 'alice'}}}",
                "{'none': null}",
                "{'none': {'$ne': 1}}",
                "{'none': {'$nin': [1]}}",
                "{'status': {'$gt': 1}}",
                "{'pages': {'$gt': 'a'}}",
                "{'done': {'$exists': false}}",
                "{'tags.0': 'a'}",
                "{'$or': []}",
                "{'status': 'draft', 'pages': 1}"
            })
    void a_document_is_not_selected(String selector) {
        assertThat(selector(selector).matches(DOCUMENT)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': {'$regex': 'x'}}      | has no operator '$regex'",
                "{'$all': []}                | has no operator '$all'",
                "{'a': {'$gt': 1, 'b': 2}}   | must not mix operators and names in the condition of 'a'",
                "{'a': {'$gt': null}}        | must give '$gt' a number or a text",
                "{'a': {'$exists': 1}}       | must give '$exists' true or false",
                "{'a': {'$in': 1}}           | must give '$in' a list",
                "{'$or': {'a': 1}}           | must give '$or' a list",
                "{'$and': [1]}               | must give '$and' a list of objects",
                "{'$not': 1}                 | must give '$not' an object",
                "{'a..b': 1}                 | 'a..b' must be the name of a field"
            })
    void anything_else_is_refused_with_a_reason(String selector, String reason) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> selector(selector))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1000})
    void a_selector_is_bounded(int size) {
        var wide = "{'$and': [" + String.join(",", Collections.nCopies(size, "{'a': 1}")) + "]}";
        var deep = "{'$not': ".repeat(11) + "{}" + "}".repeat(11);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> selector(wide))
                .withMessage("'selector' must have at most 100 conditions");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> selector(deep))
                .withMessage("'selector' must be nested at most 10 deep");
    }

    private static Selector selector(String json) {
        return Selector.parse(new JsonObject(json.replace('\'', '"')));
    }
}
