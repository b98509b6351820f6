package io.lockstep.deploy.delivery;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the links over HTTP have in common: a response that is read piece by piece, slowly or not, and can be cut off. */
final class HttpLink {
    private @Nullable HttpClientResponse response;
    private boolean isPaused;
    private boolean isClosed;

    boolean isClosed() {
        return isClosed;
    }

    /**
     * @param delimiter of the pieces; empty for as they come
     * @param onEnd told whether the response was whole
     */
    void read(HttpClientResponse opened, String delimiter, Consumer<String> onPiece, Consumer<Boolean> onEnd) {
        response = opened;
        if (isClosed) {
            close();
            return;
        }
        Handler<Buffer> pieces = piece -> {
            if (!isClosed) {
                onPiece.accept(piece.toString());
            }
        };
        opened.handler(delimiter.isEmpty() ? pieces : RecordParser.newDelimited(delimiter, pieces));
        opened.exceptionHandler(cut -> ended(onEnd, false));
        opened.endHandler(end -> ended(onEnd, true));
        if (!isPaused) {
            opened.resume();
        }
    }

    private void ended(Consumer<Boolean> onEnd, boolean isWhole) {
        response = null;
        if (!isClosed) {
            onEnd.accept(isWhole);
        }
    }

    void pause() {
        isPaused = true;
        if (response != null) {
            response.pause();
        }
    }

    void resume() {
        isPaused = false;
        if (response != null) {
            response.resume();
        }
    }

    void close() {
        isClosed = true;
        if (response != null) {
            // Its connection may be another request's already.
            response.request().reset().onFailure(failure -> {});
        }
    }
}
