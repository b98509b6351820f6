package io.lockstep.bench.writes;

import io.lockstep.bench.Load;
import io.lockstep.bench.Load.Sample;
import io.lockstep.bench.Machine;
import io.lockstep.bench.PgProbe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One driver kept busy once.
 *
 * @param jvmCpuMicros processor time of this process: the server and its clients
 * @param transactions that wrote, as PostgreSQL counts them
 * @param walBytes by which PostgreSQL's log grew
 */
record Trial(Sample sample, double jvmCpuMicros, long transactions, long walBytes) {
    private static final long PATIENCE_SECONDS = 60;

    static Trial of(WriteDriver driver, List<Slot> slots, Duration time, PgProbe postgres) throws TimeoutException {
        var transactions = postgres.transactions();
        var walBytes = postgres.walBytes();
        var jvmCpu = Machine.jvmCpuMicros();
        var sample = Load.run(driver, slots, time).await(time.toSeconds() + PATIENCE_SECONDS, TimeUnit.SECONDS);
        var jvmCpuMicros = Machine.jvmCpuMicros() - jvmCpu;
        return new Trial(sample, jvmCpuMicros, postgres.transactions() - transactions, postgres.walBytes() - walBytes);
    }
}
