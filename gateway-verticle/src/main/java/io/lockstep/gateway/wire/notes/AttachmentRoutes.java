package io.lockstep.gateway.wire.notes;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Attachment;
import io.lockstep.contract.metadata.PutAttachment;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;

/**
 * The path of attachments, {@code <base>/v1.4/attachment/<note>}. It is mounted before the bodies of requests are read:
 * files are larger than those may be, and are taken without touching a disk. For one event loop.
 */
public final class AttachmentRoutes {
    private static final String FIELD = "file";

    /** So many files are in memory at once at most; who comes then tries again. */
    private static final int MAX_UPLOADS = 4;

    private final Edge edge;
    private int uploads;

    private AttachmentRoutes(Edge edge) {
        this.edge = edge;
    }

    public static void mount(Router router, Edge edge) {
        var routes = new AttachmentRoutes(edge);
        for (var base : NotesRoutes.BASES) {
            var path = base + "/v1.4/attachment/:note";
            router.get(path).handler(routes::get);
            router.post(path).handler(routes::post);
        }
    }

    private void get(RoutingContext ctx) {
        edge.login()
                .identify(ctx)
                .compose(identity -> attachment(ctx, identity))
                .onSuccess(attachment -> send(ctx, attachment))
                .onFailure(failure -> refuse(ctx, absentUnlessOurs(failure)));
    }

    private Future<Attachment> attachment(RoutingContext ctx, Identity identity) {
        var book = NoteBook.of(edge.metadata(), identity);
        var path = NotesParameters.text(ctx, "path");
        return note(ctx, book).compose(note -> book.attachment(note, path));
    }

    /** The request waits until it is known who sends it. */
    private void post(RoutingContext ctx) {
        var request = ctx.request().pause();
        edge.login()
                .identify(ctx)
                .compose(identity -> {
                    var book = NoteBook.of(edge.metadata(), identity);
                    return note(ctx, book).compose(note -> received(ctx, book, note));
                })
                .map(name ->
                        NotesAnswer.ok(new JsonObject().put("filename", name).encode()))
                .otherwise(failure -> NotesJson.failed(Requests.failure(failure)))
                .onSuccess(answer -> {
                    request.resume();
                    NotesRoutes.send(ctx, answer);
                });
    }

    private Future<String> received(RoutingContext ctx, NoteBook book, Note note) {
        if (uploads == MAX_UPLOADS) {
            return Future.failedFuture(
                    new ServiceException(FailureCode.UNAVAILABLE, "too many files are on their way: try again"));
        }
        uploads++;
        var file = Upload.of(ctx.request(), FIELD, PutAttachment.MAX_BYTES);
        if ("100-continue".equalsIgnoreCase(ctx.request().getHeader("Expect"))) {
            ctx.response().writeContinue().onFailure(gone -> {});
        }
        ctx.request().resume();
        return file.map(found -> found.orElseThrow(() -> new ServiceException(
                        FailureCode.BAD_REQUEST,
                        "the body must be multipart/form-data with a file in '" + FIELD + "'")))
                .compose(found -> book.attach(note, found))
                .onComplete(ended -> uploads--);
    }

    private static Future<Note> note(RoutingContext ctx, NoteBook book) {
        return Note.id(ctx.pathParam("note"))
                .map(id -> book.read(id).map(NoteBook.Found::note))
                .orElseGet(() -> Future.failedFuture(absent()));
    }

    /** As the original, which has no other failure here; but what is away is not gone. */
    private static ServiceException absentUnlessOurs(Throwable failure) {
        var known = Requests.failure(failure);
        return switch (known.code()) {
            case BAD_REQUEST, FORBIDDEN -> absent();
            default -> known;
        };
    }

    private static ServiceException absent() {
        return new ServiceException(FailureCode.NOT_FOUND, "there is no such attachment");
    }

    private static void send(RoutingContext ctx, Attachment attachment) {
        var name = attachment.path().substring(attachment.path().lastIndexOf('/') + 1);
        var content = Base64.getDecoder().decode(String.valueOf(attachment.content()));
        ctx.response()
                .putHeader("Content-Type", AttachmentName.safe(attachment.contentType()))
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(
                        "Content-Disposition",
                        "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9 ._-]", "_") + "\"")
                .putHeader("Vary", "Authorization, Cookie")
                .putHeader("Cache-Control", "private, max-age=3600")
                .end(Buffer.buffer(content))
                .onFailure(gone -> {});
    }

    private static void refuse(RoutingContext ctx, ServiceException failure) {
        NotesRoutes.send(ctx, NotesJson.failed(failure));
    }
}
