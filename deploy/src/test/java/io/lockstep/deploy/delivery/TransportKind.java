package io.lockstep.deploy.delivery;

/** The ways to be told of changes. */
enum TransportKind {
    RAW_WEBSOCKET,
    SOCKJS_WEBSOCKET,
    SOCKJS_XHR_STREAMING,
    SOCKJS_XHR_POLLING,
    EVENT_STREAM,
    LONG_POLL;

    Link open(Api api, String token, String session, Link.Listener listener) {
        return switch (this) {
            case RAW_WEBSOCKET -> new WebSocketLink(api, token, false, session, listener);
            case SOCKJS_WEBSOCKET -> new WebSocketLink(api, token, true, session, listener);
            case SOCKJS_XHR_STREAMING -> new XhrLink(api, token, true, session, listener);
            case SOCKJS_XHR_POLLING -> new XhrLink(api, token, false, session, listener);
            case EVENT_STREAM -> new FeedLink(api, token, true, listener);
            case LONG_POLL -> new FeedLink(api, token, false, listener);
        };
    }

    boolean isBridge() {
        return this != EVENT_STREAM && this != LONG_POLL;
    }
}
