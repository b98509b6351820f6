package io.lockstep.deploy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.contract.lock.WhenLocksAreAway;
import io.lockstep.gateway.http.TrustedProxies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.event.Level;

/** Everything that Lockstep can be told. Built once, at start. */
public record LockstepConfig(
        Http http,
        Management management,
        Sockets sockets,
        Postgres postgres,
        Feed feed,
        Redis redis,
        Locks locks,
        Push push,
        Nextcloud nextcloud,
        Triggers triggers,

        @Setting(
                value = "Directory of the embedded servers' data, their logs, and the secret of the tokens.",
                standard = "./data")
        Path dataDir,

        @Setting("JSON file with users, spaces and documents that are created where they are absent.")
        Optional<Path> seed,

        @Setting(
                value = "Parts that this process runs: gateway, metadata, lock, dispatcher.",
                standard = "gateway,metadata,lock,dispatcher")
        Set<NodeRole> roles,

        @Setting("Secret that signs tokens (HS256), 32 bytes or more. Without one, a random secret is kept in the data "
                + "directory.")
        Optional<String> jwtSecret,

        @Setting(
                "Origins of other web sites whose pages may use a signed-in user's session, e.g. `https://cloud.example`.")
        List<String> allowedOrigins,

        @Setting(
                "Addresses of the proxies before this server, and blocks of them, e.g. `127.0.0.1,10.0.0.0/8`: only from them "
                        + "`X-Forwarded-For`, `-Proto` and `-Host` count. Without any, from nobody.")
        List<String> trustedProxies,

        Cluster cluster,

        @Setting(
                value =
                        "Time in seconds over which open sockets are told to come back elsewhere (1012) when the server is told "
                                + "to stop (SIGTERM). Few are told at once.",
                standard = "10")
        int graceSeconds,

        @Setting(
                value = "What becomes of writes while Redis is away: `refuse` answers 503, `allow` goes on as if "
                        + "nothing were locked.",
                standard = "refuse")
        WhenLocksAreAway whenLocksAreAway,

        @Setting(value = "Least level of Lockstep's own log: error, warn, info, debug, trace.", standard = "info")
        Level logLevel,

        @Setting(
                value =
                        "How the log and the lines of start and stop are written: `text` for people, `json` for programs, one "
                                + "object a line.",
                standard = "text")
        LogFormat logFormat) {
    private static final int MIN_SECRET_BYTES = 32;

    public LockstepConfig {
        require(!roles.isEmpty(), "roles must name at least one of gateway, metadata, lock, dispatcher");
        require(
                jwtSecret.isEmpty() || jwtSecret.get().getBytes(UTF_8).length >= MIN_SECRET_BYTES,
                "jwtSecret must have at least " + MIN_SECRET_BYTES + " bytes");
        require(
                http.port() == 0 || http.port() != management.port(),
                "http.port and management.port must not be the same");
        require(seed.isEmpty() || roles.contains(NodeRole.METADATA), "seed needs the role metadata");
        require(graceSeconds >= 0 && graceSeconds <= 3_600, "graceSeconds must be from 0 to 3600");
        require(
                !cluster.enabled()
                        || !roles.contains(NodeRole.METADATA)
                        || postgres.uri().isPresent(),
                "cluster.enabled needs postgres.uri: an embedded PostgreSQL cannot be shared");
        require(
                !cluster.enabled() || !needsRedis(roles) || !redis.uri().isEmpty(),
                "cluster.enabled needs redis.uri: an embedded Redis cannot be shared");
        require(
                !cluster.enabled()
                        || !(roles.contains(NodeRole.GATEWAY) || roles.contains(NodeRole.DISPATCHER))
                        || jwtSecret.isPresent(),
                "cluster.enabled needs jwtSecret: a token of one node must be good on the others");
        allowedOrigins.forEach(origin -> require(
                origin.matches("https?://[^/]+"),
                "allowedOrigins must be like https://cloud.example, not '" + origin + "'"));
        requireNetworks(trustedProxies);
        roles = Set.copyOf(roles);
        allowedOrigins = List.copyOf(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** Where users and their programs connect. */
    public record Http(
            @Setting(value = "Address on which the server listens; `0.0.0.0` for all.", standard = "127.0.0.1")
            String host,

            @Setting(value = "Port of everything that users call; 0 for any free one.", standard = "8080")
            int port) {
        public Http {
            requirePort(port, "http.port");
        }
    }

    /** Health and metrics, for operators only. */
    public record Management(
            @Setting(value = "Address of health and metrics.", standard = "127.0.0.1")
            String host,

            @Setting(
                    value = "Port of `/health/live`, `/health/ready` and `/metrics`; 0 for any free one.",
                    standard = "8081")
            int port) {
        public Management {
            requirePort(port, "management.port");
        }
    }

    /** How live sockets are served, and how much each may cost. */
    public record Sockets(
            @Setting(
                    value =
                            "Whether WebSockets leave the HTTP server after their handshake, which makes them several times "
                                    + "cheaper; `false` serves them the ordinary way.",
                    standard = "true")
            boolean takeover,

            @Setting(
                    value =
                            "Messages that wait for a slow client before changes of the same document are merged into one.",
                    standard = "256")
            int mergeAboveMessages,

            @Setting(
                    value =
                            "Messages that may wait for a slow client; beyond, they are dropped and he is told to `resync`.",
                    standard = "4096")
            int outboxMaxMessages,

            @Setting(value = "The same in bytes.", standard = "1048576")
            int outboxMaxBytes,

            @Setting(
                    value =
                            "Time in seconds after which a client that takes nothing of what waits for him is closed (1013).",
                    standard = "30")
            int slowClientSeconds,

            @Setting(value = "Topics that one socket may listen to.", standard = "10000")
            int maxSubscriptions,

            @Setting(
                    value = "Sockets that one user may have open on this node; more are refused (429).",
                    standard = "1000")
            int maxPerUser) {
        public Sockets {
            require(mergeAboveMessages >= 1, "sockets.mergeAboveMessages must be at least 1");
            require(outboxMaxMessages >= 1, "sockets.outboxMaxMessages must be at least 1");
            require(outboxMaxBytes >= 1, "sockets.outboxMaxBytes must be at least 1");
            require(slowClientSeconds >= 1, "sockets.slowClientSeconds must be at least 1");
            require(maxSubscriptions >= 1, "sockets.maxSubscriptions must be at least 1");
            require(maxPerUser >= 1, "sockets.maxPerUser must be at least 1");
        }
    }

    /** How what triggers match is delivered. */
    public record Triggers(
            @Setting(
                    value = "Attempts after which a delivery is given up; it is kept, and can be tried again.",
                    standard = "12")
            int attempts,

            @Setting(
                    value = "Time in milliseconds until the second attempt; it doubles with each one, up to an hour.",
                    standard = "1000")
            int firstRetryMillis,

            @Setting(value = "Time in seconds that a target has for its answer.", standard = "10")
            int timeoutSeconds) {
        public Triggers {
            require(attempts >= 1, "triggers.attempts must be at least 1");
            require(firstRetryMillis >= 1, "triggers.firstRetryMillis must be at least 1");
            require(timeoutSeconds >= 1 && timeoutSeconds <= 300, "triggers.timeoutSeconds must be from 1 to 300");
        }
    }

    /** Where spaces and documents are kept. */
    public record Postgres(
            @Setting(
                    "`postgresql://user:password@host:port/database`. Without one, a PostgreSQL is started from the jar.")
            Optional<String> uri) {
        public Postgres {
            require(
                    uri.isEmpty() || uri.get().matches("postgres(ql)?://.*"),
                    "postgres.uri must start with postgresql://");
        }
    }

    /** How long what happened is kept. */
    public record Feed(
            @Setting(
                    value =
                            "How long the feeds keep changes, in hours: a client that was away longer reloads. Answers to named "
                                    + "writes are kept as long.",
                    standard = "168")
            int retentionHours) {
        public Feed {
            require(retentionHours >= 1, "feed.retentionHours must be at least 1");
        }
    }

    /** Where locks are kept. */
    public record Redis(
            @Setting(
                    "`redis://` or, with TLS, `rediss://[user:password@]host[:port][/database]`; of sentinels or a cluster "
                            + "several, with the same user and password. Without one, a Redis is started from the jar.")
            List<String> uri,

            @Setting(
                    value =
                            "What the URIs name: `standalone` for one server, `sentinel` for sentinels, `cluster` for some "
                                    + "nodes of a cluster.",
                    standard = "standalone")
            RedisType type,

            @Setting("Name under which the sentinels know the primary.")
            Optional<String> master,

            @Setting(
                    "What stands before the names of the channels that are listened to (`notify_*`, `lockstep_event`) and of the "
                            + "keys that belong to them, so that several instances can share one Redis. Locks are kept apart by "
                            + "the number of the database in the URI.")
            Optional<String> namespace) {
        public Redis {
            uri = List.copyOf(uri);
            uri.forEach(one -> require(one.matches("rediss?://.*"), "redis.uri must start with redis:// or rediss://"));
            require(
                    uri.stream().map(Redis::login).distinct().count() < 2,
                    "redis.uri must have the same scheme, user, password and database in all URIs");
            require(
                    type != RedisType.STANDALONE || uri.size() < 2,
                    "redis.uri must be one URI, or redis.type sentinel or cluster");
            require(
                    type == RedisType.STANDALONE || !uri.isEmpty(),
                    "redis.type " + type.word() + " needs redis.uri: an embedded Redis is one server");
            require(
                    type != RedisType.SENTINEL || master.isPresent(),
                    "redis.type sentinel needs redis.master, the name under which the sentinels know the primary");
            require(
                    type == RedisType.SENTINEL || master.isEmpty(),
                    "redis.master is for redis.type sentinel only, which is " + type.word());
            require(
                    namespace.isEmpty() || namespace.get().matches("[A-Za-z0-9._:-]+"),
                    "redis.namespace must have letters, digits, '.', '_', ':' and '-' only");
            require(
                    type != RedisType.CLUSTER
                            || uri.stream().noneMatch(one -> one.matches("rediss?://[^/]*/0*[1-9].*")),
                    "redis.uri must not name a database: a Redis cluster has none but 0");
        }

        /** All but host and port. */
        private static String login(String uri) {
            return uri.replaceFirst("(//(?:[^/]*@)?)[^/]*", "$1");
        }
    }

    /** How locks are given. */
    public record Locks(
            @Setting(
                    value = "Longest time for which a lock is given, in seconds; its holder may renew it for ever.",
                    standard = "3600")
            int maxTtlSeconds) {
        public Locks {
            require(maxTtlSeconds >= 1, "locks.maxTtlSeconds must be at least 1");
        }
    }

    /** How clients of the push protocol are served. */
    public record Push(
            @Setting(
                    "What clients are told to connect to, `https://host[/path]`. Without one, the address under which each "
                            + "reached the server.")
            Optional<String> publicUrl,

            @Setting(
                    value =
                            "Longest time in seconds for which notices of files and activity are collected; it is reached with "
                                    + "ten times as many connections. 0 tells everything at once.",
                    standard = "15")
            int maxDebounceSeconds,

            @Setting(value = "Time in seconds after which a push socket is closed; 0 for never.", standard = "0")
            int maxConnectionSeconds,

            @Setting("Database of a Nextcloud, which knows who sees a changed file: "
                    + "`postgresql://user:password@host:port/database`, no other kind. Without one, nobody is told of changes "
                    + "of storages.")
            Optional<String> databaseUri,

            @Setting(value = "What the names of its tables begin with.", standard = "oc_")
            String databasePrefix) {
        public Push {
            require(
                    publicUrl.isEmpty() || publicUrl.get().matches("https?://[^/]+.*"),
                    "push.publicUrl must be like https://cloud.example");
            require(
                    maxDebounceSeconds >= 0 && maxDebounceSeconds <= 86_400,
                    "push.maxDebounceSeconds must be from 0 to 86400");
            require(maxConnectionSeconds >= 0, "push.maxConnectionSeconds must be at least 0");
            require(
                    databaseUri.isEmpty() || databaseUri.get().matches("postgres(ql)?://.*"),
                    "push.databaseUri must start with postgresql://: no other database is read");
            require(
                    databasePrefix.matches("[A-Za-z0-9_]*"),
                    "push.databasePrefix must have letters, digits and _ only");
        }
    }

    /** A Nextcloud whose users are let in. */
    public record Nextcloud(
            @Setting(
                    "Nextcloud that checks the passwords of push clients, `https://cloud.example`. Without one, the accounts "
                            + "here count.")
            Optional<String> url,

            @Setting("Name under which the Nextcloud is asked (`User-Agent`).")
            Optional<String> userAgent,

            @Setting(value = "Whether any certificate of the Nextcloud is good.", standard = "false")
            boolean allowSelfSigned) {
        public Nextcloud {
            require(
                    url.isEmpty() || url.get().matches("https?://[^/]+.*"),
                    "nextcloud.url must be like https://cloud.example");
        }
    }

    /**
     * The configuration that an environment describes, with the YAML file that it names.
     *
     * @throws io.lockstep.deploy.StartFailure naming the setting that is wrong
     */
    public static LockstepConfig of(Map<String, String> environment) {
        return ConfigReader.read(environment);
    }

    public boolean runs(NodeRole role) {
        return roles.contains(role);
    }

    /** Whether a part that this process runs needs a Redis. */
    public boolean needsRedis() {
        return needsRedis(roles);
    }

    private static boolean needsRedis(Set<NodeRole> roles) {
        return roles.contains(NodeRole.LOCK) || roles.contains(NodeRole.DISPATCHER);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "LockstepConfig[http=" + http + ", management=" + management + ", dataDir=" + dataDir + ", roles="
                + roles + "]";
    }

    private static void requireNetworks(List<String> trustedProxies) {
        try {
            var unused = TrustedProxies.of(trustedProxies);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("trustedProxies " + invalid.getMessage(), invalid);
        }
    }

    static void requirePort(int port, String key) {
        require(port >= 0 && port <= 65_535, key + " must be from 0 to 65535");
    }

    static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
