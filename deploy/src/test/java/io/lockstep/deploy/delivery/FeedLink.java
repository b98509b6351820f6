package io.lockstep.deploy.delivery;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The feeds of REST, one response for each space: server-sent events, or long polls one after the other. */
final class FeedLink implements Link {
    private static final int GONE = 410;
    private static final int CUT_OFF = 503;

    private final Api api;
    private final String token;
    private final boolean isEventStream;
    private final Listener listener;
    private final List<HttpLink> open = new ArrayList<>();
    private boolean isClosed;
    private boolean isPaused;

    FeedLink(Api api, String token, boolean isEventStream, Listener listener) {
        this.api = api;
        this.token = token;
        this.isEventStream = isEventStream;
        this.listener = listener;
    }

    @Override
    public void listen(String space, @Nullable String cursor) {
        var path = Api.PATH + "/spaces/" + space + "/changes?feed=";
        var headers = new HashMap<>(Api.bearer(token));
        if (isEventStream && cursor != null) {
            headers.put("Last-Event-ID", cursor);
        }
        var query = isEventStream ? "eventsource" : "longpoll&timeout=2" + (cursor == null ? "" : "&since=" + cursor);
        api.open(HttpMethod.GET, path + query, headers, Buffer.buffer())
                .onSuccess(response -> opened(space, response))
                .onFailure(failure -> refused(space, CUT_OFF));
    }

    private void opened(String space, HttpClientResponse response) {
        if (response.statusCode() == 200 && isEventStream) {
            var http = link();
            http.read(response, "\n\n", event -> event(space, event), isWhole -> {
                open.remove(http);
                refused(space, CUT_OFF);
            });
            return;
        }
        var body = new StringBuilder();
        var http = link();
        http.read(response, "", body::append, isWhole -> {
            open.remove(http);
            answered(space, response.statusCode(), isWhole ? body.toString() : "");
        });
    }

    private HttpLink link() {
        var http = new HttpLink();
        if (isClosed) {
            http.close();
        } else if (isPaused) {
            http.pause();
        }
        open.add(http);
        return http;
    }

    private void event(String space, String text) {
        for (var line : text.split("\n", -1)) {
            if (line.startsWith("data: ")) {
                told(space, new JsonObject(line.substring("data: ".length())));
            }
        }
    }

    private void answered(String space, int status, String body) {
        if (isClosed) {
            return;
        }
        if (status == GONE) {
            var cursor = new JsonObject(body).getString("cursor");
            told(
                    space,
                    new JsonObject()
                            .put("type", "resync")
                            .put("reason", "cursor_gone")
                            .put("cursor", cursor));
            listen(space, cursor);
        } else if (status != 200 || body.isEmpty()) {
            refused(space, body.isEmpty() ? CUT_OFF : status);
        } else {
            var page = new JsonObject(body);
            page.getJsonArray("changes").forEach(change -> told(space, (JsonObject) change));
            listen(space, page.getString("cursor"));
        }
    }

    private void told(String space, JsonObject event) {
        if (!isClosed) {
            listener.event(space, event);
        }
    }

    private void refused(String space, int status) {
        if (!isClosed) {
            listener.refused(space, status);
        }
    }

    @Override
    public void pause() {
        isPaused = true;
        open.forEach(HttpLink::pause);
    }

    @Override
    public void resume() {
        isPaused = false;
        open.forEach(HttpLink::resume);
    }

    @Override
    public void close(boolean isPolite) {
        isClosed = true;
        open.forEach(HttpLink::close);
        open.clear();
    }
}
