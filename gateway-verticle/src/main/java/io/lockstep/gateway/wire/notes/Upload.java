package io.lockstep.gateway.wire.notes;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes a file out of a multipart request, in memory only and up to a limit. What comes after the limit is thrown away, so
 * that the client can read the refusal; a client that does not stop is cut off.
 */
final class Upload {
    private static final int PATIENCE = 4;

    private final HttpServerRequest request;
    private final String field;
    private final int maxBytes;
    private final Promise<Optional<File>> ended = Promise.promise();
    private final Buffer content = Buffer.buffer();
    private Optional<String> name = Optional.empty();
    private long received;
    private boolean isTooLarge;

    private Upload(HttpServerRequest request, String field, int maxBytes) {
        this.request = request;
        this.field = field;
        this.maxBytes = maxBytes;
    }

    /** The first file of that field; empty when there is none. Fails with TOO_LARGE. The request must not flow yet. */
    static Future<Optional<File>> of(HttpServerRequest request, String field, int maxBytes) {
        return new Upload(request, field, maxBytes).take();
    }

    private Future<Optional<File>> take() {
        var type = request.getHeader("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return Future.succeededFuture(Optional.empty());
        }
        request.setExpectMultipart(true)
                .uploadHandler(this::take)
                .exceptionHandler(ended::tryFail)
                .endHandler(end -> finish());
        return ended.future();
    }

    private void take(HttpServerFileUpload upload) {
        boolean isWanted = upload.name().equals(field) && name.isEmpty();
        if (isWanted) {
            name = Optional.of(upload.filename());
        }
        upload.handler(bytes -> receive(bytes, isWanted));
    }

    private void receive(Buffer bytes, boolean isWanted) {
        received += bytes.length();
        if (received > (long) PATIENCE * maxBytes) {
            ended.tryFail(tooLarge());
            request.connection().close().onFailure(gone -> {});
        } else if (isWanted && content.length() + bytes.length() > maxBytes) {
            isTooLarge = true;
        } else if (isWanted && !isTooLarge) {
            content.appendBuffer(bytes);
        }
    }

    @CanIgnoreReturnValue
    private boolean finish() {
        return isTooLarge
                ? ended.tryFail(tooLarge())
                : ended.tryComplete(name.map(original -> new File(original, content)));
    }

    private ServiceException tooLarge() {
        return new ServiceException(FailureCode.TOO_LARGE, "a file may have at most " + maxBytes + " bytes");
    }

    /** A file as the client named it. */
    record File(String name, Buffer content) {}
}
