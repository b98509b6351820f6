package io.lockstep.gateway.wire.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
    private static final MultiMap NONE = MultiMap.caseInsensitiveMultiMap();

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', textBlock = """
            "abc",  abc
            abc,    abc
            *,      *
            """)
    void if_match_takes_one_etag_with_or_without_quotes(String header, String etag) {
        assertThat(Conditions.ofPut(headers("If-Match", header)).ifMatch()).isEqualTo(etag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"abc\"", "\"a\", \"b\"", "a, b", "a b", "", "\"\"", "\"abc", "abc\""})
    void if_match_that_cannot_be_kept_is_refused(String header) {
        assertBadRequest(headers("If-Match", header));
    }

    @Test
    void if_match_in_two_lines_is_refused() {
        assertBadRequest(headers("If-Match", "\"a\"").add("If-Match", "\"b\""));
    }

    @Test
    void no_condition_is_none() {
        assertThat(Conditions.ofPut(NONE)).isEqualTo(new Conditions(null, false));
        assertThat(Conditions.ofExisting(NONE)).isEqualTo(new Conditions(null, false));
    }

    @Test
    void if_none_match_star_makes_a_put_create_only() {
        assertThat(Conditions.ofPut(headers("If-None-Match", "*"))).isEqualTo(new Conditions(null, true));
    }

    @Test
    void if_none_match_of_a_write_is_refused_elsewhere() {
        assertBadRequest(headers("If-None-Match", "\"abc\""));
        assertBadRequest(headers("If-None-Match", "*").add("If-Match", "*"));
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Conditions.ofExisting(headers("If-None-Match", "*")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "abc", "W/\"abc\"", "*", "\"x\", W/\"abc\""})
    void get_is_spared_when_the_client_names_the_etag(String header) {
        assertThat(Conditions.isKnown(headers("If-None-Match", header), "abc")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abcd\"", "\"x\", \"y\"", "", "W/"})
    void get_is_not_spared_otherwise(String header) {
        assertThat(Conditions.isKnown(headers("If-None-Match", header), "abc")).isFalse();
        assertThat(Conditions.isKnown(NONE, "abc")).isFalse();
    }

    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }

    private static void assertBadRequest(MultiMap headers) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Conditions.ofPut(headers))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST));
    }
}
