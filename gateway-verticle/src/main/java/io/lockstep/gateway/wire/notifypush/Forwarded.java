package io.lockstep.gateway.wire.notifypush;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What proxies tell of a request: through which addresses it came, and by which address its client knows us. Pure. */
final class Forwarded {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");
    private static final int MAX_ADDRESSES = 20;

    private Forwarded() {}

    /** The addresses that proxies have noted, then the one from which it reached us, joined by {@code ", "}. */
    static String addresses(HttpServerRequest request) {
        var peer = request.remoteAddress();
        return addresses(
                request.headers().getAll("X-Forwarded-For"), peer == null ? "" : String.valueOf(peer.hostAddress()));
    }

    static String addresses(List<String> headers, String peer) {
        var addresses = new ArrayList<String>();
        for (var header : headers) {
            for (var address : header.split(",", -1)) {
                var trimmed = address.strip();
                if (ADDRESS.matcher(trimmed).matches() && addresses.size() < MAX_ADDRESSES) {
                    addresses.add(trimmed);
                }
            }
        }
        if (!peer.isEmpty()) {
            addresses.add(peer);
        }
        return String.join(", ", addresses);
    }

    /** The origin under which the client reached us, e.g. {@code https://push.example}. */
    static String origin(HttpServerRequest request) {
        var scheme = request.getHeader("X-Forwarded-Proto");
        var isSecure = scheme == null
                ? request.isSSL()
                : scheme.split(",", -1)[0].strip().toLowerCase(Locale.ROOT).equals("https");
        var authority = request.authority();
        return (isSecure ? "https://" : "http://") + (authority == null ? "localhost" : authority);
    }
}
