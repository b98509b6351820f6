package io.lockstep.bench.delivery.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Server of scenario 01: the least that brings an event to many sockets. After the handshake a channel keeps no handler but
 * one that throws away what clients send; an event is one finished frame, written to each channel and flushed.
 *
 * <p>What becomes of a write nobody asks: one that fails ends the channel.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class FloorServer implements Control.Server {
    private static final int MAX_REQUEST_BYTES = 8_192;
    private static final int BACKLOG = 4_096;
    private static final int TEXT = 0x81;
    private static final int LENGTH_IN_TWO_BYTES = 126;

    private final Message message;
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), EpollIoHandler.newFactory());

    /** Each list belongs to its loop. */
    private final Map<EventLoop, List<Channel>> channels = StreamSupport.stream(group.spliterator(), false)
            .map(EventLoop.class::cast)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), loop -> new ArrayList<>()));

    private final AtomicInteger listening = new AtomicInteger();
    private final Channel server;
    private long seq;

    private FloorServer(Message message) {
        this.message = message;
        this.server = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Handshake())
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    public static void main(String[] arguments) throws IOException {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        Control.serve(new FloorServer(Message.read(Path.of(arguments[0]))));
    }

    @Override
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public int listening() {
        return listening.get();
    }

    @Override
    public void publish(int events) {
        var frames = new ArrayList<ByteBuf>();
        for (var event = 0; event < events; event++) {
            seq++;
            frames.add(frame(message.text(seq)));
        }
        channels.forEach((loop, own) -> loop.execute(() -> send(frames, own)));
    }

    private static void send(List<ByteBuf> frames, List<Channel> channels) {
        for (var channel : channels) {
            for (var frame : frames) {
                channel.write(frame.duplicate(), channel.voidPromise());
            }
            channel.flush();
        }
    }

    /** Not masked, in one piece; its memory is freed by the garbage collector, so that no channel has to. */
    private static ByteBuf frame(String text) {
        var payload = text.getBytes(UTF_8);
        var bytes = ByteBuffer.allocateDirect(payload.length + 4);
        bytes.put((byte) TEXT);
        if (payload.length < LENGTH_IN_TWO_BYTES) {
            bytes.put((byte) payload.length);
        } else {
            bytes.put((byte) LENGTH_IN_TWO_BYTES).putShort((short) payload.length);
        }
        bytes.put(payload).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes));
    }

    private final class Handshake extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST_BYTES), new Upgrade());
        }
    }

    private final class Upgrade extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            var channel = context.channel();
            var factory = new WebSocketServerHandshakerFactory("ws://127.0.0.1", null, false);
            factory.newHandshaker(request).handshake(channel, request).addListener(done -> {
                var pipeline = channel.pipeline();
                pipeline.toMap().values().forEach(pipeline::remove);
                pipeline.addLast(new Deaf());
                own(channel).add(channel);
                listening.incrementAndGet();
            });
        }
    }

    private List<Channel> own(Channel channel) {
        return channels.getOrDefault(channel.eventLoop(), List.of());
    }

    @Sharable
    private final class Deaf extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ReferenceCountUtil.release(bytes);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            own(context.channel()).remove(context.channel());
            listening.decrementAndGet();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
            context.close();
        }
    }
}
