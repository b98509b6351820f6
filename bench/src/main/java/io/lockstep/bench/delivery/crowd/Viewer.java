package io.lockstep.bench.delivery.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client: a WebSocket by hand, which parses no more than it must. Confined to its event loop.
 *
 * <p>What becomes of a write nobody asks: one that fails ends the channel, and of that the audience hears.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public final class Viewer extends ChannelInboundHandlerAdapter {
    /** More sockets than an address has ports would not go; and one process may have 20,000 files. */
    private static final int SOCKETS_PER_ADDRESS = 9_000;

    private static final int RECEIVE_BYTES = 8_192;
    private static final int OPCODE = 0xF;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int LENGTH = 0x7F;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int LENGTH_IN_EIGHT_BYTES = 127;

    /** SockJS frames that hold messages begin with it; others are {@code o}, {@code h} and {@code c}. */
    private static final char SOCKJS_MESSAGES = 'a';

    private static final char SOCKJS_OPEN = 'o';

    /** It does not listen yet. */
    static final long NEW = -2;

    /** It listens, from a seq on that it was not told. */
    static final long UNKNOWN = -1;

    private final int number;
    private final Door door;
    private final Audience audience;
    private final SeqFinder seqs;
    private @Nullable Channel channel;
    private @Nullable ByteBuf rest;
    private boolean isUpgraded;
    private boolean isLeft;

    private long seq = NEW;

    Viewer(int number, Door door, Audience audience, SeqFinder seqs) {
        this.number = number;
        this.door = door;
        this.audience = audience;
        this.seqs = seqs;
    }

    /** Opens a socket, of which the audience hears the rest. */
    @CanIgnoreReturnValue
    static Viewer open(EventLoop loop, int number, Door door, Audience audience, SeqFinder seqs) {
        var viewer = new Viewer(number, door, audience, seqs);
        var bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                // To close is to reset: no port of thousands waits a minute for stragglers.
                .option(ChannelOption.SO_LINGER, 0)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_BYTES))
                .remoteAddress("127.0.0.1", door.port())
                .handler(viewer);
        if (number >= SOCKETS_PER_ADDRESS) {
            bootstrap.localAddress(new InetSocketAddress("127.0.0." + (1 + number / SOCKETS_PER_ADDRESS), 0));
        }
        bootstrap.connect().addListener(connected -> {
            if (!connected.isSuccess()) {
                viewer.gone(
                        String.valueOf(Objects.requireNonNull(connected.cause()).getMessage()));
            }
        });
        return viewer;
    }

    public int number() {
        return number;
    }

    /** The last one that it was told of, {@link #NEW} or {@link #UNKNOWN}. */
    public long seq() {
        return seq;
    }

    public void seq(long told) {
        seq = told;
    }

    void send(ByteBuf frame) {
        if (channel != null) {
            channel.writeAndFlush(frame.duplicate(), channel.voidPromise());
        }
    }

    /** Goes without a word. */
    public void leave() {
        isLeft = true;
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (isLeft) {
            context.close();
            return;
        }
        audience.connected(this);
        context.writeAndFlush(Unpooled.copiedBuffer(door.upgrade(number), US_ASCII), context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        if (rest != null) {
            var whole = rest.writeBytes(bytes);
            bytes.release();
            bytes = whole;
            rest = null;
        }
        try {
            while (isUpgraded ? frame(bytes) : answer(bytes)) {}
            if (bytes.isReadable() && !isLeft) {
                rest = Unpooled.buffer(2 * RECEIVE_BYTES).writeBytes(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    /** False when it is not whole. */
    private boolean answer(ByteBuf bytes) {
        var text = bytes.toString(US_ASCII);
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (!text.startsWith("HTTP/1.1 101") || !text.contains(Door.ACCEPT)) {
            gone("refused: " + text.lines().findFirst().orElse(""));
            leave();
            return false;
        }
        bytes.skipBytes(end + 4);
        isUpgraded = true;
        if (!door.isSockJs()) {
            audience.opened(this);
        }
        return true;
    }

    /** False when none is whole. */
    private boolean frame(ByteBuf bytes) {
        var readable = bytes.readableBytes();
        if (readable < 2) {
            return false;
        }
        var start = bytes.readerIndex();
        var header = 2;
        var length = bytes.getByte(start + 1) & LENGTH;
        if (length == LENGTH_IN_TWO_BYTES) {
            header = 4;
            if (readable < header) {
                return false;
            }
            length = bytes.getUnsignedShort(start + 2);
        } else if (length == LENGTH_IN_EIGHT_BYTES) {
            header = 10;
            if (readable < header) {
                return false;
            }
            length = Math.toIntExact(bytes.getLong(start + 2));
        }
        if (readable < header + length) {
            return false;
        }
        bytes.skipBytes(header + length);
        took(bytes.getByte(start) & OPCODE, bytes, start + header, length);
        return !isLeft;
    }

    private void took(int opcode, ByteBuf bytes, int index, int length) {
        switch (opcode) {
            case TEXT, BINARY -> told(bytes, index, length);
            case PING -> send(ClientFrame.pong(ByteBufUtil.getBytes(bytes, index, length)));
            case CLOSE -> gone("closed by the server: " + (length < 2 ? "" : bytes.getUnsignedShort(index)));
            default -> {}
        }
    }

    private void told(ByteBuf bytes, int index, int length) {
        if (door.isSockJs() && length > 0 && bytes.getByte(index) != SOCKJS_MESSAGES) {
            if (bytes.getByte(index) == SOCKJS_OPEN) {
                audience.opened(this);
            }
            return;
        }
        var found = seqs.find(bytes, index, length);
        if (found == SeqFinder.NONE) {
            audience.told(this, bytes.toString(index, length, UTF_8));
        } else {
            audience.event(this, found, bytes, index, length);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        gone("the connection ended");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
        gone(String.valueOf(broken.getMessage()));
        context.close();
    }

    private void gone(String how) {
        if (!isLeft) {
            isLeft = true;
            audience.gone(this, how);
        }
    }
}
