package io.lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.BulkType;
import io.vertx.redis.client.impl.types.MultiType;
import io.vertx.redis.client.impl.types.NumberType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RedisSlotsTest {
    private static final String ASKED = "10.0.0.1:7000";

    @Test
    void a_command_belongs_to_the_slot_of_its_first_key() {
        assertThat(RedisSlots.of(Request.cmd(Command.GET).arg("foo"))).isEqualTo(12_182);
        assertThat(RedisSlots.of(new Script("", "0").bySha(List.of("x{foo}y", "{foo}"), List.of("a"))))
                .isEqualTo(12_182);
        assertThat(RedisSlots.of(Request.cmd(Command.TIME))).isZero();
    }

    @Test
    void slots_are_read_with_their_primaries_only() {
        // When
        var slots = RedisSlots.parse(
                multi(
                        range(0, 9_999, node("10.0.0.2", 7001), node("10.0.0.3", 7002)),
                        range(10_000, 16_000, node("", 7000))),
                ASKED);

        // Then
        assertThat(slots.servers()).containsExactlyInAnyOrder("10.0.0.2:7001", ASKED);
        assertThat(slots.server(9_999)).contains("10.0.0.2:7001");
        assertThat(slots.server(10_000)).contains(ASKED);
        assertThat(slots.server(16_001)).isEmpty();
    }

    @Test
    void a_cluster_that_serves_nothing_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RedisSlots.parse(multi(), ASKED));
    }

    @Test
    void a_redirection_names_an_address_or_only_another_port() {
        assertThat(RedisSlots.redirect("MOVED 3999 10.0.0.2:7001", ASKED)).isEqualTo("10.0.0.2:7001");
        assertThat(RedisSlots.redirect("ASK 3999 :7001", ASKED)).isEqualTo("10.0.0.1:7001");
        assertThat(RedisSlots.redirect("MOVED 3999 ::1:7001", ASKED)).isEqualTo("[::1]:7001");
    }

    @Test
    void each_server_has_a_key_of_its_own() {
        // Given
        var slots = RedisSlots.parse(multi(range(0, 8_000, node("a", 1)), range(8_001, 16_383, node("b", 1))), ASKED);

        // When
        var key = slots.keyAt("b:1", "lock:proof:").orElseThrow();

        // Then
        assertThat(RedisSlots.of(Request.cmd(Command.GET).arg(key))).isGreaterThan(8_000);
        assertThat(slots.keyAt("c:1", "lock:proof:")).isEmpty();
    }

    private static Response range(int first, int last, Response... nodes) {
        var range = MultiType.create(2 + nodes.length, false);
        range.add(NumberType.create(first));
        range.add(NumberType.create(last));
        List.of(nodes).forEach(range::add);
        return range;
    }

    private static Response node(String host, int port) {
        return multi(BulkType.create(Buffer.buffer(host), false), NumberType.create(port));
    }

    private static Response multi(Response... elements) {
        var multi = MultiType.create(elements.length, false);
        List.of(elements).forEach(multi::add);
        return multi;
    }
}
