package io.lockstep.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.trigger.Triggers;
import io.lockstep.gateway.fanout.Hub;
import io.lockstep.gateway.http.Pages;
import io.lockstep.gateway.http.Problem;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.socket.SocketLoop;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.PushWords;
import io.lockstep.gateway.wire.bridge.BridgeRoutes;
import io.lockstep.gateway.wire.cloud.CloudRoutes;
import io.lockstep.gateway.wire.cozy.CozyRoutes;
import io.lockstep.gateway.wire.metavox.MetavoxRoutes;
import io.lockstep.gateway.wire.metavox.MetavoxWords;
import io.lockstep.gateway.wire.notes.AttachmentRoutes;
import io.lockstep.gateway.wire.notes.NotesCapability;
import io.lockstep.gateway.wire.notes.NotesRoutes;
import io.lockstep.gateway.wire.notifypush.NotifyPushRoutes;
import io.lockstep.gateway.wire.notifypush.PushCapability;
import io.lockstep.gateway.wire.openregister.OpenRegisterRoutes;
import io.lockstep.gateway.wire.openregister.OpenRegisterWords;
import io.lockstep.gateway.wire.rest.RestRoutes;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One event loop of the gateway: its public HTTP server, its sessions, and every wire. Wiring only. */
final class GatewayVerticle extends VerticleBase {
    /** A negative port is one free port for all instances. */
    private static final int ANY_SHARED_PORT = -1;

    private static final Set<HttpMethod> WITH_FORMS =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private static final List<String> FORMS = List.of("multipart/form-data", "application/x-www-form-urlencoded");

    /** How long clients may take to answer that the server stops; it ends as soon as all have. */
    private static final long GOODBYE_SECONDS = 1;

    /** What wires say on the socket of the push protocol. */
    private static final List<PushWords> PUSH_WORDS = List.of(new MetavoxWords(), new OpenRegisterWords());

    private final GatewayConfig config;
    private final NodeServices services;
    private @Nullable HttpServer server;
    private @Nullable Hub hub;

    GatewayVerticle(GatewayConfig config, NodeServices services) {
        this.config = config;
        this.services = services;
    }

    @Override
    public Future<?> start() {
        var metadata = new Metadata(services.bus());
        var locks = new Locks(services.bus());
        hub = new Hub(
                vertx, services.feeds(), metadata, services.sources(), services.roster(), config, services.metrics());
        var edge = new Edge(
                vertx,
                config,
                services.login(),
                services.authenticator(),
                services.tokens(),
                services.access(),
                hub,
                new SocketLoop(vertx, config),
                metadata,
                locks,
                services.lines(),
                new Triggers(services.bus()),
                new Events(services.bus()));
        server = vertx.createHttpServer(options()).requestHandler(router(edge));
        return server.listen(config.httpPort() == 0 ? ANY_SHARED_PORT : config.httpPort(), config.httpHost())
                .onSuccess(bound -> services.boundHttpPort().set(bound.actualPort()));
    }

    private Router router(Edge edge) {
        var router = Router.router(vertx);
        router.route().failureHandler(Problem::send);
        router.errorHandler(404, Problem::send);
        router.errorHandler(405, Problem::send);
        router.route().handler(Requests::requireDecodable);
        AttachmentRoutes.mount(router, edge);
        RestRoutes.mountBodies(router, edge.login());
        OpenRegisterRoutes.mountBodies(router, edge.login());
        CozyRoutes.mountBodies(router, edge);
        router.route().handler(bodies());
        BridgeRoutes.mount(router, edge);
        NotifyPushRoutes.mount(router, edge, services.push(), PUSH_WORDS);
        MetavoxRoutes.mount(router, edge);
        OpenRegisterRoutes.mount(router, edge);
        NotesRoutes.mount(router, edge);
        CloudRoutes.mount(
                router,
                edge,
                List.of(
                        new NotesCapability(edge.metadata()),
                        new PushCapability(config.push().publicUrl(), config.trustedProxies())));
        CozyRoutes.mount(router, edge);
        RestRoutes.mount(router, edge);
        Pages.mount(router);
        return router;
    }

    /**
     * Leaves upgrades alone: a client that announces an empty body with one could not be upgraded after it was read. Nor are
     * forms read where Vert.x knows none, and would throw.
     */
    private Handler<RoutingContext> bodies() {
        var bodies = BodyHandler.create(false).setBodyLimit(config.maxBodyBytes());
        return ctx -> {
            var request = ctx.request();
            if (isUpgrade(request) || (isForm(request) && !WITH_FORMS.contains(request.method()))) {
                ctx.next();
            } else {
                bodies.handle(ctx);
            }
        };
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private static boolean isForm(HttpServerRequest request) {
        var type = request.getHeader("Content-Type");
        return type != null && FORMS.stream().anyMatch(type.toLowerCase(Locale.ROOT)::startsWith);
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxWebSocketFrameSize(config.maxBodyBytes())
                .setMaxWebSocketMessageSize(config.maxBodyBytes())
                // Told back to a client that offers it; no client has to.
                .setWebSocketSubProtocols(List.of(CozyRoutes.SUBPROTOCOL))
                // Costs tens of kilobytes per socket and compresses anew for each receiver.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setTcpKeepAlive(true)
                .setCompressionSupported(true)
                .setHttp2ClearTextEnabled(false);
    }

    /** New connections are refused at once; those that are open end with their requests and their sockets. */
    @Override
    public Future<?> stop() {
        if (hub == null || server == null) {
            return Future.succeededFuture();
        }
        var seconds = config.grace().toSeconds() + GOODBYE_SECONDS;
        return Future.join(server.shutdown(seconds, SECONDS), hub.drain(config.grace()));
    }
}
