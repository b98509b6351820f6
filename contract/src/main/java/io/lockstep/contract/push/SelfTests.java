package io.lockstep.contract.push;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Operation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;

/** The typed client of the self-test of the push protocol. Every Future may fail with UNAVAILABLE. */
public final class SelfTests {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    public static final Operation<CheckSelfTest, SelfTestCookie> CHECK =
            new Operation<>("lockstep.push.check", CheckSelfTest.class, SelfTestCookie.class, TIMEOUT);
    public static final Operation<CountMounts, Mounts> MOUNTS =
            new Operation<>("lockstep.push.mounts", CountMounts.class, Mounts.class, TIMEOUT);
    public static final Operation<TellVersion, VersionTold> VERSION =
            new Operation<>("lockstep.push.version", TellVersion.class, VersionTold.class, TIMEOUT);
    public static final Operation<AskPushHealth, PushHealth> HEALTH =
            new Operation<>("lockstep.push.health", AskPushHealth.class, PushHealth.class, TIMEOUT);

    private final Bus bus;

    public SelfTests(Bus bus) {
        this.bus = bus;
    }

    public Future<SelfTestCookie> check(CheckSelfTest request) {
        return bus.request(CHECK, request);
    }

    public Future<Mounts> mounts(CountMounts request) {
        return bus.request(MOUNTS, request);
    }

    public Future<VersionTold> version(TellVersion request) {
        return bus.request(VERSION, request);
    }

    public Future<PushHealth> health() {
        return bus.request(HEALTH, new AskPushHealth());
    }

    /** Answers one of the operations, until its verticle stops. */
    public <Q, A> Future<Void> serve(Operation<Q, A> operation, Function<Q, Future<A>> handler) {
        return bus.serve(operation, handler);
    }
}
