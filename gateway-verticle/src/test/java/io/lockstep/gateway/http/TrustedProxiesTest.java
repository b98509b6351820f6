package io.lockstep.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.MultiMap;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests whose word about a request counts, and how far. */
class TrustedProxiesTest {
    private static final TrustedProxies OURS = TrustedProxies.of(List.of("10.0.0.0/8", "::1"));

    private static MultiMap forwarded(String... values) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        for (var value : values) {
            headers.add("X-Forwarded-For", value);
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 192.0.2.7 | 192.0.2.7, 10.0.0.1",
                "0:0:0:0:0:0:0:1 | 192.0.2.7 | 192.0.2.7, 0:0:0:0:0:0:0:1",
                "::ffff:10.0.0.1 | 2001:db8::1 | 2001:db8::1, ::ffff:10.0.0.1",
                "10.0.0.1 | 192.0.2.7:4711 | 192.0.2.7, 10.0.0.1",
                "10.0.0.1 | [2001:db8::1]:4711 | 2001:db8::1, 10.0.0.1",
                "10.0.0.1 | 192.0.2.7, 10.0.0.2 | 192.0.2.7, 10.0.0.2, 10.0.0.1",
            })
    void trusted_proxy_says_where_the_client_is(String peer, String header, String addresses) {
        assertThat(OURS.addresses(peer, forwarded(header))).isEqualTo(addresses);
    }

    @Test
    void header_of_anybody_else_is_ignored() {
        assertThat(OURS.addresses("192.0.2.7", forwarded("1.2.3.4"))).isEqualTo("192.0.2.7");
        assertThat(TrustedProxies.NONE.addresses("127.0.0.1", forwarded("1.2.3.4")))
                .isEqualTo("127.0.0.1");
        assertThat(OURS.told(
                        "192.0.2.7",
                        MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-Proto", "https"),
                        "X-Forwarded-Proto"))
                .isEmpty();
    }

    @Test
    void client_cannot_put_himself_behind_another_address() {
        assertThat(OURS.addresses("10.0.0.1", forwarded("1.2.3.4, 192.0.2.7"))).isEqualTo("192.0.2.7, 10.0.0.1");
        assertThat(OURS.addresses("10.0.0.1", forwarded("1.2.3.4", "192.0.2.7")))
                .isEqualTo("192.0.2.7, 10.0.0.1");
    }

    @Test
    void what_is_no_address_ends_the_way_back() {
        assertThat(OURS.addresses("10.0.0.1", forwarded("192.0.2.7, unknown, 10.0.0.2")))
                .isEqualTo("10.0.0.2, 10.0.0.1");
        assertThat(OURS.addresses("10.0.0.1", forwarded("evil\r\nheader: x"))).isEqualTo("10.0.0.1");
        assertThat(OURS.addresses("10.0.0.1", forwarded("localhost"))).isEqualTo("10.0.0.1");
        assertThat(OURS.addresses("10.0.0.1", forwarded())).isEqualTo("10.0.0.1");
    }

    @Test
    void way_back_has_an_end() {
        var endless = String.join(",", Collections.nCopies(1_000, "10.0.0.2"));

        assertThat(OURS.addresses("10.0.0.1", forwarded(endless)).split(", ")).hasSize(20);
    }

    @Test
    void nearest_of_several_values_counts() {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("X-Forwarded-Host", "evil.example")
                .add("X-Forwarded-Host", "other.example, push.example");

        assertThat(OURS.told("10.0.0.1", headers, "X-Forwarded-Host")).contains("push.example");
        assertThat(OURS.told("10.0.0.1", headers, "X-Forwarded-Proto")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.8, false",
        "10.0.0.6/31, 10.0.0.7, true",
        "0.0.0.0/0, 192.0.2.7, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fd12::7, true",
        "fd00::/8, fe00::7, false",
        "::ffff:10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, unknown, false",
    })
    void block_contains_the_addresses_that_begin_like_it(String network, String address, boolean isInside) {
        assertThat(Network.of(network).contains(address)).isEqualTo(isInside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::1/129", "/8", "1.2.3.4:80"})
    void what_is_no_block_is_refused_by_name(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(List.of("10.0.0.1", text)))
                .withMessageContaining("not '" + text + "'");
    }
}
