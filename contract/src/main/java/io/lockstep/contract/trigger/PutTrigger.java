package io.lockstep.contract.trigger;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates a trigger or replaces it; admins only, as it may match any space.
 *
 * @param trigger its name; what waits for delivery when it is replaced goes to the new target
 * @param rules 1 to 50 texts, see {@link TriggerRule}
 * @param debounceMillis 100 ms to one day; null for a job for each change
 * @param webhook an http or https URL; exactly one of it and {@code address} is given
 * @param secret signs what is posted to the webhook: 16 to 255 bytes; needed with a webhook
 * @param address a bus address outside of {@code lockstep.}
 */
public record PutTrigger(
        Actor actor,
        String trigger,
        List<String> rules,
        @Nullable Long debounceMillis,
        @Nullable String webhook,
        @Nullable String secret,
        @Nullable String address) {
    private static final int MAX_RULES = 50;
    private static final int MIN_SECRET = 16;
    private static final int MAX_URL = 2_000;
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final String OWN_ADDRESSES = "lockstep.";

    public PutTrigger {
        Require.present(actor, "actor");
        Require.name(trigger, "trigger");
        rules = List.copyOf(Require.present(rules, "rules"));
        Require.within(rules.size(), 1, MAX_RULES, "the number of 'rules'");
        rules.forEach(TriggerRule::parse);
        if (debounceMillis != null) {
            Require.within(debounceMillis, 100, Duration.ofDays(1).toMillis(), "debounceMillis");
        }
        if (webhook == null && address == null) {
            throw Require.badRequest("'webhook' is required unless an 'address' is given");
        }
        if (webhook != null && address != null) {
            throw Require.badRequest("a trigger has either a 'webhook' or an 'address'");
        }
        if (webhook != null) {
            checkUrl(webhook);
            if (Require.name(secret, "secret").length() < MIN_SECRET) {
                throw Require.badRequest("'secret' must have at least " + MIN_SECRET + " characters");
            }
        } else if (secret != null) {
            throw Require.badRequest("a 'secret' signs for a 'webhook': an address needs none");
        }
        if (address != null && Require.name(address, "address").startsWith(OWN_ADDRESSES)) {
            throw Require.badRequest("'address' must not begin with " + OWN_ADDRESSES + ": those are the server's own");
        }
    }

    private static void checkUrl(String webhook) {
        try {
            var uri = new URI(webhook);
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (webhook.length() <= MAX_URL
                    && SCHEMES.contains(scheme)
                    && uri.getHost() != null
                    && uri.getUserInfo() == null) {
                return;
            }
        } catch (URISyntaxException malformed) {
            throw badUrl();
        }
        throw badUrl();
    }

    private static RuntimeException badUrl() {
        return Require.badRequest("'webhook' must be an http or https URL with a host and without a password");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "PutTrigger[trigger=" + trigger + ", rules=" + rules + "]";
    }
}
