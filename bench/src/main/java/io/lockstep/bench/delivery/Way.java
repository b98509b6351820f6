package io.lockstep.bench.delivery;

import io.lockstep.bench.delivery.crowd.Crowd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.TimeoutException;

/** One way to bring events to a crowd: one of the scenarios 01 to 05. */
interface Way {
    /** Of the scenario, e.g. {@code 04}. */
    String number();

    /** As it is called in reports. */
    String name();

    /** Events that each viewer gets when {@link #send} is called once. */
    int events();

    Crowd crowd(Context loop, int size, Crowd.Listener listener);

    /** Waits until all of a crowd that has gathered would have an event. */
    void awaitListening(int viewers) throws TimeoutException;

    /** Sends the events. Completes when the server has taken them, which may be after they have come. On the event loop. */
    Future<Void> send();

    /** What the server's process has used. */
    double cpuMicros();

    /** What of it the compilers of its JVM have used. */
    double compilerMicros();

    /** What its stores have used. */
    double storeCpuMicros();
}
