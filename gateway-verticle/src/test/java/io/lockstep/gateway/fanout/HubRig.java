package io.lockstep.gateway.fanout;

import static io.lockstep.gateway.fanout.FakeServices.SPACE;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Bus;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.attendance.Lines;
import io.lockstep.gateway.attendance.Roster;
import io.lockstep.gateway.auth.Access;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One hub with its feeds on a real local bus, and services in memory. */
abstract class HubRig {
    static final String TOPIC = "space/" + SPACE;
    static final GatewayConfig CONFIG = GatewayConfig.of("127.0.0.1", 0, "a secret of at least thirty-two bytes");

    private static final long PATIENCE_SECONDS = 30;

    final MeterRegistry registry = new SimpleMeterRegistry();
    Vertx vertx;
    FakeServices services;
    NodeFeeds feeds;
    Hub hub;
    private @Nullable Context loop;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        services = new FakeServices(vertx);
        services.members.addAll(List.of("alice", "bob"));
        var bus = new Bus(vertx);
        var metadata = new Metadata(bus);
        var locks = new Locks(bus);
        feeds = onLoop(() -> Future.succeededFuture(new NodeFeeds(
                vertx,
                metadata,
                locks,
                new Events(bus),
                new Access(metadata, Clock.systemUTC()),
                new Lines(locks),
                registry)));
        onLoop(feeds::start);
        hub = onLoop(() -> Future.succeededFuture(
                new Hub(vertx, feeds, metadata, new BusSources(metadata, locks), new Roster(), CONFIG, registry)));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    /** One context for all: what two threads hand to it runs in order. */
    @CanIgnoreReturnValue
    <T> T onLoop(Supplier<Future<T>> work) throws Exception {
        Promise<T> done = Promise.promise();
        if (loop == null) {
            loop = vertx.getOrCreateContext();
        }
        loop.runOnContext(run -> work.get().onComplete(done));
        return done.future().await(PATIENCE_SECONDS, SECONDS);
    }

    @CanIgnoreReturnValue
    Session listen(FakeClient client, String user, @Nullable String cursor) throws Exception {
        return onLoop(() -> {
            var session = hub.open(new Identity(user, user, List.of()), FakeClient.WORDS, client);
            return hub.listen(session, TOPIC, cursor).map(session);
        });
    }
}
