package io.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests topics and their shards. */
final class TopicTest {

    @Test
    void a_document_shares_the_shard_of_its_space() {
        var shard = Topic.shard(Topic.space("metavox:103"));

        assertThat(Topic.shard(Topic.document("metavox:103", "456"))).isEqualTo(shard);
        assertThat(Topic.shard(Topic.document("metavox:103", "a/b/c"))).isEqualTo(shard);
    }

    @Test
    void every_topic_has_a_shard() {
        assertThat(IntStream.range(0, 1000).map(user -> Topic.shard(Topic.user("user" + user))))
                .allMatch(shard -> shard >= 0 && shard < Topic.SHARDS);
        assertThat(Topic.shard(Topic.ACCESS)).isBetween(0, Topic.SHARDS - 1);
    }

    @Test
    void spaces_spread_over_all_shards() {
        assertThat(IntStream.range(0, 2000)
                        .map(space -> Topic.shard(Topic.space("metavox:" + space)))
                        .distinct())
                .hasSize(Topic.SHARDS);
    }
}
