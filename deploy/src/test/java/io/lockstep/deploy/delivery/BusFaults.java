package io.lockstep.deploy.delivery;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/**
 * A bus that loses, repeats, delays and reorders what is published of events and presence. Requests, which are answered, are
 * left alone: whoever asks finds out by himself.
 */
final class BusFaults implements AutoCloseable {
    private static final String SPARED = "spared-by-faults";
    private static final int MAX_DELAY_MS = 2_000;

    private final Vertx vertx;
    private final Random random;
    private final Handler<DeliveryContext<Object>> interceptor = this::intercept;
    private final LongAdder lost = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder delayed = new LongAdder();

    BusFaults(Vertx vertx, long seed) {
        this.vertx = vertx;
        this.random = new Random(seed);
        vertx.eventBus().addOutboundInterceptor(interceptor);
    }

    private void intercept(DeliveryContext<Object> delivery) {
        var message = delivery.message();
        var isHarmed = message.replyAddress() == null
                && message.headers().get(SPARED) == null
                && (message.address().startsWith("lockstep.event")
                        || message.address().startsWith("lockstep.deliver.")
                        || message.address().startsWith("lockstep.presence."));
        if (!isHarmed) {
            delivery.next();
            return;
        }
        var chance = random();
        if (chance < 10) {
            lost.increment();
        } else if (chance < 20) {
            repeated.increment();
            again(message);
            delivery.next();
        } else if (chance < 40) {
            delayed.increment();
            later(message, 1 + random() * random() * MAX_DELAY_MS / 10_000);
        } else if (chance < 43) {
            repeated.increment();
            delayed.increment();
            later(message, 1 + random() * MAX_DELAY_MS / 100);
            delivery.next();
        } else {
            delivery.next();
        }
    }

    private synchronized int random() {
        return random.nextInt(100);
    }

    private void later(Message<Object> message, int millis) {
        vertx.setTimer(millis, now -> again(message));
    }

    private void again(Message<Object> message) {
        var options = new DeliveryOptions().setHeaders(message.headers()).addHeader(SPARED, "");
        if (message.isSend()) {
            vertx.eventBus().send(message.address(), message.body(), options);
        } else {
            vertx.eventBus().publish(message.address(), message.body(), options);
        }
    }

    /** What is on its way comes as it would have. */
    @Override
    public void close() {
        vertx.eventBus().removeOutboundInterceptor(interceptor);
    }

    boolean hasHarmed() {
        return lost.sum() > 0 && repeated.sum() > 0 && delayed.sum() > 0;
    }

    @Override
    public String toString() {
        return lost + " messages lost, " + repeated + " repeated, " + delayed + " delayed";
    }
}
