package io.lockstep.bench.locks;

import io.lockstep.bench.Load;
import io.lockstep.bench.Load.Sample;
import io.lockstep.bench.Machine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One driver kept busy once.
 *
 * @param calls what Redis ran meanwhile by its commandstats, also what scripts call
 * @param jvmCpuMicros processor time of this process: the server and its clients
 */
record Trial(Sample sample, Map<String, Long> calls, double jvmCpuMicros, double redisCpuMicros) {
    private static final long PATIENCE_SECONDS = 60;

    static Trial of(LockDriver driver, List<Cell> cells, Duration time, RedisProbe redis) throws TimeoutException {
        var calls = redis.calls();
        var redisCpu = redis.cpuMicros();
        var jvmCpu = Machine.jvmCpuMicros();
        var sample = Load.run(driver, cells, time).await(time.toSeconds() + PATIENCE_SECONDS, TimeUnit.SECONDS);
        var jvmCpuMicros = Machine.jvmCpuMicros() - jvmCpu;
        return new Trial(sample, since(calls, redis.calls()), jvmCpuMicros, redis.cpuMicros() - redisCpu);
    }

    private static Map<String, Long> since(Map<String, Long> before, Map<String, Long> after) {
        var since = new HashMap<String, Long>();
        after.forEach((command, calls) -> {
            if (calls > before.getOrDefault(command, 0L)) {
                since.put(command, calls - before.getOrDefault(command, 0L));
            }
        });
        return since;
    }
}
