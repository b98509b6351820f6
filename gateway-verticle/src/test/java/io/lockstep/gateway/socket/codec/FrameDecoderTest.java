package io.lockstep.gateway.socket.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final int MAX = 70_000;

    private final FrameDecoder decoder = new FrameDecoder(MAX);
    private final Heard heard = new Heard();

    private static final class Heard implements FrameDecoder.Sink {
        final List<String> events = new ArrayList<>();
        boolean isReading = true;
        /** After this many events it stops reading. */
        int stopAfter = Integer.MAX_VALUE;

        private void add(String event) {
            events.add(event);
            isReading &= events.size() < stopAfter;
        }

        @Override
        public boolean isReading() {
            return isReading;
        }

        @Override
        public void text(String text) {
            add("text " + text);
        }

        @Override
        public void binary(byte[] bytes) {
            add("binary " + HexFormat.of().formatHex(bytes));
        }

        @Override
        public void pinged(byte[] payload) {
            add("ping " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void ponged(byte[] payload) {
            add("pong " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void closing(int code) {
            add("closing " + code);
        }

        @Override
        public void violated(int code, String reason) {
            add("violated " + code);
        }
    }

    private static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] frame(int first, byte[] payload) {
        var frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) 0xfe).putShort((short) payload.length);
        } else {
            frame.put((byte) 0xff).putLong(payload.length);
        }
        byte[] mask = {0x11, (byte) 0xa2, 0x33, 0x44};
        frame.put(mask);
        for (var index = 0; index < payload.length; index++) {
            frame.put((byte) (payload[index] ^ mask[index & 3]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private void receive(byte[] bytes) {
        decoder.received(Unpooled.wrappedBuffer(bytes), heard);
    }

    @Test
    void messages_are_whole_however_the_bytes_are_cut() {
        // Given
        var bytes = join(
                frame(0x81, "one"),
                frame(0x01, "grü"),
                frame(0x89, "?"),
                frame(0x00, "ß"),
                frame(0x80, " dich"),
                frame(0x81, ""),
                frame(0x82, new byte[] {1, 2}),
                frame(0x8a, "!"),
                frame(0x81, "x".repeat(200)),
                frame(0x88, new byte[] {3, (byte) 0xe8}));
        var expected = List.of(
                "text one",
                "ping ?",
                "text grüß dich",
                "text ",
                "binary 0102",
                "pong !",
                "text " + "x".repeat(200),
                "closing 1000");
        for (var cut = 0; cut <= bytes.length; cut++) {
            // When
            var whole = new FrameDecoder(MAX);
            var sink = new Heard();
            whole.received(Unpooled.wrappedBuffer(bytes, 0, cut), sink);
            whole.received(Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut), sink);
            // Then
            assertThat(sink.events).as("cut at %s", cut).isEqualTo(expected);
        }
        // When
        for (var single : bytes) {
            receive(new byte[] {single});
        }
        // Then
        assertThat(heard.events).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, MAX})
    void message_of_any_length_up_to_the_largest_is_taken(int length) {
        receive(frame(0x81, "x".repeat(length)));
        assertThat(heard.events).containsExactly("text " + "x".repeat(length));
    }

    @ParameterizedTest
    @CsvSource({
        // an extension's bit; no such frames; not masked
        "c180, 1002", "8380, 1002", "8b80, 1002", "8100, 1002",
        // a long ping; a fragmented ping; nothing to continue; a negative length
        "89fe, 1002", "0980, 1002", "8080, 1002", "81ffffffffffffffffff, 1002",
        // 70,001 bytes; 4 GiB
        "81ff0000000000011171, 1009", "82ff0000000100000000, 1009"
    })
    void broken_frame_is_refused_as_soon_as_its_head_shows_it(String head, int code) {
        receive(HexFormat.of().parseHex(head));
        receive(frame(0x81, "later"));
        assertThat(heard.events).containsExactly("violated " + code);
    }

    @Test
    void fragments_that_are_too_large_together_are_refused() {
        receive(frame(0x01, "x".repeat(MAX - 1)));
        receive(frame(0x00, "x"));
        receive(frame(0x00, "x"));
        assertThat(heard.events).containsExactly("violated 1009");
    }

    @Test
    void message_within_a_message_is_refused() {
        receive(join(frame(0x01, "one"), frame(0x81, "two")));
        assertThat(heard.events).containsExactly("violated 1002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3", "c328", "ff", "eda080", "f4908080", "c080", "41e28241"})
    void text_that_is_not_utf8_is_refused(String hex) {
        receive(frame(0x81, HexFormat.of().parseHex(hex)));
        assertThat(heard.events).containsExactly("violated 1007");
    }

    @ParameterizedTest
    @CsvSource({
        "'', closing 1005", "03e8, closing 1000", "0fa16869, closing 4001", "03, violated 1002", "03ed, violated 1002",
        "03ee, violated 1002", "0000, violated 1002", "07d0, violated 1002", "1388, violated 1002",
                "03e8ff, violated 1007"
    })
    void goodbye_has_a_code_that_may_be_sent_and_ends_everything(String hex, String event) {
        receive(join(frame(0x88, HexFormat.of().parseHex(hex)), frame(0x81, "later")));
        assertThat(heard.events).containsExactly(event);
    }

    @Test
    void what_came_while_the_sink_did_not_read_is_kept_and_follows_in_order() {
        // Given
        heard.stopAfter = 2;
        receive(join(frame(0x81, "a"), frame(0x81, "b"), frame(0x81, "c"), frame(0x01, "d")));
        receive(frame(0x80, "e"));
        assertThat(heard.events).containsExactly("text a", "text b");
        // When
        heard.stopAfter = Integer.MAX_VALUE;
        heard.isReading = true;
        decoder.decode(heard);
        // Then
        assertThat(heard.events).containsExactly("text a", "text b", "text c", "text de");
    }
}
