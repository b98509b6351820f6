package io.lockstep.gateway.socket;

import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.socket.codec.ControlFrame;
import io.lockstep.gateway.socket.codec.FrameDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket whose Netty channel was taken from Vert.x after the handshake, and the one place that knows how.
 *
 * <p>Vert.x keeps two queues of 4 KB, the request and its headers for each WebSocket as long as it is open. Here the channel
 * keeps one handler, this one, and nothing else: all of Vert.x's objects become garbage. In return everything that happens on
 * the connection is for us to do: messages, pings, the closing handshake, a client that floods, reads nothing, or vanishes.
 *
 * <p>Every outbound byte is a finished frame; a write only collects it, and {@link SocketLoop} flushes at the end of the
 * turn. Single-threaded: the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on the channel comes to exceptionCaught, or ends it.
final class TakenOverSocket extends ChannelInboundHandlerAdapter implements WebSocketLink, FrameDecoder.Sink {
    /** Half of Netty's defaults: what a client that does not read may hold before it counts as not writable. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16 * 1024, 32 * 1024);

    /** What a client's host leaves unanswered so long ends the connection; known to the epoll transport, else ignored. */
    private static final ChannelOption<Integer> TCP_USER_TIMEOUT =
            ChannelOption.valueOf("io.netty.channel.epoll.EpollChannelOption#TCP_USER_TIMEOUT");

    private static final int TCP_USER_TIMEOUT_MILLIS = 30_000;

    /** The names under which Vert.x and Netty's handshake leave their handlers in the pipeline. */
    private static final String VERTX_HANDLER = "handler";

    private static final List<String> NOT_NEEDED = List.of(
            "wsdecoder", "wsencoder", "httpEncoder", "webSocketExtensionHandler", "inflater", "chunkedWriter", "idle");

    private enum State {
        OPEN,
        /** We have said goodbye, and wait for the client to do so. */
        CLOSING,
        CLOSED
    }

    private final SocketLoop loop;
    private final Channel channel;
    private final FrameDecoder decoder;
    private State state = State.OPEN;
    private @Nullable Listener listener;
    private @Nullable Runnable onDrain;
    private @Nullable Deadline closing;
    private boolean isPaused;

    /** The client pings and does not read: he is not read from, until he does. */
    private boolean isFlooding;

    private boolean isWritten;

    private TakenOverSocket(Channel channel, SocketLoop loop) {
        this.channel = channel;
        this.loop = loop;
        this.decoder = new FrameDecoder(loop.maxMessageBytes());
    }

    // Takeover

    /** Takes the channel of a connection whose handshake has just been accepted. Called on its event loop. */
    static TakenOverSocket take(HttpConnection connection, SocketLoop loop) {
        var channel = ((ConnectionBase) connection).channel();
        var pipeline = channel.pipeline();
        var vertx = (VertxHandler<?>) pipeline.get(VERTX_HANDLER);
        var place = pipeline.context(vertx);
        var socket = new TakenOverSocket(channel, loop);
        pipeline.replace(vertx, "socket", socket);
        // What a decoder has read beyond its last frame comes to us as it goes.
        NOT_NEEDED.stream().filter(name -> pipeline.get(name) != null).forEach(pipeline::remove);
        // For Vert.x the connection has gone: it lets go of what it has registered, e.g. in its metrics.
        vertx.channelInactive(place);
        var config = channel.config();
        config.setWriteBufferWaterMark(WATER_MARK);
        config.setOption(TCP_USER_TIMEOUT, TCP_USER_TIMEOUT_MILLIS);
        config.setAutoRead(true);
        if (!channel.isActive()) {
            socket.state = State.CLOSED;
        }
        return socket;
    }

    // The wire's side

    @Override
    public void listen(Listener listening) {
        listener = listening;
        if (state == State.CLOSED) {
            loop.dispatch(listening, Listener::closed);
        } else {
            decoder.decode(this);
        }
    }

    @Override
    public void pause() {
        isPaused = true;
        channel.config().setAutoRead(false);
    }

    @Override
    public void resume() {
        isPaused = false;
        readOn();
    }

    private void readOn() {
        if (!isPaused && !isFlooding) {
            channel.config().setAutoRead(true);
            decoder.decode(this);
        }
    }

    @Override
    public void write(Frame frame) {
        write(frame.webSocketBytes().duplicate());
    }

    @Override
    public void writeSockJs(Frame frame) {
        write(frame.sockJsBytes().duplicate());
    }

    private void write(ByteBuf frame) {
        if (state != State.OPEN) {
            ReferenceCountUtil.release(frame);
            return;
        }
        channel.write(frame, channel.voidPromise());
        if (!isWritten) {
            isWritten = true;
            loop.flushAtEndOfTurn(this);
        }
    }

    void flush() {
        isWritten = false;
        channel.flush();
    }

    /** What was collected counts too. */
    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void onDrain(Runnable handler) {
        onDrain = handler;
    }

    @Override
    public void ping(byte[] payload) {
        write(ControlFrame.ping(channel.alloc(), payload));
    }

    @Override
    public void close(int code, String reason) {
        sayGoodbye(code, reason);
    }

    @Override
    public void cut() {
        var waiting = channel.unsafe().outboundBuffer();
        if (waiting != null && !waiting.isEmpty()) {
            // A reset: else the system would keep what waits for as long as the client's host says that it may come.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }

    private void sayGoodbye(int code, String reason) {
        if (state == State.OPEN) {
            state = State.CLOSING;
            onDrain = null;
            closing = loop.wheel().in(CLOSING_MILLIS, this::cut);
            channel.writeAndFlush(ControlFrame.close(channel.alloc(), code, reason), channel.voidPromise());
            isFlooding = false;
            // Only the client's goodbye is still of interest.
            resume();
        }
    }

    // The client's side

    @Override
    public void channelRead(ChannelHandlerContext place, Object bytes) {
        try {
            decoder.received((ByteBuf) bytes, this);
        } finally {
            ReferenceCountUtil.release(bytes);
        }
    }

    @Override
    public boolean isReading() {
        return listener != null && !isPaused && !isFlooding;
    }

    @Override
    public void text(String text) {
        var hearing = listener;
        if (state == State.OPEN && hearing != null) {
            loop.dispatch(text, hearing::text);
        }
    }

    @Override
    public void binary(byte[] bytes) {
        var hearing = listener;
        if (state == State.OPEN && hearing != null) {
            loop.dispatch(bytes, hearing::binary);
        }
    }

    @Override
    public void pinged(byte[] payload) {
        if (state == State.OPEN) {
            write(ControlFrame.pong(channel.alloc(), payload));
            if (!channel.isWritable()) {
                isFlooding = true;
                channel.config().setAutoRead(false);
            }
        }
    }

    @Override
    public void ponged(byte[] payload) {
        var hearing = listener;
        if (state == State.OPEN && hearing != null) {
            loop.dispatch(payload, hearing::pong);
        }
    }

    @Override
    public void violated(int code, String reason) {
        sayGoodbye(code, reason);
    }

    @Override
    public void closing(int code) {
        if (state == State.OPEN) {
            state = State.CLOSING;
            onDrain = null;
            closing = loop.wheel().in(CLOSING_MILLIS, this::cut);
            channel.writeAndFlush(ControlFrame.close(channel.alloc(), code, ""))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext place) {
        if (!channel.isWritable()) {
            return;
        }
        if (isFlooding) {
            isFlooding = false;
            readOn();
        }
        var drained = onDrain;
        if (drained != null) {
            loop.dispatch(drained, Runnable::run);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext place, Throwable broken) {
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext place) {
        state = State.CLOSED;
        decoder.forget();
        onDrain = null;
        if (closing != null) {
            closing.cancel();
        }
        var hearing = listener;
        listener = null;
        if (hearing != null) {
            loop.dispatch(hearing, Listener::closed);
        }
    }
}
