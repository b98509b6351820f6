package io.lockstep.bench.interest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lockstep.bench.interest.Fleet.Routing;
import io.lockstep.contract.Topic;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The simulation beside what can be calculated. */
class PlacementTest {
    private static final long SEED = 7;

    @Test
    void nodes_interested_in_a_space_of_m_sockets_are_n_times_1_minus_the_chance_that_all_miss_one() {
        for (var nodes : new int[] {2, 8, 50}) {
            for (var each : new int[] {1, 3, 20}) {
                // When
                var traffic = traffic(nodes, 64, Routing.ANY, Viewers.evenly(each * 4_000, 4_000));
                // Then
                assertThat(traffic.bySpace())
                        .as("%d nodes, %d sockets", nodes, each)
                        .isCloseTo(interested(nodes, each), within(0.02 * interested(nodes, each)));
            }
        }
    }

    @Test
    void nodes_interested_in_a_shard_follow_from_all_its_sockets() {
        // Given
        var viewers = Viewers.evenly(512, 512);
        var fleet = new Fleet(16, 64, Routing.ANY, false);
        var inShard = new int[64];
        IntStream.range(0, 512).forEach(space -> inShard[fleet.shard(Topic.space("bench:" + space))]++);
        var expected = IntStream.of(inShard)
                        .mapToDouble(sockets -> sockets * interested(16, sockets))
                        .sum()
                / 512;
        // When
        var mean = IntStream.range(0, 200)
                .mapToDouble(
                        seed -> Placement.of(fleet, viewers, seed).traffic().byShard())
                .average()
                .orElseThrow();
        // Then
        assertThat(mean).isCloseTo(expected, within(0.02 * expected));
    }

    @Test
    void spaces_watched_by_a_node_are_those_of_which_it_has_a_socket() {
        // When
        var traffic = traffic(10, 64, Routing.ANY, Viewers.evenly(20_000, 5_000));
        // Then
        assertThat(traffic.watchedPerNode()).isCloseTo(5_000 * (1 - Math.pow(0.9, 4)), within(50.0));
    }

    @Test
    void one_message_is_enough_where_all_of_a_shard_are_on_one_node() {
        // When
        var traffic = traffic(16, 64, Routing.BY_SHARD, Viewers.evenly(64_000, 64_000));
        // Then
        assertThat(traffic.byShard()).isCloseTo(1, within(0.1));
        assertThat(traffic.registrations()).isBetween(64L, 70L);
    }

    @Test
    void every_node_hears_of_everything_where_only_spaces_stay_together() {
        // When
        var traffic = traffic(16, 64, Routing.BY_SPACE, Viewers.evenly(64_000, 64_000));
        // Then
        assertThat(traffic.bySpace()).isCloseTo(1, within(0.1));
        assertThat(traffic.byShard()).isCloseTo(16, within(0.01));
        assertThat(traffic.unwanted()).isCloseTo(15.0 / 16, within(0.01));
    }

    @Test
    void personal_topics_make_every_node_listen_to_every_shard() {
        // When
        var fleet = new Fleet(16, 64, Routing.BY_SHARD, true);
        var traffic = Placement.of(fleet, Viewers.evenly(64_000, 64_000), SEED).traffic();
        // Then
        assertThat(traffic.byShard()).isEqualTo(16);
        assertThat(traffic.registrations()).isEqualTo(16 * 64);
    }

    @Test
    void nodes_that_all_watch_every_shard_tell_each_other_of_all_twice_a_second() {
        // When
        var traffic = traffic(10, 64, Routing.ANY, Viewers.evenly(64_000, 6_400));
        // Then
        assertThat(traffic.reportsPerSecond()).isEqualTo(2 * 64 * 10 * 9);
        assertThat(traffic.toldPerNodeAndSecond())
                .isCloseTo(2 * 9 * traffic.watchedPerNode(), within(0.001 * traffic.watchedPerNode()));
    }

    @Test
    void space_that_all_look_at_spills_over_to_as_many_nodes_as_it_needs() {
        // When
        var traffic = traffic(10, 64, Routing.BY_SHARD, Viewers.evenly(1_000, 1));
        // Then
        assertThat(traffic.busiest()).isEqualTo(1.25);
        assertThat(traffic.bySpace()).isEqualTo(8);
    }

    @Test
    void shards_are_those_of_the_product() {
        var fleet = new Fleet(4, Topic.SHARDS, Routing.ANY, false);
        assertThat(IntStream.range(0, 1_000).mapToObj(space -> Topic.space("bench:" + space)))
                .allSatisfy(topic -> assertThat(fleet.shard(topic)).isEqualTo(Topic.shard(topic)));
    }

    @Test
    void popularity_of_the_first_space_is_one_part_of_the_harmonic_sum() {
        // Given
        var harmonic = IntStream.rangeClosed(1, 1_000).mapToDouble(n -> 1.0 / n).sum();
        // When
        var viewers = Viewers.drawn(200_000, 1_000, 1, SEED);
        // Then
        assertThat(viewers.largestShare()).isCloseTo(1 / harmonic, within(0.003));
    }

    private static Traffic traffic(int nodes, int shards, Routing routing, Viewers viewers) {
        return Placement.of(new Fleet(nodes, shards, routing, false), viewers, SEED)
                .traffic();
    }

    private static double interested(int nodes, int sockets) {
        return nodes * (1 - Math.pow(1 - 1.0 / nodes, sockets));
    }
}
