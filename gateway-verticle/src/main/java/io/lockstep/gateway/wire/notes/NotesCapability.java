package io.lockstep.gateway.wire.notes;

import io.lockstep.contract.metadata.Metadata;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Capability;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Tells clients that there are Notes, and a user where his are. */
public final class NotesCapability implements Capability {
    private final Metadata metadata;

    public NotesCapability(Metadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public String name() {
        return "notes";
    }

    @Override
    public Future<JsonObject> of(RoutingContext ctx, Optional<Identity> identity) {
        return identity.map(known -> NoteBook.of(metadata, known).settings())
                .orElse(Future.succeededFuture(NotesSettings.DEFAULTS))
                .map(NotesJson::capability);
    }
}
