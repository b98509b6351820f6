package io.lockstep.gateway.http;

import static java.util.stream.Collectors.joining;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The proxies whose word about a request counts: from which address it came ({@code X-Forwarded-For}), by TLS or not
 * ({@code X-Forwarded-Proto}), and by which name its client knows us ({@code X-Forwarded-Host}). From anybody else these
 * headers mean nothing, so no client can pass for another. Immutable.
 */
public final class TrustedProxies {
    /** Nobody is believed. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?");
    /** As some proxies note an address: with brackets, with a port. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]*)\\](?::[0-9]+)?|([0-9.]+):[0-9]+");

    private static final int MAX_HOPS = 20;

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Those in the given networks.
     *
     * @param networks addresses ({@code 10.0.0.7}, {@code ::1}) and blocks of them ({@code 10.0.0.0/8})
     * @throws IllegalArgumentException naming the one that is neither
     */
    public static TrustedProxies of(List<String> networks) {
        return new TrustedProxies(networks.stream().map(Network::of).toList());
    }

    /**
     * The addresses through which the request came, joined by {@code ", "}: its client's, those of the proxies, the peer's
     * last. The client is the last that is no proxy of ours; what stands before it is his own claim and left out.
     */
    public String addresses(HttpServerRequest request) {
        return addresses(peer(request), request.headers());
    }

    String addresses(String peer, MultiMap headers) {
        var route = new ArrayDeque<String>();
        route.add(peer);
        var noted =
                headers.getAll("X-Forwarded-For").stream().collect(joining(",")).split(",", -1);
        for (int i = noted.length - 1; i >= 0 && isTrusted(route.getFirst()) && route.size() < MAX_HOPS; i--) {
            var address = WITH_PORT.matcher(noted[i].strip()).replaceFirst("$1$2");
            if (!Network.isAddress(address)) {
                break;
            }
            route.addFirst(address);
        }
        return String.join(", ", route);
    }

    /** Whether the client spoke TLS: with this server, or with the proxy before it. */
    public boolean isSecure(HttpServerRequest request) {
        return told(peer(request), request.headers(), "X-Forwarded-Proto")
                .map("https"::equalsIgnoreCase)
                .orElseGet(request::isSSL);
    }

    /** Host and port by which the client knows us; empty when nobody says. */
    public Optional<String> authority(HttpServerRequest request) {
        return told(peer(request), request.headers(), "X-Forwarded-Host")
                .filter(host -> HOST.matcher(host).matches())
                .or(() -> Optional.ofNullable(request.authority()).map(Object::toString));
    }

    /** The origin under which the client reached us, e.g. {@code https://push.example}. */
    public String origin(HttpServerRequest request) {
        return (isSecure(request) ? "https://" : "http://") + authority(request).orElse("localhost");
    }

    /** What the nearest proxy says: of several values the last, as one further away may be the client himself. */
    Optional<String> told(String peer, MultiMap headers, String name) {
        if (!isTrusted(peer)) {
            return Optional.empty();
        }
        var values = headers.getAll(name).stream().collect(joining(",")).split(",", -1);
        return Optional.of(values[values.length - 1].strip()).filter(value -> !value.isEmpty());
    }

    private boolean isTrusted(String address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static String peer(HttpServerRequest request) {
        var peer = request.remoteAddress();
        var address = peer == null ? null : peer.hostAddress();
        return address == null ? "" : address;
    }
}
