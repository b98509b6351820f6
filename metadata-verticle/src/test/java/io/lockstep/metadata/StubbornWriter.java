package io.lockstep.metadata;

import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.json;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.WriteDocument;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Writes its name and a number into one document after the other, and repeats a write that failed under the same operation
 * id; now and then it gives one up instead. Notes everything in a {@link WriteRecord}.
 */
final class StubbornWriter {
    static final List<String> DOCUMENTS = List.of("a", "b", "c", "d", "e");

    private static final int GIVES_UP_ONE_IN = 10;
    private static final long PAUSE_MILLIS = 20;

    private final String name;
    private final Rig node;
    private final WriteRecord record;
    private final Random random;
    private volatile boolean isEnding;

    StubbornWriter(String name, Rig node, WriteRecord record, Random random) {
        this.name = name;
        this.node = node;
        this.record = record;
        this.random = random;
    }

    /** The operation that made a change. */
    static String operation(Event.Changed change) {
        return Objects.requireNonNull(change.patch()).getString("operation");
    }

    /** Ends when it was told to, after the answer to its last write. */
    Future<Void> run(Vertx vertx) {
        return run(vertx, 0);
    }

    void end() {
        isEnding = true;
    }

    private Future<Void> run(Vertx vertx, int number) {
        return isEnding
                ? Future.succeededFuture()
                : write(vertx, request(name + "-" + number)).compose(done -> run(vertx, number + 1));
    }

    private WriteDocument request(String operation) {
        var document = DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
        return node.named(operation, node.request(EDITOR, document, UPSERT, json("operation", operation)));
    }

    private Future<Void> write(Vertx vertx, WriteDocument request) {
        return node.start(() -> node.documents.write(request))
                .<Void>map(written -> {
                    record.acknowledge(request, written);
                    return null;
                })
                .recover(failure -> {
                    record.refuse(failure);
                    if (random.nextInt(GIVES_UP_ONE_IN) == 0) {
                        record.giveUp(request);
                        return Future.succeededFuture();
                    }
                    return vertx.timer(PAUSE_MILLIS).compose(paused -> write(vertx, request));
                });
    }
}
