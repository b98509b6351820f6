package io.lockstep.gateway.auth;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Issues and verifies the product's own tokens: JWTs signed with HS256 that carry the identity. */
public final class Tokens {
    private static final String SCOPE = "scope";
    private static final String ISSUED_MILLIS = "issuedMillis";

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

    /** A token of the user, limited to his scope if he has one. */
    public String issue(Identity identity) {
        var claims = new JsonObject()
                .put("sub", identity.user())
                .put("name", identity.displayName())
                .put("groups", new JsonArray(identity.groups()))
                .put(ISSUED_MILLIS, System.currentTimeMillis());
        if (identity.scope() != null) {
            claims.put(SCOPE, identity.scope());
        }
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

    /** When a token that {@link #verify} accepts ends; empty when it never does. */
    public static Optional<Instant> end(String token) {
        return Optional.ofNullable(claims(token).getLong("exp")).map(Instant::ofEpochSecond);
    }

    /** When a token that {@link #verify} accepts was issued; long ago when it does not say. */
    static Instant issuedAt(String token) {
        var claims = claims(token);
        return Optional.ofNullable(claims.getLong(ISSUED_MILLIS))
                .map(Instant::ofEpochMilli)
                .or(() -> Optional.ofNullable(claims.getLong("iat")).map(Instant::ofEpochSecond))
                .orElse(Instant.EPOCH);
    }

    private static JsonObject claims(String token) {
        return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1])));
    }

    private static Identity identity(JsonObject claims) {
        var groups = claims.getJsonArray("groups", new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
        var user = claims.getString("sub");
        return new Identity(user, claims.getString("name", user), groups, claims.getString(SCOPE));
    }
}
