package io.lockstep.gateway.auth;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;

/** Issues and verifies the product's own tokens: JWTs signed with HS256 that carry the identity. */
public final class Tokens {
    private final JWTAuth jwt;
    private final Duration ttl;

    /** @param secret the signing key, at least 32 bytes */
    public Tokens(Vertx vertx, String secret, Duration ttl) {
        this.ttl = ttl;
        this.jwt = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret)));
    }

    public Duration ttl() {
        return ttl;
    }

    public String issue(Identity identity) {
        var claims = new JsonObject()
                .put("sub", identity.user())
                .put("name", identity.displayName())
                .put("groups", new JsonArray(identity.groups()));
        return jwt.generateToken(
                claims, new JWTOptions().setAlgorithm("HS256").setExpiresInSeconds((int) ttl.toSeconds()));
    }

    /** Fails with UNAUTHENTICATED when the token is malformed, not ours, or too old. */
    public Future<Identity> verify(String token) {
        return jwt.authenticate(new TokenCredentials(token))
                .map(user -> identity(user.principal()))
                .recover(invalid -> Future.failedFuture(new ServiceException(
                        FailureCode.UNAUTHENTICATED, "the token is invalid or has expired: get a new one")));
    }

    private static Identity identity(JsonObject claims) {
        var groups = claims.getJsonArray("groups", new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
        var user = claims.getString("sub");
        return new Identity(user, claims.getString("name", user), groups);
    }
}
