package io.lockstep.bench.writes;

import io.lockstep.bench.Stage;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** As other services do it: the typed client, over the local event bus. */
final class BusWriter implements WriteDriver {
    private static final Actor ACTOR = new Actor(Stage.USER, List.of(), "");

    private final Context loop;
    private final Metadata metadata;

    BusWriter(Context loop) {
        this.loop = loop;
        this.metadata = new Metadata(new Bus(loop.owner()));
    }

    @Override
    public String name() {
        return "bus";
    }

    @Override
    public Context loop() {
        return loop;
    }

    @Override
    public Future<Void> write(Slot slot, String title) {
        var fields = new JsonObject().put(Slot.FIELD, title);
        return metadata.write(WriteDocument.of(ACTOR, slot.space(), slot.document(), WriteMode.MERGE, fields))
                .compose(BusWriter::changed);
    }

    private static Future<Void> changed(Written written) {
        return written.changed() ? Future.succeededFuture() : Future.failedFuture("the document had that title");
    }
}
