package io.lockstep.gateway;

import io.lockstep.contract.Bus;
import io.lockstep.gateway.attendance.Lines;
import io.lockstep.gateway.attendance.Roster;
import io.lockstep.gateway.auth.Access;
import io.lockstep.gateway.auth.Authenticator;
import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.fanout.JoiningSources;
import io.lockstep.gateway.fanout.NodeFeeds;
import io.lockstep.gateway.wire.notifypush.NotifyPush;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What all event loops of one gateway node share; each part says how it may be called from several. */
record NodeServices(
        Bus bus,
        NodeFeeds feeds,
        JoiningSources sources,
        Roster roster,
        Lines lines,
        Access access,
        Authenticator authenticator,
        Tokens tokens,
        Login login,
        NotifyPush push,
        MeterRegistry metrics,
        AtomicInteger boundHttpPort) {}
