package io.lockstep.bench.delivery.crowd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewerTest {
    private static final String UPGRADED =
            "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: " + Door.ACCEPT + "\r\n\r\n";
    private static final String LONG = "x".repeat(70_000);

    private final List<String> heard = new ArrayList<>();
    private final EmbeddedChannel channel = open(Door.bridge(1));

    @Test
    void frames_of_every_length_are_understood_when_they_come_at_once() {
        channel.writeInbound(all());

        assertThat(heard).containsExactlyElementsOf(expected());
    }

    @Test
    void frames_of_every_length_are_understood_when_they_come_byte_by_byte() {
        var bytes = all();
        while (bytes.isReadable()) {
            channel.writeInbound(bytes.readRetainedSlice(1));
        }

        assertThat(heard).containsExactlyElementsOf(expected());
    }

    @Test
    void a_refused_upgrade_is_told() {
        channel.writeInbound(Unpooled.copiedBuffer("HTTP/1.1 429 Too Many Requests\r\n\r\n", UTF_8));

        assertThat(heard).containsExactly("gone refused: HTTP/1.1 429 Too Many Requests");
    }

    @Test
    void a_lost_connection_is_told_once() {
        channel.writeInbound(Unpooled.copiedBuffer(UPGRADED, UTF_8));
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xF4}));
        channel.close().syncUninterruptibly();

        assertThat(heard).containsExactly("opened", "gone closed by the server: 1012");
    }

    private static ByteBuf all() {
        return Unpooled.wrappedBuffer(
                Unpooled.copiedBuffer(UPGRADED, UTF_8),
                frame("{\"seq\":1}"),
                frame("{\"seq\":2,\"text\":\"" + LONG.substring(0, 300) + "\"}"),
                frame("{\"seq\":3,\"text\":\"" + LONG + "\"}"),
                frame("{\"type\":\"snapshot\"}"));
    }

    private static List<String> expected() {
        return List.of("opened", "event 1", "event 2", "event 3", "told {\"type\":\"snapshot\"}");
    }

    private static ByteBuf frame(String text) {
        var length = text.length();
        var frame = Unpooled.buffer().writeByte(0x81);
        if (length < 126) {
            frame.writeByte(length);
        } else if (length < 65_536) {
            frame.writeByte(126).writeShort(length);
        } else {
            frame.writeByte(127).writeLong(length);
        }
        return frame.writeBytes(text.getBytes(UTF_8));
    }

    private EmbeddedChannel open(Door door) {
        return new EmbeddedChannel(new Viewer(0, door, new Recorder(), new SeqFinder()));
    }

    private final class Recorder implements Audience {
        @Override
        public void opened(Viewer viewer) {
            heard.add("opened");
        }

        @Override
        public void event(Viewer viewer, long seq, ByteBuf bytes, int index, int length) {
            heard.add("event " + seq);
        }

        @Override
        public void told(Viewer viewer, String text) {
            heard.add("told " + text);
        }

        @Override
        public void gone(Viewer viewer, String how) {
            heard.add("gone " + how);
        }
    }
}
