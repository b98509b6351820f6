package io.lockstep.deploy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Looks whether the server may listen where it is told to, before anything else is started. */
final class Ports {
    private Ports() {}

    /**
     * Fails with a {@link StartFailure} when nobody can listen there.
     *
     * @param setting the beginning of the settings' names, e.g. {@code LOCKSTEP_HTTP}
     */
    static void requireFree(String host, int port, String setting) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(host, setting), port));
        } catch (BindException refused) {
            throw refused(host, port, setting, refused);
        } catch (IOException failure) {
            throw new StartFailure(
                    "Port " + port + " on " + host + " cannot be opened: " + failure.getMessage(), failure);
        }
    }

    static boolean isLoopback(String host) {
        return address(host, "LOCKSTEP_HTTP").isLoopbackAddress();
    }

    static StartFailure inUse(String host, int port, String setting, Throwable cause) {
        return new StartFailure(
                "Port " + port + " on " + host + " is in use: stop what uses it or set " + setting
                        + "_PORT to a free port",
                cause);
    }

    private static StartFailure refused(String host, int port, String setting, BindException refused) {
        var reason = String.valueOf(refused.getMessage());
        if (reason.startsWith("Permission denied")) {
            return new StartFailure(
                    "Port " + port + " on " + host + " may not be opened by this user: set " + setting
                            + "_PORT to a port above 1023",
                    refused);
        }
        if (reason.startsWith("Cannot assign")) {
            return new StartFailure(
                    host + " is no address of this machine: set " + setting + "_HOST to one that is", refused);
        }
        return inUse(host, port, setting, refused);
    }

    private static InetAddress address(String host, String setting) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new StartFailure(
                    host + " is not known: set " + setting + "_HOST to an address of this machine", unknown);
        }
    }
}
