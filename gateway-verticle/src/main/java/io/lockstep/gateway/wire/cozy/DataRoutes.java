package io.lockstep.gateway.wire.cozy;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code /data/...} serves: a table of the operations on a doctype and on one document. */
final class DataRoutes {
    private static final String ROOT = "/data";
    private static final String LOCAL = "_local";

    private final Edge edge;
    private final Databases databases;
    private final Map<String, Map<HttpMethod, Operation>> ofDoctype = new LinkedHashMap<>();
    private final Map<HttpMethod, Operation> ofDocument;
    private final Map<HttpMethod, Operation> ofCheckpoint;

    private interface Operation extends Function<DataCall, Future<CozyAnswer>> {}

    DataRoutes(Edge edge) {
        this.edge = edge;
        this.databases = new Databases(edge.metadata());
        var documents = new DocumentOperations(edge, databases);
        var reads = new BulkReads(edge, databases);
        var all = new AllDocs(edge, databases);
        var changes = new ChangesOperations(edge);
        var checkpoints = new Checkpoints(edge);
        ofDoctype.put("", Map.of(GET, databases::info, POST, documents::create));
        ofDoctype.put("_all_docs", Map.of(GET, all::list, POST, all::list));
        ofDoctype.put("_normal_docs", Map.of(GET, all::normal));
        ofDoctype.put("_bulk_docs", Map.of(POST, new BulkWrites(edge, databases)::write));
        ofDoctype.put("_bulk_get", Map.of(POST, reads::read));
        ofDoctype.put("_revs_diff", Map.of(POST, reads::missing));
        ofDoctype.put("_changes", Map.of(GET, changes::changes, POST, changes::changes));
        ofDocument = Map.of(GET, documents::read, PUT, documents::put, DELETE, documents::delete);
        ofCheckpoint = Map.of(GET, checkpoints::read, PUT, checkpoints::write);
    }

    void serve(RoutingContext ctx) {
        Requests.identityIfAny(ctx)
                .map(Future::succeededFuture)
                .orElseGet(() -> edge.login().identifyLimited(ctx))
                .compose(identity -> answer(ctx, identity))
                .otherwise(failure -> CozyJson.failed(Requests.failure(failure)))
                .onSuccess(answer -> CozyRoutes.send(ctx, answer));
    }

    private Future<CozyAnswer> answer(RoutingContext ctx, Identity identity) {
        var rights = Rights.of(identity);
        var path = path(ctx);
        if (path.isEmpty()) {
            return Future.succeededFuture(CozyJson.NOT_FOUND);
        }
        var doctype = path.get(0);
        if (doctype.equals("_all_doctypes") && path.size() == 1) {
            return databases.all(rights);
        }
        if (!Doctype.isValid(doctype)) {
            throw Require.badRequest("Invalid doctype '" + doctype + "'");
        }
        if (Doctype.isReserved(doctype)) {
            throw new ServiceException(FailureCode.FORBIDDEN, "the doctype " + doctype + " is reserved");
        }
        var call = new DataCall(rights, doctype, Doctype.space(doctype), path.subList(1, path.size()), ctx);
        return operate(call, operations(call));
    }

    /** The operations of the path, by their methods; empty when there is nothing at it. */
    private Map<HttpMethod, Operation> operations(DataCall call) {
        var path = call.path();
        var name = path.isEmpty() ? "" : path.get(0);
        if (path.size() <= 1 && ofDoctype.containsKey(name)) {
            return Map.copyOf(ofDoctype.getOrDefault(name, Map.of()));
        }
        if (name.startsWith("_")) {
            return path.size() == 2 && name.equals(LOCAL) && !call.id().isEmpty() ? ofCheckpoint : Map.of();
        }
        return path.size() == 1 ? ofDocument : Map.of();
    }

    private static Future<CozyAnswer> operate(DataCall call, Map<HttpMethod, Operation> operations) {
        if (operations.isEmpty()) {
            return Future.succeededFuture(CozyJson.NOT_FOUND);
        }
        for (var operation : operations.entrySet()) {
            if (call.isMethod(operation.getKey())) {
                return operation.getValue().apply(call);
            }
        }
        var allowed = Stream.concat(
                        operations.keySet().stream(),
                        Stream.of(GET, HttpMethod.HEAD).filter(operations::containsKey))
                .map(HttpMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
        return Future.succeededFuture(CozyJson.error(405, "method_not_allowed", "Only " + allowed + " allowed")
                .with("Allow", allowed));
    }

    /** What comes after {@code /data/}, each part decoded by itself, so that an id may have a slash. */
    private static List<String> path(RoutingContext ctx) {
        var raw = ctx.request().path().substring(ROOT.length());
        var parts = Arrays.stream(raw.split("/", -1)).skip(1).toList();
        var isOpenEnded = !parts.isEmpty() && parts.get(parts.size() - 1).isEmpty();
        return (isOpenEnded ? parts.subList(0, parts.size() - 1) : parts)
                .stream().map(DataRoutes::decoded).toList();
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw Require.badRequest("the path is not percent-encoded as it should be");
        }
    }
}
