package io.lockstep.gateway.wire.metavox;

import io.vertx.core.json.JsonObject;

/** How an answer is dressed: bare for the page, in the envelope of OCS for apps. Pure. */
enum MetavoxFace {
    BROWSER {
        @Override
        String dress(MetavoxAnswer answer) {
            return answer.body();
        }
    },
    /** Version 2 of the envelope, whose status is HTTP's but for who is not signed in; always JSON. */
    OCS {
        @Override
        String dress(MetavoxAnswer answer) {
            boolean isOk = answer.status() < 300;
            var meta = new JsonObject()
                    .put("status", isOk ? "ok" : "failure")
                    .put("statuscode", answer.status() == 401 ? NOT_SIGNED_IN : answer.status())
                    .put("message", isOk ? "OK" : message(answer));
            return "{\"ocs\":{\"meta\":" + meta.encode() + ",\"data\":" + answer.body() + "}}";
        }
    };

    private static final int NOT_SIGNED_IN = 997;

    abstract String dress(MetavoxAnswer answer);

    private static String message(MetavoxAnswer failed) {
        return new JsonObject(failed.body()).getString("error", "");
    }
}
