package io.lockstep.deploy.delivery;

import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import org.jspecify.annotations.Nullable;

/** The bridge over a WebSocket, raw or with the frames of SockJS. */
final class WebSocketLink implements Link {
    private final boolean isSockJs;
    private final Listener listener;
    private @Nullable WebSocket socket;
    private boolean isClosed;
    private boolean isPaused;

    WebSocketLink(Api api, String token, boolean isSockJs, String session, Listener listener) {
        this.isSockJs = isSockJs;
        this.listener = listener;
        var path = isSockJs ? "/eventbus/000/" + session + "/websocket" : "/eventbus/websocket";
        api.socket(path, token).onSuccess(this::connected).onFailure(failure -> ended("connecting: " + failure));
    }

    private void connected(WebSocket connected) {
        socket = connected;
        connected.exceptionHandler(broken -> {});
        connected.closeHandler(closed -> ended("closed " + connected.closeStatusCode()));
        connected.textMessageHandler(this::received);
        if (isClosed) {
            close(false);
            return;
        }
        if (isPaused) {
            connected.pause();
        }
        if (!isSockJs) {
            listener.opened();
        }
    }

    private void received(String text) {
        if (!isClosed && isSockJs) {
            BridgeText.receivedFrame(text, listener);
        } else if (!isClosed) {
            BridgeText.received(text, listener);
        }
    }

    private void ended(String why) {
        if (!isClosed) {
            isClosed = true;
            listener.ended(why);
        }
    }

    @Override
    public void listen(String space, @Nullable String cursor) {
        var text = BridgeText.register(space, cursor);
        if (socket != null) {
            socket.writeTextMessage(isSockJs ? BridgeText.framed(text) : text).onFailure(failure -> {});
        }
    }

    @Override
    public void pause() {
        isPaused = true;
        if (socket != null) {
            socket.pause();
        }
    }

    @Override
    public void resume() {
        isPaused = false;
        if (socket != null) {
            socket.resume();
        }
    }

    @Override
    public void close(boolean isPolite) {
        isClosed = true;
        if (socket != null && isPolite) {
            socket.resume();
            socket.close().onFailure(failure -> {});
        } else if (socket != null) {
            var unused = ((WebSocketInternal) socket)
                    .channelHandlerContext()
                    .channel()
                    .close();
        }
    }
}
