package io.lockstep.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to the event bus. It maps records to JSON, replies to every request whatever the handler does (a consumer
 * that throws would leave its caller waiting), and turns every failure into a {@link ServiceException}.
 *
 * <p>Delivery is at most once, in order from one sender to one receiver; nothing may depend on a message arriving.
 */
public final class Bus {
    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

    /** How long to wait, each time, for another node to take up what nobody serves while nodes come and go. */
    private static final List<Long> PAUSES_MS = List.of(20L, 80L, 200L, 400L);

    private final Vertx vertx;
    private final EventBus eventBus;
    private final boolean isLocal;
    private final Registered registered;
    private final Warnings warnings = new Warnings(System::nanoTime);

    public Bus(Vertx vertx) {
        this(vertx, false);
    }

    private Bus(Vertx vertx, boolean isLocal) {
        this.vertx = vertx;
        this.eventBus = vertx.eventBus();
        this.isLocal = isLocal;
        this.registered = Registered.of(vertx);
    }

    /** The same, whose requests go to services of this process only. */
    public Bus here() {
        return new Bus(vertx, true);
    }

    /**
     * Fails with the code that the service answered, or with UNAVAILABLE when nobody answered in time. What reached nobody is
     * asked again for a moment, as a node that stops is known for one after its services have gone.
     */
    public <Q, A> Future<A> request(Operation<Q, A> operation, Q request) {
        var options = new DeliveryOptions()
                .setSendTimeout(operation.timeout().toMillis())
                .setLocalOnly(isLocal);
        return send(operation.address(), Json.toJson(request), options, 0)
                .recover(failure -> Future.failedFuture(fromReply(operation.address(), failure)))
                .map(message -> answer(operation, message.body()));
    }

    private Future<Message<Object>> send(String address, JsonObject body, DeliveryOptions options, int attempt) {
        return eventBus.request(address, body, options).recover(failure -> {
            var mayComeUp = vertx.isClustered()
                    && !isLocal
                    && attempt < PAUSES_MS.size()
                    && failure instanceof ReplyException reply
                    && reply.failureType() == ReplyFailure.NO_HANDLERS;
            return mayComeUp
                    ? vertx.timer(PAUSES_MS.get(attempt), TimeUnit.MILLISECONDS)
                            .compose(later -> send(address, body, options, attempt + 1))
                    : Future.failedFuture(failure);
        });
    }

    /** Asks a service that is none of ours, at an address of its own; any answer will do, a failure is as it came. */
    public Future<Void> ask(String address, JsonObject body, Duration timeout) {
        return eventBus.request(address, body, new DeliveryOptions().setSendTimeout(timeout.toMillis()))
                .mapEmpty();
    }

    /** Serves an operation until its verticle stops. The Future ends when the registration is known to the cluster. */
    public <Q, A> Future<Void> serve(Operation<Q, A> operation, Function<Q, Future<A>> handler) {
        MessageConsumer<Object> consumer = eventBus.consumer(operation.address());
        return registered
                .keep(consumer)
                .handler(message -> serve(operation, handler, message))
                .completion();
    }

    /** Sends to one receiver, without an answer. */
    public void send(String address, Object message) {
        eventBus.send(address, Json.toJson(message));
    }

    /** Sends to every receiver. */
    public void publish(String address, Object message) {
        eventBus.publish(address, Json.toJson(message));
    }

    /**
     * Receives what is sent or published; a message that is not understood is dropped, with a warning for the first of its kind
     * in a minute. Who asked for an answer gets an empty one when the handler has returned, or the failure.
     */
    public <T> MessageConsumer<JsonObject> listen(String address, Class<T> type, Consumer<T> handler) {
        MessageConsumer<JsonObject> consumer = eventBus.consumer(address);
        return registered.keep(consumer).handler(message -> {
            try {
                handler.accept(Json.fromJson(object(message), type));
                message.reply(new JsonObject());
            } catch (ServiceException unreadable) {
                warn(address, unreadable.message());
                fail(message, unreadable);
            } catch (RuntimeException bug) {
                fail(message, asServiceException(address, bug));
            }
        });
    }

    private void warn(String address, String reason) {
        warnings.due(address + reason)
                .ifPresent(count -> LOG.atWarn()
                        .addKeyValue("address", address)
                        .addKeyValue("reason", reason)
                        .addKeyValue("count", count)
                        .log("dropped a message that is not understood"));
    }

    private static <Q, A> void serve(Operation<Q, A> operation, Function<Q, Future<A>> handler, Message<?> message) {
        Future.succeededFuture()
                .map(nothing -> Json.fromJson(object(message), operation.request()))
                .compose(request -> Objects.requireNonNull(handler.apply(request), "a handler returned no Future"))
                .timeout(operation.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .map(Json::toJson)
                .onSuccess(message::reply)
                .onFailure(failure -> fail(message, asServiceException(operation.address(), failure)));
    }

    /** Nothing happens when nobody waits for an answer. */
    private static void fail(Message<?> message, ServiceException failure) {
        message.fail(failure.code().number(), failure.toJson().encode());
    }

    /** Anybody may send anything to an address. */
    private static JsonObject object(Message<?> message) {
        Object body = message.body();
        if (body instanceof JsonObject json) {
            return json;
        }
        throw Require.badRequest("the body must be a JSON object");
    }

    private static <A> A answer(Operation<?, A> operation, @Nullable Object body) {
        try {
            return Json.fromJson((JsonObject) Require.present(body, "body"), operation.answer());
        } catch (ServiceException | ClassCastException unreadable) {
            throw new ServiceException(
                    FailureCode.INTERNAL, "the answer of " + operation.address() + " is not understood");
        }
    }

    private static ServiceException asServiceException(String address, Throwable failure) {
        if (failure instanceof ServiceException known) {
            LOG.atDebug()
                    .addKeyValue("address", address)
                    .addKeyValue("code", known.code())
                    .addKeyValue("reason", known.message())
                    .log("request refused");
            return known;
        }
        if (failure instanceof TimeoutException) {
            return new ServiceException(FailureCode.UNAVAILABLE, address + " took too long: try again");
        }
        LOG.atError().addKeyValue("address", address).setCause(failure).log("request failed");
        return new ServiceException(FailureCode.INTERNAL, "internal error: see the server's log");
    }

    private static Throwable fromReply(String address, Throwable failure) {
        if (!(failure instanceof ReplyException reply)) {
            return failure;
        }
        if (reply.failureType() != ReplyFailure.RECIPIENT_FAILURE) {
            return new ServiceException(FailureCode.UNAVAILABLE, "nobody answers on " + address + ": try again");
        }
        var code = FailureCode.ofNumber(reply.failureCode());
        var text = String.valueOf(reply.getMessage());
        if (!(parsed(text) instanceof JsonObject json)) {
            return new ServiceException(code, text);
        }
        var message = json.getString("message", code.name());
        json.remove("code");
        json.remove("message");
        return new ServiceException(code, message, json);
    }

    /** Null for what is no JSON, and for {@code null}. */
    private static @Nullable Object parsed(String text) {
        try {
            return io.vertx.core.json.Json.decodeValue(text);
        } catch (DecodeException plainText) {
            return null;
        }
    }
}
