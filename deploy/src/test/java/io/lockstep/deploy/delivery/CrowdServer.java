package io.lockstep.deploy.delivery;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.deploy.Lockstep;
import io.lockstep.deploy.config.LockstepConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The whole product in this process, on data of its own, with the {@link Crowd}. */
record CrowdServer(Lockstep lockstep) implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 30;

    static CrowdServer start(Path directory, Map<String, String> settings) throws IOException, TimeoutException {
        var seed =
                Files.writeString(directory.resolve("crowd.json"), Crowd.seed().encode());
        var all = new HashMap<>(Map.of(
                "LOCKSTEP_HTTP_PORT",
                "0",
                "LOCKSTEP_MANAGEMENT_PORT",
                "0",
                "LOCKSTEP_DATA_DIR",
                directory.resolve("data").toString(),
                "LOCKSTEP_SEED",
                seed.toString()));
        all.putAll(settings);
        return new CrowdServer(Lockstep.start(LockstepConfig.of(all)).await(START_SECONDS, SECONDS));
    }

    @Override
    public void close() throws TimeoutException {
        lockstep.close().await(STOP_SECONDS, SECONDS);
    }
}
