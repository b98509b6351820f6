package io.lockstep.bench.locks;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** What a Redis says of itself by INFO. For the thread of a main. */
final class RedisProbe {
    private static final Pattern CALLS = Pattern.compile("(?m)^cmdstat_([^:]+):calls=(\\d+)");
    private static final Pattern CPU = Pattern.compile("(?m)^used_cpu_(?:user|sys):([\\d.]+)");
    private static final Pattern VERSION = Pattern.compile("(?m)^redis_version:(\\S+)");

    private final Redis redis;

    RedisProbe(Vertx vertx, String uri) {
        this.redis = Redis.createClient(vertx, uri);
    }

    /** How often each command ran since the start, those in scripts too. */
    Map<String, Long> calls() throws TimeoutException {
        var calls = new TreeMap<String, Long>();
        var found = CALLS.matcher(info("commandstats"));
        while (found.find()) {
            calls.put(found.group(1), Long.parseLong(found.group(2)));
        }
        return calls;
    }

    /** The processor time that it has used. */
    double cpuMicros() throws TimeoutException {
        return CPU.matcher(info("cpu"))
                        .results()
                        .mapToDouble(seconds -> Double.parseDouble(seconds.group(1)))
                        .sum()
                * 1e6;
    }

    String version() throws TimeoutException {
        return VERSION.matcher(info("server"))
                .results()
                .map(version -> version.group(1))
                .findFirst()
                .orElse("of an unknown version");
    }

    /** Leaves a word where a {@link Monitor} finds it. */
    void mark(String word) throws TimeoutException {
        send(Request.cmd(Command.ECHO).arg(word));
    }

    private String info(String section) throws TimeoutException {
        return send(Request.cmd(Command.INFO).arg(section));
    }

    @CanIgnoreReturnValue
    private String send(Request request) throws TimeoutException {
        return String.valueOf(redis.send(request).await(10, TimeUnit.SECONDS));
    }
}
