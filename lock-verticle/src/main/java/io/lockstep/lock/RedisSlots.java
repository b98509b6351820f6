package io.lockstep.lock;

import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.RequestImpl;
import io.vertx.redis.client.impl.ZModem;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which server of a cluster serves which of the 16,384 slots, as far as it is known. An address is {@code host:port}.
 * Confined to one event loop.
 */
final class RedisSlots {
    private static final int COUNT = 16_384;

    private final @Nullable String[] addresses = new @Nullable String[COUNT];

    /** The slot of a command's first key; all keys of a script are in one. */
    static int of(Request request) {
        var keys = ((RequestImpl) request).keys();
        return keys.isEmpty() ? 0 : ZModem.generate(keys.get(0));
    }

    /**
     * From the answer to CLUSTER SLOTS: {@code [[first, last, [host, port, ...], replicas ...] ...]}.
     *
     * @param asked who answered; Redis leaves out the host when it does not know its own
     * @throws IllegalArgumentException when nobody serves any slot
     */
    static RedisSlots parse(Response answer, String asked) {
        var slots = new RedisSlots();
        for (var range : answer) {
            var primary = range.get(2);
            var host = primary.get(0) == null ? "" : primary.get(0).toString();
            var address = address(host, primary.get(1).toString(), asked);
            Arrays.fill(slots.addresses, range.get(0).toInteger(), range.get(1).toInteger() + 1, address);
        }
        if (slots.servers().isEmpty()) {
            throw new IllegalArgumentException("the Redis cluster serves no slots");
        }
        return slots;
    }

    /** The address in {@code MOVED <slot> <host>:<port>} and in {@code ASK ...}. */
    static String redirect(String error, String asked) {
        var target = error.substring(error.lastIndexOf(' ') + 1);
        var colon = target.lastIndexOf(':');
        return address(target.substring(0, colon), target.substring(colon + 1), asked);
    }

    Optional<String> server(int slot) {
        return Optional.ofNullable(addresses[slot]);
    }

    void put(int slot, String address) {
        addresses[slot] = address;
    }

    Set<String> servers() {
        return Arrays.stream(addresses).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** A key that is served there, if any is. */
    Optional<String> keyAt(String address, String prefix) {
        return IntStream.range(0, COUNT)
                .mapToObj(number -> prefix + number)
                .filter(key -> address.equals(addresses[ZModem.generate(key)]))
                .findFirst();
    }

    private static String address(String host, String port, String asked) {
        if (host.isEmpty()) {
            return asked.substring(0, asked.lastIndexOf(':') + 1) + port;
        }
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
