package io.lockstep.gateway.socket.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.gateway.session.Frame;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedBytesTest {
    @ParameterizedTest
    @CsvSource({"0, 2", "125, 2", "126, 4", "65535, 4", "65536, 10", "300000, 10"})
    void frame_is_a_head_and_the_text(int length, int headBytes) {
        // When
        var frame = SharedBytes.textFrame("x".repeat(length));
        // Then
        assertThat(frame.isDirect()).isTrue();
        assertThat(frame.readableBytes()).isEqualTo(headBytes + length);
        assertThat(frame.getUnsignedByte(0)).isEqualTo((short) 0x81);
        var announced = switch (headBytes) {
            case 2 -> frame.getUnsignedByte(1);
            case 4 -> frame.getUnsignedShort(2);
            default -> frame.getLong(2);
        };
        assertThat(announced).isEqualTo(length);
        assertThat(frame.toString(headBytes, length, StandardCharsets.UTF_8)).isEqualTo("x".repeat(length));
    }

    @Test
    void frames_of_one_slab_do_not_touch_each_other() {
        // Given
        var frames = new ArrayList<ByteBuf>();
        for (var number = 0; number < 20_000; number++) {
            frames.add(SharedBytes.textFrame("größe " + number));
        }
        // Then
        for (var number = 0; number < frames.size(); number++) {
            var frame = frames.get(number);
            assertThat(frame.toString(2, frame.readableBytes() - 2, StandardCharsets.UTF_8))
                    .isEqualTo("größe " + number);
        }
    }

    @Test
    void nobody_can_release_it() {
        // Given
        var frame = SharedBytes.textFrame("text");
        // When
        assertThat(frame.duplicate().release()).isFalse();
        assertThat(frame.release()).isFalse();
        // Then
        assertThat(frame.duplicate().readableBytes()).isEqualTo(6);
    }

    @Test
    void reading_a_duplicate_leaves_the_others_as_they_are() {
        // Given
        var frame = SharedBytes.textFrame("text");
        // When
        frame.duplicate().skipBytes(6);
        // Then
        assertThat(frame.duplicate().readableBytes()).isEqualTo(6);
    }

    @Test
    void threads_that_ask_at_once_get_the_same_bytes() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            for (var round = 0; round < 200; round++) {
                // Given
                var frame = new Frame("round " + round);
                // When
                var asked = new ArrayList<Future<ByteBuf>>();
                for (var thread = 0; thread < 4; thread++) {
                    asked.add(threads.submit(frame::webSocketBytes));
                }
                // Then
                for (var answer : asked) {
                    assertThat(answer.get()).isSameAs(frame.webSocketBytes());
                }
            }
        } finally {
            threads.shutdown();
        }
    }
}
