package io.lockstep.bench.delivery.crowd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class SeqFinderTest {
    private final SeqFinder seqs = new SeqFinder();

    @Test
    void a_seq_is_found_where_the_last_one_was_and_where_it_was_not() {
        assertThat(find("{\"body\":{\"seq\":41,\"document\":\"1\"}}")).isEqualTo(41);
        assertThat(find("{\"body\":{\"seq\":42,\"document\":\"1\"}}")).isEqualTo(42);
        assertThat(find("{\"body\":{\"document\":\"1\",\"seq\":1234567890123}}"))
                .isEqualTo(1_234_567_890_123L);
    }

    @Test
    void what_is_no_seq_is_not_taken_for_one() {
        assertThat(find("{\"lockSeq\":7}")).isEqualTo(SeqFinder.NONE);
        assertThat(find("\"seq\":")).isEqualTo(SeqFinder.NONE);
        assertThat(find("")).isEqualTo(SeqFinder.NONE);
    }

    private long find(String text) {
        var bytes = Unpooled.copiedBuffer("before" + text, UTF_8);
        return seqs.find(bytes, "before".length(), text.length());
    }
}
