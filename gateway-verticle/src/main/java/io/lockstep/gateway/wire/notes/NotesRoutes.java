package io.lockstep.gateway.wire.notes;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.OPTIONS;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.http.Problem;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The paths of the Notes interface: {@code <base>/<version>/notes[/<id>]} and {@code <base>/<version>/settings}. A path that
 * is none of these is a version or a resource that is not known; {@link AttachmentRoutes} has the one of attachments.
 */
public final class NotesRoutes {
    static final List<String> BASES = List.of("/index.php/apps/notes/api", "/apps/notes/api");
    private static final Set<String> NOTES_VERSIONS = Set.of("v1", "v0.2");
    private static final Set<String> SETTINGS_VERSIONS = Set.of("v1", "v1.4");

    private final Edge edge;
    private final NotesOperations operations = new NotesOperations(Clock.systemUTC());

    private NotesRoutes(Edge edge) {
        this.edge = edge;
    }

    public static void mount(Router router, Edge edge) {
        var routes = new NotesRoutes(edge);
        for (var base : BASES) {
            router.route(base + "/*")
                    .order(Problem.BEFORE_ALL)
                    .failureHandler(ctx -> send(ctx, NotesJson.failed(Problem.of(ctx))));
            router.route(OPTIONS, base + "/*").handler(NotesRoutes::preflight);
            router.route(base + "/*").handler(ctx -> routes.serve(ctx, base));
        }
    }

    private void serve(RoutingContext ctx, String base) {
        var path = List.of(ctx.normalizedPath()
                .substring(base.length())
                .replaceFirst("^/", "")
                .split("/"));
        edge.login()
                .identify(ctx)
                .compose(identity -> answer(ctx, identity, path))
                .otherwise(failure -> NotesJson.failed(Requests.failure(failure)))
                .onSuccess(answer -> send(ctx, answer));
    }

    private Future<NotesAnswer> answer(RoutingContext ctx, Identity identity, List<String> path) {
        var book = NoteBook.of(edge.metadata(), identity);
        var version = path.get(0);
        var call = new NotesCall(
                identity, book, NotesParameters.of(ctx), ctx.request().headers(), version);
        var method = ctx.request().method();
        var resource = path.size() > 1 ? path.get(1) : "";
        if (resource.equals("notes") && NOTES_VERSIONS.contains(version)) {
            return path.size() == 2 ? notes(method, call) : note(method, call, path);
        }
        if (resource.equals("settings") && path.size() == 2 && SETTINGS_VERSIONS.contains(version)) {
            return settings(method, call);
        }
        return unknown();
    }

    private Future<NotesAnswer> notes(HttpMethod method, NotesCall call) {
        if (method.equals(GET)) {
            return operations.list(call);
        }
        return method.equals(POST) ? operations.create(call) : unknown();
    }

    private Future<NotesAnswer> note(HttpMethod method, NotesCall call, List<String> path) {
        var id = path.get(2);
        if (path.size() > 3 || !id.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return unknown();
        }
        if (method.equals(GET)) {
            return note(operations::read, call, id);
        }
        if (method.equals(PUT)) {
            return note(operations::update, call, id);
        }
        return method.equals(DELETE) ? note(operations::delete, call, id) : unknown();
    }

    private static Future<NotesAnswer> note(
            BiFunction<NotesCall, Long, Future<NotesAnswer>> operation, NotesCall call, String id) {
        return Note.id(id).map(known -> operation.apply(call, known)).orElseGet(NotesRoutes::absent);
    }

    private Future<NotesAnswer> settings(HttpMethod method, NotesCall call) {
        if (method.equals(GET)) {
            return operations.settings(call);
        }
        return method.equals(PUT) && call.version().equals("v1") ? operations.changeSettings(call) : unknown();
    }

    private static Future<NotesAnswer> unknown() {
        return Future.succeededFuture(NotesJson.UNKNOWN_PATH);
    }

    private static Future<NotesAnswer> absent() {
        return Future.failedFuture(new ServiceException(FailureCode.NOT_FOUND, "there is no such thing"));
    }

    /** As the original: what If-Match is for, it does not allow from other origins. */
    private static void preflight(RoutingContext ctx) {
        var origin = ctx.request().getHeader("Origin");
        ctx.response()
                .putHeader("Access-Control-Allow-Origin", origin == null ? "*" : origin)
                .putHeader("Access-Control-Allow-Methods", "PUT, POST, GET, DELETE, PATCH")
                .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept")
                .putHeader("Access-Control-Max-Age", "1728000")
                .putHeader("Access-Control-Allow-Credentials", "false")
                .end()
                .onFailure(gone -> {});
    }

    static void send(RoutingContext ctx, NotesAnswer answer) {
        var response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("Cache-Control", "no-cache, no-store, must-revalidate");
        if (answer.status() != FailureCode.UNAUTHENTICATED.httpStatus()) {
            response.putHeader(NotesAnswer.VERSIONS, NotesJson.API_VERSIONS);
        }
        answer.headers().forEach(response::putHeader);
        if (!answer.body().isEmpty()) {
            response.putHeader("Content-Type", "application/json; charset=utf-8");
        }
        response.end(answer.body()).onFailure(gone -> {});
    }
}
