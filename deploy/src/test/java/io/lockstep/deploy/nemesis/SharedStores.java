package io.lockstep.deploy.nemesis;

import io.lockstep.deploy.OwnRedis;
import io.lockstep.deploy.StallingProxy;
import io.lockstep.deploy.embedded.DataDir;
import io.lockstep.deploy.embedded.EmbeddedPostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The real PostgreSQL and Redis of a cluster, reached over its network, that can be killed and started again. */
final class SharedStores implements AutoCloseable {
    private final Path directory;
    private final OwnRedis redis;
    private final StallingProxy redisDoor;
    private final StallingProxy postgresDoor;
    private final String address;
    private EmbeddedPostgresServer postgres;

    /** Set by the test, read by the proxy's threads. */
    private volatile int postgresPort;

    private SharedStores(Path directory, String address) throws IOException, InterruptedException {
        this.directory = directory;
        this.address = address;
        redis = OwnRedis.start(Files.createDirectory(directory.resolve("redis")));
        postgres = EmbeddedPostgresServer.start(new DataDir(directory.resolve("data")));
        postgresPort = port(postgres);
        var here = InetAddress.getByName(address);
        redisDoor = new StallingProxy(here, redis::port);
        postgresDoor = new StallingProxy(here, () -> postgresPort);
    }

    static SharedStores start(Path directory, String address) throws IOException, InterruptedException {
        return new SharedStores(directory, address);
    }

    private static int port(EmbeddedPostgresServer server) {
        return URI.create(server.uri()).getPort();
    }

    String postgresUri() {
        return "postgresql://postgres@" + address + ":" + postgresDoor.port() + "/postgres";
    }

    String redisUri() {
        return "redis://" + address + ":" + redisDoor.port();
    }

    /** It has forgotten everything. */
    void restartRedisEmpty() throws IOException, InterruptedException {
        redis.restartEmpty();
    }

    /** As {@code kill -9} of all its processes; then started on what is on the disk. */
    void restartPostgresHard() throws IOException {
        var pid = Files.readAllLines(directory.resolve("data/postgres/postmaster.pid"))
                .get(0)
                .strip();
        var first = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        var all = Stream.concat(Stream.of(first), first.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
        // There is nothing to stop any more, but the library goes on holding the data.
        postgres.close();
        postgres = EmbeddedPostgresServer.start(new DataDir(directory.resolve("data")));
        postgresPort = port(postgres);
    }

    @Override
    public void close() throws IOException {
        redisDoor.close();
        postgresDoor.close();
        redis.close();
        postgres.close();
    }
}
