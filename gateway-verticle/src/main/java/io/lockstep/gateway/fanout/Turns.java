package io.lockstep.gateway.fanout;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Questions that many ask at the same time, asked once: whoever asks while one is on its way waits for the next, which is
 * the same for all of them. An answer is therefore never older than the question. For one event loop.
 */
final class Turns<K, V> {
    private final Function<K, Future<V>> question;
    private final Map<K, Turn<V>> running = new HashMap<>();

    private static final class Turn<V> {
        @Nullable
        Promise<V> next;
    }

    Turns(Function<K, Future<V>> question) {
        this.question = question;
    }

    Future<V> ask(K key) {
        var turn = running.get(key);
        if (turn == null) {
            return begin(key, new Turn<>());
        }
        if (turn.next == null) {
            turn.next = Promise.promise();
        }
        return turn.next.future();
    }

    private Future<V> begin(K key, Turn<V> turn) {
        running.put(key, turn);
        return asked(key).onComplete(answered -> {
            running.remove(key);
            if (turn.next != null) {
                begin(key, new Turn<>()).onComplete(turn.next);
            }
        });
    }

    private Future<V> asked(K key) {
        try {
            return question.apply(key);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }
}
