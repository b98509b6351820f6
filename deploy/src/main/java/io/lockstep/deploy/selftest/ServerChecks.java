package io.lockstep.deploy.selftest;

import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the running server lets its users in, and brings one what another has sent. */
final class ServerChecks {
    static final String ANSWERS = "Server answers";
    private static final String READY = "Server is ready";
    private static final String ROUND_TRIP = "Socket round trip";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int UNAUTHENTICATED = 401;

    private final Report report;

    ServerChecks(Report report) {
        this.report = report;
    }

    void skip(String why) {
        List.of(ANSWERS, READY, ROUND_TRIP).forEach(check -> report.skip(check, why));
    }

    /** Whether there is a server that answers. */
    boolean run(Visitor visitor, LockstepConfig config) throws InterruptedException {
        boolean answers = report.check(
                ANSWERS,
                "start it, or say where it is by --server or LOCKSTEP_URL; --offline leaves it out",
                () -> answers(visitor));
        if (!answers) {
            report.skip(READY, "as the server does not answer");
            report.skip(ROUND_TRIP, "as the server does not answer");
            return false;
        }
        if (config.management().port() == 0) {
            report.skip(READY, "as LOCKSTEP_MANAGEMENT_PORT is 0");
        } else {
            report.check(
                    READY,
                    "say where its management port is by LOCKSTEP_MANAGEMENT_HOST and LOCKSTEP_MANAGEMENT_PORT",
                    () -> ready(config.management()));
        }
        report.check(
                ROUND_TRIP,
                "look at the server's log; a part that brings messages may be away (role dispatcher)",
                visitor::hearOnSocket);
        return true;
    }

    static String answers(Visitor visitor) throws Exception {
        int status = visitor.whoAmI();
        Finding.unless(
                status != UNAUTHENTICATED,
                "it does not know the secret of these settings",
                "run this with the server's own settings: LOCKSTEP_JWT_SECRET, or LOCKSTEP_DATA_DIR in which it keeps one");
        Finding.unless(
                status == OK,
                "it answers with status " + status,
                "find out who answers at " + visitor.url() + ": it does not seem to be Lockstep, or it is not up");
        return visitor.url().toString();
    }

    private static String ready(LockstepConfig.Management management) throws Exception {
        var host = management.host().equals("0.0.0.0") ? "127.0.0.1" : management.host();
        var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + management.port() + "/health/ready"))
                .timeout(TIMEOUT)
                .build();
        var http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        var answer = http.send(request, BodyHandlers.ofString());
        var checks = answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
        Finding.unless(
                answer.statusCode() == OK || answer.statusCode() == 204,
                "not ready: " + down(checks),
                "mend what is away; it comes back by itself");
        return "all parts answer";
    }

    private static String down(JsonObject health) {
        return health.getJsonArray("checks", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(check -> !"UP".equals(check.getString("status")))
                .map(check -> check.getString("id") + " ("
                        + check.getJsonObject("data", new JsonObject()).getString("reason", "no answer") + ")")
                .collect(Collectors.joining(", "));
    }
}
