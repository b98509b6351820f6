package io.lockstep.gateway.wire;

import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.trigger.Triggers;
import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.attendance.Lines;
import io.lockstep.gateway.auth.Access;
import io.lockstep.gateway.auth.Authenticator;
import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.fanout.Hub;
import io.lockstep.gateway.socket.SocketLoop;
import io.vertx.core.Vertx;

/** What a wire is given on its event loop: who speaks, what he may do, the services, and live delivery. */
public record Edge(
        Vertx vertx,
        GatewayConfig config,
        Login login,
        Authenticator authenticator,
        Tokens tokens,
        Access access,
        Hub hub,
        SocketLoop sockets,
        Metadata metadata,
        Locks locks,
        Lines lines,
        Triggers triggers,
        Events events) {}
