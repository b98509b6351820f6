package io.lockstep.deploy.delivery;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** The bridge over the HTTP transports of SockJS: a response that goes on and on, or one for each batch of messages. */
final class XhrLink implements Link {
    private final Api api;
    private final String token;
    private final String path;
    private final String receiving;
    private final Listener listener;
    private final HttpLink http = new HttpLink();

    XhrLink(Api api, String token, boolean isStreaming, String session, Listener listener) {
        this.api = api;
        this.token = token;
        this.path = "/eventbus/000/" + session;
        this.receiving = path + (isStreaming ? "/xhr_streaming" : "/xhr");
        this.listener = listener;
        receive();
    }

    private void receive() {
        api.open(HttpMethod.POST, receiving, Api.bearer(token), Buffer.buffer())
                .onSuccess(this::received)
                .onFailure(failure -> ended("receiving: " + failure));
    }

    private void received(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            ended("receiving: status " + response.statusCode());
            return;
        }
        http.read(response, "\n", frame -> BridgeText.receivedFrame(frame, listener), isWhole -> {
            if (isWhole) {
                receive();
            } else {
                ended("cut off");
            }
        });
    }

    private void ended(String why) {
        if (!http.isClosed()) {
            http.close();
            listener.ended(why);
        }
    }

    @Override
    public void listen(String space, @Nullable String cursor) {
        var text = Buffer.buffer(BridgeText.framed(BridgeText.register(space, cursor)));
        api.open(HttpMethod.POST, path + "/xhr_send", Api.bearer(token), text)
                .onSuccess(response -> {
                    response.resume();
                    if (response.statusCode() != 204) {
                        ended("sending: status " + response.statusCode());
                    }
                })
                .onFailure(failure -> ended("sending: " + failure));
    }

    @Override
    public void pause() {
        http.pause();
    }

    @Override
    public void resume() {
        http.resume();
    }

    @Override
    public void close(boolean isPolite) {
        http.close();
    }
}
