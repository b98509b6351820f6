package io.lockstep.dispatcher.trigger;

import io.lockstep.contract.Bus;
import io.lockstep.contract.trigger.TriggerDialect;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;

/** Does the work of the triggers. Any number of nodes may run it, one of which works; the start waits for no store. */
public final class TriggerVerticle extends VerticleBase {
    private final TriggerConfig config;
    private final TriggerDialect dialect;
    private Optional<TriggerRunner> runner = Optional.empty();

    /** With words for the rules, the same on all nodes. */
    public TriggerVerticle(TriggerConfig config, TriggerDialect dialect) {
        this.config = config;
        this.dialect = dialect;
    }

    @Override
    public Future<?> start() {
        var opened = new TriggerRunner(vertx, new Bus(vertx), config, dialect);
        runner = Optional.of(opened);
        opened.open();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return runner.map(TriggerRunner::close).orElseGet(Future::succeededFuture);
    }
}
