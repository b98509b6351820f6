package io.lockstep.deploy.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environment variables of the push daemon of Nextcloud, as settings of ours, so that its service file starts this server.
 *
 * <p>Names that could be anybody's ({@code PORT}, {@code LOG}, {@code DATABASE_URL} ...) count only beside
 * {@code NEXTCLOUD_URL}, without which the daemon does not start either. Each that counts is told, and each that is
 * understood but not served is told as a warning.
 */
final class NotifyPushAliases {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyPushAliases.class);

    private static final String MARK = "NEXTCLOUD_URL";
    private static final String DEBOUNCE_DISABLE = "DEBOUNCE_DISABLE";
    private static final String DATABASE_URL = "DATABASE_URL";
    private static final String BIND = "BIND";
    private static final String LOG_LEVEL = "LOG";
    private static final String MAX_DEBOUNCE = "push.maxDebounceSeconds";

    /** Nobody else's names. */
    private static final Map<String, String> OWN = Map.of(
            MARK,
            "nextcloud.url",
            "ALLOW_SELF_SIGNED",
            "nextcloud.allowSelfSigned",
            "MAX_DEBOUNCE_TIME",
            MAX_DEBOUNCE,
            "MAX_CONNECTION_TIME",
            "push.maxConnectionSeconds");

    /** Names that others use too. */
    private static final Map<String, String> GENERAL = Map.of(
            DATABASE_URL,
            "push.databaseUri",
            "DATABASE_PREFIX",
            "push.databasePrefix",
            "REDIS_URL",
            "redis.uri",
            "PORT",
            "http.port",
            BIND,
            "http.host",
            "METRICS_PORT",
            "management.port",
            "USER_AGENT",
            "nextcloud.userAgent",
            LOG_LEVEL,
            "logLevel");

    private static final List<String> NOT_SERVED = List.of(
            "METRICS_SOCKET_PATH",
            "NO_ANSI",
            "REDIS_TLS_CA",
            "REDIS_TLS_CERT",
            "REDIS_TLS_DONT_VALIDATE_HOSTNAME",
            "REDIS_TLS_INSECURE",
            "REDIS_TLS_KEY",
            "SOCKET_PATH",
            "SOCKET_PERMISSIONS",
            "TLS_CERT",
            "TLS_KEY");

    private static final Pattern LEVEL = Pattern.compile("trace|debug|info|warn|error");
    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

    private NotifyPushAliases() {}

    /** The settings that the variables give, by path. */
    static Map<String, String> of(Map<String, String> environment) {
        var known = new TreeMap<>(OWN);
        if (isSet(environment, MARK)) {
            known.putAll(GENERAL);
            NOT_SERVED.stream()
                    .filter(name -> isSet(environment, name))
                    .forEach(name -> LOG.atWarn()
                            .addKeyValue("variable", name)
                            .log("a variable of the push daemon is not served and has no effect: docs/notify_push.md"));
        }
        var settings = new LinkedHashMap<String, String>();
        known.forEach((name, path) -> {
            if (isSet(environment, name)) {
                take(name, environment.getOrDefault(name, ""), path, settings);
            }
        });
        if (environment.containsKey(DEBOUNCE_DISABLE)) {
            take(DEBOUNCE_DISABLE, "0", MAX_DEBOUNCE, settings);
        }
        return settings;
    }

    private static void take(String name, String text, String path, Map<String, String> settings) {
        if (name.equals(DATABASE_URL) && !text.matches("postgres(ql)?://.*")) {
            LOG.atWarn()
                    .addKeyValue("variable", name)
                    .log("this database is no PostgreSQL and has no effect: nobody is told of changes of storages");
            return;
        }
        settings.put(path, name.equals(LOG_LEVEL) ? level(text) : text);
        if (name.equals(BIND)) {
            settings.put("management.host", text);
        }
        LOG.atInfo()
                .addKeyValue("variable", name)
                .addKeyValue("setting", path)
                .log("a variable of the push daemon is taken for a setting");
    }

    /** Of {@code notify_push=debug,warn} the most talkative. */
    private static String level(String spec) {
        var named = LEVEL.matcher(spec.toLowerCase(Locale.ROOT))
                .results()
                .map(found -> found.group())
                .toList();
        return LEVELS.stream().filter(named::contains).findFirst().orElse("warn");
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }
}
