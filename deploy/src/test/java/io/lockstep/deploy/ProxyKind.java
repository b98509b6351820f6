package io.lockstep.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A reverse proxy of which there is a file in {@code deploy/proxy}, and how it is started with that file in a test. */
enum ProxyKind {
    NGINX("nginx", "nginx.conf", "nginx") {
        @Override
        Launch launch(Path directory, int port, int gateway) throws IOException {
            var ours = copy(directory, Map.of("listen 80;", "listen 127.0.0.1:" + port + ";", GATEWAY, to(gateway)));
            var temporary = new StringBuilder();
            for (var kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
                temporary.append(kind + "_temp_path " + directory.resolve(kind) + ";\n");
            }
            var main = Files.writeString(
                    directory.resolve("main.conf"),
                    "daemon off;\npid " + directory.resolve("pid")
                            + ";\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n" + temporary + "include "
                            + ours + ";\n}\n");
            return new Launch(List.of("-c", main.toString(), "-p", directory.toString()), Map.of());
        }
    },

    APACHE("apache2", "apache.conf", "apache2") {
        @Override
        Launch launch(Path directory, int port, int gateway) throws IOException {
            var ours =
                    copy(directory, Map.of("<VirtualHost *:80>", "<VirtualHost *:" + port + ">", GATEWAY, to(gateway)));
            var modules = new StringBuilder();
            for (var module : List.of("mpm_event", "authz_core", "proxy", "proxy_http", "headers")) {
                modules.append("LoadModule " + module + "_module /usr/lib/apache2/modules/mod_" + module + ".so\n");
            }
            var main = Files.writeString(
                    directory.resolve("main.conf"),
                    "ServerRoot " + directory + "\nDefaultRuntimeDir " + directory + "\nPidFile "
                            + directory.resolve("pid")
                            + "\nErrorLog /dev/stderr\nServerName localhost\nListen 127.0.0.1:" + port + "\n" + modules
                            + "User www-data\nGroup www-data\nInclude " + ours + "\n");
            return new Launch(List.of("-D", "FOREGROUND", "-f", main.toString()), Map.of());
        }
    },

    HAPROXY("haproxy", "haproxy.cfg", "haproxy") {
        @Override
        Launch launch(Path directory, int port, int gateway) throws IOException {
            var global = Files.writeString(directory.resolve("global.cfg"), "global\n    maxconn 1000\n");
            return new Launch(
                    List.of("-db", "-f", global.toString(), "-f", file().toString()),
                    Map.of("LOCKSTEP_LISTEN", "127.0.0.1:" + port, "LOCKSTEP_GATEWAY", to(gateway)));
        }
    },

    CADDY("caddy", "Caddyfile", "caddy") {
        @Override
        Launch launch(Path directory, int port, int gateway) throws IOException {
            var main = Files.writeString(
                    directory.resolve("Caddyfile"),
                    "{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1\n}\nimport " + file() + "\n");
            return new Launch(
                    List.of("run", "--adapter", "caddyfile", "--config", main.toString()),
                    Map.of(
                            "LOCKSTEP_SITE", "http://:" + port,
                            "LOCKSTEP_GATEWAYS", to(gateway),
                            "HOME", directory.toString()));
        }
    };

    private static final String GATEWAY = "127.0.0.1:8080";

    private final String program;
    private final String fileName;
    private final String debianPackage;

    ProxyKind(String program, String fileName, String debianPackage) {
        this.program = program;
        this.fileName = fileName;
        this.debianPackage = debianPackage;
    }

    /** Arguments of the program, and what its environment adds. */
    record Launch(List<String> arguments, Map<String, String> environment) {}

    /** Stays in the foreground, listens on the port of the loopback address, and knows one gateway there. */
    abstract Launch launch(Path directory, int port, int gateway) throws IOException;

    String program() {
        return program;
    }

    String debianPackage() {
        return debianPackage;
    }

    Path file() {
        return Path.of("proxy", fileName).toAbsolutePath();
    }

    /** Our file with its own places changed, each of which it names once. */
    Path copy(Path directory, Map<String, String> places) throws IOException {
        var text = Files.readString(file());
        for (var place : places.entrySet()) {
            var parts = text.split(Pattern.quote(place.getKey()), -1);
            if (parts.length != 2) {
                throw new AssertionError(fileName + " must name '" + place.getKey() + "' once");
            }
            text = parts[0] + place.getValue() + parts[1];
        }
        return Files.writeString(directory.resolve(fileName), text);
    }

    private static String to(int port) {
        return "127.0.0.1:" + port;
    }
}
