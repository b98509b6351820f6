package io.lockstep.gateway.wire.notifypush;

import io.lockstep.gateway.http.TrustedProxies;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Capability;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Tells clients where the push socket is, and where they get a token for it. */
public final class PushCapability implements Capability {
    private final Optional<String> publicUrl;
    private final TrustedProxies proxies;

    /**
     * Tells of one place, or of where each client is.
     *
     * @param publicUrl {@code https://host[/path]}; empty for the address under which the client reached us
     * @param proxies who is believed about that address
     */
    public PushCapability(Optional<String> publicUrl, TrustedProxies proxies) {
        this.proxies = proxies;
        this.publicUrl = publicUrl.map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    @Override
    public String name() {
        return "notify_push";
    }

    @Override
    public Future<JsonObject> of(RoutingContext ctx, Optional<Identity> identity) {
        return Future.succeededFuture(of(publicUrl.orElseGet(() -> proxies.origin(ctx.request()))));
    }

    static JsonObject of(String url) {
        return new JsonObject()
                .put("type", new JsonArray(List.of("files", "activities", "notifications")))
                .put(
                        "endpoints",
                        new JsonObject()
                                .put("websocket", url.replaceFirst("^http", "ws") + "/push/ws")
                                .put("pre_auth", url + "/index.php/apps/notify_push/pre_auth"));
    }
}
