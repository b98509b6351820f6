package io.lockstep.deploy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The page {@code docs/configuration.md}, made from the settings themselves. */
final class ConfigurationPage {
    private static final String HEAD = """
            # Configuration

            Everything has a default: `deploy/run.sh` and `java -jar lockstep.jar` need no configuration at all.

            A setting is given in the environment or in a YAML file that `LOCKSTEP_CONFIG` names; the environment stands above the
            file, and the file above the default. An empty text counts as not given. Lists are separated by commas in the
            environment. Paths are relative to the working directory. A key that is no setting fails the start, so that a typing
            error does not go unnoticed.

            | environment | YAML | default | what it does |
            |---|---|---|---|
            """;

    private static final String TAIL = """

            ## Example

            ```yaml
            http:
              host: 0.0.0.0
              port: 8080
            postgres:
              uri: postgresql://lockstep:secret@db.example:5432/lockstep
            redis:
              uri: redis://redis.example:6379
            allowedOrigins: [https://cloud.example]
            ```

            ## Redis that survives a machine

            Sentinels are asked for the primary, and asked again when it is away:

            ```yaml
            redis:
              type: sentinel
              master: locks
              uri: [redis://10.0.0.1:26379, redis://10.0.0.2:26379, redis://10.0.0.3:26379]
            ```

            Of a cluster any nodes will do; the others are learned from them. A space is on one of its primaries:

            ```yaml
            redis:
              type: cluster
              uri: [redis://10.0.0.1:6379, redis://10.0.0.2:6379, redis://10.0.0.3:6379]
            ```

            Until a replica has taken over, locks are refused: of a cluster those of the spaces that were on the primary, and
            new ones everywhere if it was the primary that has the key `lock:deadlines`. What the primary had not yet passed on
            is lost with it, so a lock may be given to somebody else although its time is not over; a write of the former holder
            is then refused, as the lock's fence is older. Let every primary have two replicas, and set
            `min-replicas-to-write 1` and `min-replicas-max-lag 10` in Redis, so that a primary that is cut off, and only that,
            stops giving locks. With TLS the certificates must name the addresses that sentinels and nodes announce.

            ## A cluster

            Every node gives the address by which the others reach it, and some of them. They share a PostgreSQL, a Redis and the
            secret of the tokens; which parts a node runs is its own affair, as long as somebody runs each.

            ```yaml
            cluster:
              enabled: true
              host: 10.0.0.1
              members: [10.0.0.1:5701, 10.0.0.2:5701]
              busPort: 5702
              secret: a-secret-that-all-nodes-share
            ```

            Whoever can send on the event bus can act as anybody. `cluster.secret` keeps out processes that do not know it, but
            travels with every message; `cluster.tls.*` encrypts the messages, and lets in nodes only that have a certificate of
            your authority. The other port (5701) carries who is there and who listens to what, never data; it knows no TLS. Keep
            both ports in a network of their own: the NetworkPolicies in `k8s/` do.

            ## What is kept where

            The data directory holds `postgres/` and `redis/` of the embedded servers, `bin/` with their programs, `logs/` with what
            they print, and `jwt-secret`, readable by its owner only. One server at a time uses a data directory. The embedded
            servers listen on 127.0.0.1, on a free port, and trust every user of the machine: on a machine that you share, use a
            PostgreSQL and a Redis of your own. The embedded PostgreSQL writes durably (`fsync` and `synchronous_commit` are on); the
            embedded Redis writes nothing to disk, as locks last for seconds and a fence never goes back even when all locks are
            lost.

            ## Demo passwords

            A server that listens beyond the loopback address refuses to start while a demo user (alice, bob, carol, admin) still has
            the name as password.
            """;

    private ConfigurationPage() {}

    /** Writes the page to the file that is named. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), render());
    }

    static String render() {
        return SettingKey.of(LockstepConfig.class).stream()
                .map(ConfigurationPage::line)
                .collect(Collectors.joining("", HEAD, TAIL));
    }

    private static String line(SettingKey key) {
        var standard = key.standard().isEmpty() ? "none" : "`" + key.standard() + "`";
        return "| `" + key.environmentName() + "` | `" + key.path() + "` | " + standard + " | " + key.doc() + " |\n";
    }
}
