package io.lockstep.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactJsonTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, -1",
        "1.0, 1.0",
        "-0.0, -0.0",
        "0.1, 0.1",
        "12.34, 12.34",
        "1e2, 100.0",
        "1e15, 1000000000000000.0",
        "123456789012345680.0, 1.2345678901234568e17",
        "1e16, 1e16",
        "1.5e300, 1.5e300",
        "0.00001, 0.00001",
        "1.25e-5, 0.0000125",
        "1e-6, 1e-6",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "9223372036854775808, 9223372036854775808",
        "18446744073709551615, 18446744073709551615",
        "18446744073709551616, 1.8446744073709552e19",
        "-9223372036854775808, -9223372036854775808",
        "-9223372036854775809, -9.223372036854776e18"
    })
    void number_is_spelled_as_the_original_daemon_does(String given, String expected) {
        assertThat(CompactJson.write(Json.decodeValue(given))).isEqualTo(expected);
    }

    @Test
    void number_that_json_cannot_say_is_null() {
        assertThat(CompactJson.write(List.of(Double.NaN, Double.POSITIVE_INFINITY)))
                .isEqualTo("[null,null]");
    }

    @Test
    void keys_are_sorted_by_their_utf8_bytes_at_every_level() {
        // U+FB00 sorts before U+1F600 in UTF-8 and after it in UTF-16.
        var map = Map.of(
                "\uD83D\uDE00", 1, "\uFB00", 2, "b", Map.of("z", 1, "Z", 2), "a", List.of(Map.of("y", 1, "x", 2)));
        assertThat(CompactJson.write(map))
                .isEqualTo("{\"a\":[{\"x\":2,\"y\":1}],\"b\":{\"Z\":2,\"z\":1},\"\uFB00\":2,\"\uD83D\uDE00\":1}");
    }

    @Test
    void only_what_json_demands_is_escaped() {
        assertThat(CompactJson.write("\"\\/\b\f\n\r\t\u0000\u001f\u007fé\u2028"))
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007fé\u2028\"");
    }

    @Test
    void whole_value_may_be_anything() {
        assertThat(CompactJson.write(null)).isEqualTo("null");
        assertThat(CompactJson.write(true)).isEqualTo("true");
        assertThat(CompactJson.write(BigInteger.TEN)).isEqualTo("10");
    }
}
