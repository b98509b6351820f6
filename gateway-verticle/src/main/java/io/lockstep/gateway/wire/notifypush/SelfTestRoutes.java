package io.lockstep.gateway.wire.notifypush;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.push.CheckSelfTest;
import io.lockstep.contract.push.CountMounts;
import io.lockstep.contract.push.TellVersion;
import io.lockstep.gateway.auth.Nextcloud;
import io.lockstep.gateway.http.Requests;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * What a Nextcloud asks in its self-test, each with the token that it has left in Redis: no token is 400, a wrong one 500, as
 * in the original. Any method is good but for the version.
 */
final class SelfTestRoutes {
    /** Of the original that this is a stand-in for: a Nextcloud wants the same major and minor number as its app's. */
    static final String VERSION = "1.4.0";

    static final String NO_TOKEN = "Missing request header \"token\"";
    static final String WRONG_TOKEN = "Unhandled rejection: SelfTest(Token)";

    private static final String APP = "index.php/apps/notify_push/test/";
    private static final String TOKEN = "token";
    private static final Pattern ADDRESS =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}|(?=[^:]*:)[0-9a-fA-F:.]{2,45}");
    private static final long MAX_U32 = 0xffff_ffffL;

    private final NotifyPush push;

    SelfTestRoutes(NotifyPush push) {
        this.push = push;
    }

    void mount(Router router, String prefix) {
        var test = prefix + "/test";
        router.route(test + "/cookie").handler(ctx -> serve(ctx, this::cookie));
        router.route(test + "/reverse_cookie").handler(ctx -> serve(ctx, this::reverseCookie));
        router.route(test + "/mapping/:storage").handler(ctx -> serve(ctx, this::mapping));
        router.route(test + "/remote/:address").handler(ctx -> serve(ctx, this::remote));
        router.route(test + "/version").handler(this::version);
        router.route(test + "/*").handler(ctx -> PlainText.send(ctx, 404, ""));
    }

    private Future<String> cookie(RoutingContext ctx, String token) {
        return push.tests().check(new CheckSelfTest(token)).map(last -> String.valueOf(last.cookie()));
    }

    private Future<String> reverseCookie(RoutingContext ctx, String token) {
        return push.tests()
                .check(new CheckSelfTest(token))
                .compose(allowed ->
                        asked("cookie", MultiMap.caseInsensitiveMultiMap().add(TOKEN, token)));
    }

    private Future<String> remote(RoutingContext ctx, String token) {
        var address = ctx.pathParam("address");
        if (!ADDRESS.matcher(address).matches()) {
            return unknown();
        }
        return push.tests()
                .check(new CheckSelfTest(token))
                .compose(allowed -> asked(
                        "remote",
                        MultiMap.caseInsensitiveMultiMap().add(TOKEN, token).add("x-forwarded-for", address)));
    }

    /** What the Nextcloud says, or why it says nothing: whoever asks compares, whatever it is. */
    private Future<String> asked(String test, MultiMap headers) {
        return push.nextcloud()
                .map(nextcloud -> nextcloud.text(APP + test, headers).otherwise(SelfTestRoutes::reason))
                .orElseGet(() -> Future.succeededFuture("no Nextcloud is configured"));
    }

    private static String reason(Throwable failure) {
        var known = Requests.failure(failure);
        return Nextcloud.reason(known).orElse(known.message());
    }

    private Future<String> mapping(RoutingContext ctx, String token) {
        var text = ctx.pathParam("storage");
        if (!text.matches("\\+?[0-9]{1,10}") || Long.parseLong(text) > MAX_U32) {
            return unknown();
        }
        return push.tests()
                .mounts(new CountMounts(token, Long.parseLong(text)))
                .map(mounts -> String.valueOf(mounts.users()));
    }

    /** Says {@code error} when it could not be left. */
    private void version(RoutingContext ctx) {
        if (!ctx.request().method().equals(HttpMethod.POST)) {
            PlainText.send(ctx, 405, "HTTP method not allowed");
            return;
        }
        serve(
                ctx,
                (same, token) -> push.tests()
                        .version(new TellVersion(token, VERSION))
                        .map("set")
                        .recover(failure -> Requests.is(failure, FailureCode.UNAVAILABLE)
                                ? Future.succeededFuture("error")
                                : Future.failedFuture(failure)));
    }

    private static void serve(RoutingContext ctx, BiFunction<RoutingContext, String, Future<String>> test) {
        var token = ctx.request().getHeader(TOKEN);
        if (token == null) {
            PlainText.send(ctx, 400, NO_TOKEN);
            return;
        }
        test.apply(ctx, token)
                .onSuccess(answer -> PlainText.send(ctx, 200, answer))
                .onFailure(failure -> refuse(ctx, Requests.failure(failure)));
    }

    private static void refuse(RoutingContext ctx, ServiceException failure) {
        switch (failure.code()) {
            case FORBIDDEN -> PlainText.send(ctx, 500, WRONG_TOKEN);
            case NOT_FOUND -> PlainText.send(ctx, 404, "");
            default -> PlainText.send(ctx, failure.code().httpStatus(), failure.message());
        }
    }

    private static Future<String> unknown() {
        return Future.failedFuture(new ServiceException(FailureCode.NOT_FOUND, "there is nothing at this path"));
    }
}
