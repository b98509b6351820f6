package io.lockstep.dispatcher.trigger;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lockstep.contract.Bus;
import io.lockstep.contract.trigger.TakenJobs.Job;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Clock;
import java.util.Objects;

/**
 * Brings one job to its target. A webhook has taken it when it answers with a status of 200 to 299, an address when its
 * consumer replies. Confined to one event loop.
 */
final class Deliverer {
    static final String SIGNATURE = "X-Lockstep-Signature";
    static final String DELIVERY = "X-Lockstep-Delivery";
    static final String ATTEMPT = "X-Lockstep-Attempt";
    private static final int SUCCESS = 200;
    private static final int REDIRECTION = 300;

    private final Bus bus;
    private final TriggerConfig config;
    private final Clock clock;
    private final WebClient client;

    Deliverer(Vertx vertx, Bus bus, TriggerConfig config, Clock clock) {
        this.bus = bus;
        this.config = config;
        this.clock = clock;
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setConnectTimeout((int) config.timeout().toMillis())
                        .setFollowRedirects(false)
                        .setUserAgent("Lockstep"));
    }

    /** Fails with a message that tells an operator why it was not taken. */
    Future<Void> deliver(Job job) {
        var payload = job.payload().copy().put("delivery", job.job());
        return Future.succeededFuture()
                .compose(begun -> job.webhook() == null
                        ? bus.ask(Objects.requireNonNull(job.address()), payload, config.timeout())
                        : post(job, job.webhook(), payload))
                .timeout(config.timeout().toMillis(), MILLISECONDS);
    }

    private Future<Void> post(Job job, String webhook, JsonObject payload) {
        var body = payload.toBuffer();
        long seconds = clock.instant().getEpochSecond();
        return client.postAbs(webhook)
                .timeout(config.timeout().toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader(SIGNATURE, Signature.of(Objects.requireNonNull(job.secret()), seconds, body))
                .putHeader(DELIVERY, String.valueOf(job.job()))
                .putHeader(ATTEMPT, String.valueOf(job.attempt()))
                .sendBuffer(body)
                .compose(response -> response.statusCode() >= SUCCESS && response.statusCode() < REDIRECTION
                        ? Future.succeededFuture()
                        : Future.failedFuture("the webhook answered " + response.statusCode()));
    }

    void close() {
        client.close();
    }
}
