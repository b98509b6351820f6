package io.lockstep.bench.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VariantTest {
    private static final int SOCKETS = 2_000;

    @Test
    void every_space_has_as_many_viewers_however_many_gateways_there_are() {
        for (var variant : Variant.values()) {
            for (var gateways : List.of(1, 2, 4)) {
                var viewers = new int[variant.spaces(SOCKETS)];
                everybody(variant, gateways).forEach(looks -> viewers[looks.space()]++);

                assertThat(viewers).as("%s, %d", variant, gateways).containsOnly(variant.viewersPerSpace(SOCKETS));
            }
        }
    }

    @Test
    void spaces_that_are_apart_have_their_viewers_on_one_gateway() {
        for (var variant : List.of(Variant.ONE_SHARD, Variant.OWN_SHARDS)) {
            assertThat(everybody(variant, 4))
                    .allSatisfy(looks -> assertThat(looks.space() % 4).isEqualTo(looks.gateway()));
        }
    }

    @Test
    void spaces_elsewhere_have_viewers_on_each() {
        assertThat(new HashSet<>(everybody(Variant.EVERYWHERE, 4))).hasSize(20 * 4);
        assertThat(new HashSet<>(everybody(Variant.MANY, 4))).hasSize(500 * 4);
    }

    @Test
    void shards_are_one_or_one_each_as_the_names_say() {
        assertThat(shards(Variant.ONE_SHARD)).hasSize(1);
        assertThat(shards(Variant.OWN_SHARDS)).hasSize(20).doesNotContain(Topic.shard(Topic.ACCESS));
    }

    /** Somebody who looks. */
    private record Looks(int gateway, int space) {}

    private static List<Looks> everybody(Variant variant, int gateways) {
        var spaces = variant.spaces(SOCKETS);
        var each = variant.viewersPerSpace(SOCKETS) * spaces / gateways;
        var all = new ArrayList<Looks>();
        for (var gateway = 0; gateway < gateways; gateway++) {
            for (var viewer = 0; viewer < each; viewer++) {
                all.add(new Looks(gateway, variant.spaceOf(viewer, spaces, gateway, gateways)));
            }
        }
        return all;
    }

    private static Set<Integer> shards(Variant variant) {
        var shards = new HashSet<Integer>();
        IntStream.range(0, variant.spaces(SOCKETS))
                .forEach(space -> shards.add(
                        Topic.shard(Topic.space(variant.names(SOCKETS).get(space)))));
        return shards;
    }
}
