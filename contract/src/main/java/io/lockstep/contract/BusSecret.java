package io.lockstep.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A secret that the nodes of a cluster share: every message on the bus carries what only they can derive from it, and one
 * without it is dropped. It keeps out who can connect; who can listen would see it, which TLS prevents.
 */
public final class BusSecret {
    private static final Logger LOG = LoggerFactory.getLogger(BusSecret.class);
    private static final String HEADER = "lockstep-bus";
    private static final String ALGORITHM = "HmacSHA256";

    private final String proof;
    private final byte[] proofBytes;
    private final Warnings warnings = new Warnings(System::nanoTime);

    private BusSecret(String proof) {
        this.proof = proof;
        this.proofBytes = proof.getBytes(UTF_8);
    }

    public static BusSecret of(String secret) {
        return new BusSecret(digest(secret, "lockstep.bus"));
    }

    /** What a purpose makes of the secret, in hexadecimal: it can be shown to nodes, and does not tell the secret. */
    public static String digest(String secret, String purpose) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(purpose.getBytes(UTF_8)));
        } catch (GeneralSecurityException none) {
            throw new IllegalStateException(none);
        }
    }

    /** From now on all messages and answers of this Vert.x carry it, and none without it is taken. */
    public void guard(Vertx vertx) {
        vertx.eventBus()
                .addOutboundInterceptor(delivery -> {
                    delivery.message().headers().set(HEADER, proof);
                    delivery.next();
                })
                .addInboundInterceptor(delivery -> {
                    if (isProven(delivery.message())) {
                        delivery.next();
                    } else {
                        refused();
                    }
                });
    }

    private boolean isProven(Message<?> message) {
        var given = message.headers().get(HEADER);
        return given != null && MessageDigest.isEqual(given.getBytes(UTF_8), proofBytes);
    }

    private void refused() {
        warnings.due(HEADER)
                .ifPresent(count -> LOG.atWarn()
                        .addKeyValue("count", count)
                        .log(
                                "dropped a message without the cluster's secret: LOCKSTEP_CLUSTER_SECRET must be the same on all "
                                        + "nodes, and nobody else may reach the bus"));
    }
}
