package io.lockstep.gateway.wire;

import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** What a wire tells clients of itself before they use it, among the capabilities of the server. */
public interface Capability {
    /** The key under which it stands, as clients look for it. */
    String name();

    /**
     * What stands there.
     *
     * @param identity who asks; empty when he did not sign in, which he need not
     */
    Future<JsonObject> of(RoutingContext ctx, Optional<Identity> identity);
}
