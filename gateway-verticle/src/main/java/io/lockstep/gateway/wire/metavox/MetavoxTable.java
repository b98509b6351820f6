package io.lockstep.gateway.wire.metavox;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Which operation a path and a method ask for: one look-up, however many paths there are. In the table's paths {@code #}
 * stands for an id, which is a number without leading zeros; any other text there is another path, which does not exist.
 */
final class MetavoxTable {
    /** Who is not signed in is told so in different words by the original's groups of routes. */
    static final String NOT_AUTHENTICATED = "Not authenticated";

    static final String USER_NOT_AUTHENTICATED = "User not authenticated";

    private static final String NUMBER = "#";
    private static final Pattern ID = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final Map<String, Map<HttpMethod, Entry>> paths = new HashMap<>();
    private final Set<String> firsts = new HashSet<>();

    /** An operation, and what is said to who is not signed in. */
    record Entry(Function<MetavoxRequest, Future<MetavoxAnswer>> operation, String unauthenticated) {}

    /** A path of the table with its ids in their order. */
    record Found(Map<HttpMethod, Entry> methods, List<String> ids) {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    void on(HttpMethod method, String path, Function<MetavoxRequest, Future<MetavoxAnswer>> operation) {
        on(method, path, USER_NOT_AUTHENTICATED, operation);
    }

    void on(
            HttpMethod method,
            String path,
            String unauthenticated,
            Function<MetavoxRequest, Future<MetavoxAnswer>> operation) {
        paths.computeIfAbsent(path, absent -> new HashMap<>()).put(method, new Entry(operation, unauthenticated));
        firsts.add(first(path));
    }

    /** Whether the path is in a room of this table, so that it has to be answered in this wire's words. */
    boolean covers(String path) {
        return firsts.contains(first(path));
    }

    private static String first(String path) {
        var slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    Optional<Found> find(String path) {
        var ids = new ArrayList<String>();
        var key = new StringBuilder(path.length());
        for (var segment : path.split("/", -1)) {
            if (segment.equals(NUMBER)) {
                return Optional.empty();
            }
            if (isId(segment)) {
                ids.add(segment);
            }
            key.append(key.isEmpty() ? "" : "/").append(isId(segment) ? NUMBER : segment);
        }
        return Optional.ofNullable(paths.get(key.toString())).map(methods -> new Found(methods, List.copyOf(ids)));
    }
}
