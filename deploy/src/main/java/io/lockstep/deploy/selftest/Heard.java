package io.lockstep.deploy.selftest;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** What came on a socket or a stream, piece by piece. Filled by the threads of the HTTP client, read by that of the command. */
final class Heard implements WebSocket.Listener {
    private final LinkedBlockingQueue<String> pieces = new LinkedBlockingQueue<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicReference<Flow.Subscription> stream = new AtomicReference<>();
    private volatile int status;

    /** Waits until something came that contains the text; an end of the socket or stream is a failure at once. */
    void await(String text, Duration patience) throws InterruptedException, TimeoutException {
        var deadline = System.nanoTime() + patience.toNanos();
        var all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            var piece = pieces.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (piece == null) {
                throw new TimeoutException("it did not come");
            }
            all.append(piece);
        }
    }

    boolean begins(Duration patience) throws InterruptedException {
        return begun.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    int status() {
        return status;
    }

    /** Reads no more of the stream. */
    void leave() {
        Optional.ofNullable(stream.get()).ifPresent(Flow.Subscription::cancel);
    }

    /** Takes the body of a stream as it comes. */
    BodyHandler<Void> body() {
        return head -> {
            status = head.statusCode();
            begun.countDown();
            BodySubscriber<Void> lines =
                    BodySubscribers.fromLineSubscriber(new Lines(), end -> null, StandardCharsets.UTF_8, null);
            return lines;
        };
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
        pieces.add(data.toString());
        socket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    private final class Lines implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            stream.set(subscription);
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            pieces.add(line);
        }

        @Override
        public void onError(Throwable failure) {
            // Told by what does not come.
        }

        @Override
        public void onComplete() {
            // Likewise.
        }
    }
}
