package io.lockstep.bench.delivery;

import io.lockstep.bench.delivery.crowd.Crowd;
import io.lockstep.bench.delivery.crowd.Door;
import io.lockstep.bench.delivery.place.BenchServer;
import io.lockstep.bench.delivery.place.ProcessStat;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Scenarios 01 to 03: a server that does nothing but bring one event at a time to all.
 *
 * @param topic what viewers register for; nothing when empty
 */
record BenchWay(String number, String name, BenchServer server, Door door, Optional<String> topic) implements Way {
    @Override
    public int events() {
        return 1;
    }

    @Override
    public Crowd crowd(Context loop, int size, Crowd.Listener listener) {
        return new Crowd(loop, door, size, topic.<IntFunction<String>>map(name -> viewer -> name), false, listener);
    }

    @Override
    public void awaitListening(int viewers) throws TimeoutException {
        server.awaitListening(viewers);
    }

    @Override
    public Future<Void> send() {
        server.publish(1);
        return Future.succeededFuture();
    }

    @Override
    public double cpuMicros() {
        return ProcessStat.cpuMicros(server.pid());
    }

    @Override
    public double compilerMicros() {
        return ProcessStat.compilerMicros(server.pid());
    }

    @Override
    public double storeCpuMicros() {
        return 0;
    }
}
