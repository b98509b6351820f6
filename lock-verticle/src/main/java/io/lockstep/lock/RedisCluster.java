package io.lockstep.lock;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The primaries of a Redis cluster, each with a connection of its own: while one is away, what needs only the others goes
 * on. (The client's own cluster connection is one for all of them, and cannot be made while a single server, be it a
 * replica, does not answer.)
 *
 * <p>Who serves which slot is read again every two seconds, more often while somebody is away, and learned from MOVED; so a
 * failover or a move of slots is followed without a restart.
 *
 * <p>Confined to the event loop on which it was opened.
 */
final class RedisCluster implements RedisServers {
    private static final Logger LOG = LoggerFactory.getLogger(RedisCluster.class);

    private static final long LOOK_MILLIS = 2_000;
    private static final long LOOK_AGAIN_MILLIS = 250;
    private static final int MAX_REDIRECTS = 4;

    private final Vertx vertx;
    private final LockConfig config;
    private final RedisClients clients;
    private final Map<String, RedisNode> nodes = new HashMap<>();
    private final Set<String> redirectedTo = new HashSet<>();
    private final Promise<Void> opened = Promise.promise();

    private RedisSlots slots = new RedisSlots();
    private String trouble = "no answer";
    private boolean isClosed;

    RedisCluster(Vertx vertx, LockConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.clients = new RedisClients(vertx, config);
    }

    @Override
    public Future<Void> open() {
        look();
        return opened.future();
    }

    @Override
    public Future<Void> close() {
        isClosed = true;
        var closing = nodes.values().stream().map(RedisNode::close).toList();
        nodes.clear();
        return Future.join(closing).mapEmpty();
    }

    @Override
    public Future<Response> send(Request request) {
        return send(request, RedisSlots.of(request), MAX_REDIRECTS);
    }

    @Override
    public long timeMillis() {
        return nodes.values().stream().mapToLong(RedisNode::timeMillis).max().orElse(0);
    }

    @Override
    public String trouble() {
        return nodes.values().stream().findAny().map(RedisNode::trouble).orElse(trouble);
    }

    private Future<Response> send(Request request, int slot, int redirectsLeft) {
        var address = slots.server(slot).orElse("");
        if (address.isEmpty() || isClosed) {
            return Future.failedFuture(new ServiceException(
                    FailureCode.UNAVAILABLE,
                    "No server of the Redis cluster serves this space: try again in a moment"));
        }
        return node(address).send(request).recover(failure -> {
            if (failure instanceof ErrorType error && redirectsLeft > 0) {
                if (error.is("MOVED")) {
                    slots.put(slot, redirectedTo(error, address));
                    return send(request, slot, redirectsLeft - 1);
                }
                if (error.is("ASK")) {
                    return sendAsking(request, redirectedTo(error, address));
                }
            }
            return Future.failedFuture(failure);
        });
    }

    /** To a server that is taking over the slot and serves it only to who says so. */
    private Future<Response> sendAsking(Request request, String address) {
        var node = node(address);
        var asking = node.send(Request.cmd(Command.ASKING));
        var answer = node.send(request);
        return asking.compose(accepted -> answer);
    }

    private String redirectedTo(ErrorType error, String asked) {
        var address = RedisSlots.redirect(error.toString(), asked);
        redirectedTo.add(address);
        return address;
    }

    private RedisNode node(String address) {
        return nodes.computeIfAbsent(address, this::connect);
    }

    private RedisNode connect(String address) {
        var node = new RedisNode(
                vertx,
                address,
                config.commandTimeout(),
                () -> clients.node(address),
                () -> slots.keyAt(address, RedisLink.PROOF));
        node.open().onSuccess(connected -> opened.tryComplete());
        return node;
    }

    private void look() {
        if (isClosed) {
            return;
        }
        readSlots().onSuccess(this::use).onFailure(this::report).onComplete(looked -> {
            var isWhole = looked.succeeded() && nodes.values().stream().allMatch(RedisNode::isUp);
            vertx.setTimer(isWhole ? LOOK_MILLIS : LOOK_AGAIN_MILLIS, timer -> look());
        });
    }

    private Future<RedisSlots> readSlots() {
        var up = nodes.entrySet().stream()
                .filter(entry -> entry.getValue().isUp())
                .map(Map.Entry::getKey)
                .toList();
        var address = oneOf(up.isEmpty() ? knownAddresses() : up);
        var request = Request.cmd(Command.CLUSTER).arg("SLOTS");
        return (up.isEmpty() ? askOnce(address, request) : node(address).send(request))
                .map(answer -> RedisSlots.parse(answer, address));
    }

    private List<String> knownAddresses() {
        var known = new ArrayList<>(config.redisAddresses());
        known.addAll(nodes.keySet());
        return known;
    }

    private Future<Response> askOnce(String address, Request request) {
        var client = clients.node(address);
        return client.send(request)
                .timeout(config.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .eventually(client::close);
    }

    private void use(RedisSlots read) {
        if (isClosed) {
            return;
        }
        if (!read.servers().equals(slots.servers())) {
            LOG.atInfo().addKeyValue("redis", read.servers()).log("the Redis cluster is served by these");
        }
        slots = read;
        read.servers().forEach(address -> nodes.computeIfAbsent(address, this::connect));
        // Who takes over its first slot is in no list yet.
        var inUse = new HashSet<>(read.servers());
        inUse.addAll(redirectedTo);
        redirectedTo.clear();
        nodes.entrySet().removeIf(entry -> !inUse.contains(entry.getKey()) && leave(entry.getValue()));
    }

    private static boolean leave(RedisNode node) {
        node.close().onFailure(failure -> LOG.debug("closing a Redis connection failed", failure));
        return true;
    }

    private void report(Throwable failure) {
        trouble = String.valueOf(failure.getMessage());
        LOG.debug("the slots of the Redis cluster could not be read", failure);
    }

    private static String oneOf(List<String> addresses) {
        return addresses.get(ThreadLocalRandom.current().nextInt(addresses.size()));
    }
}
