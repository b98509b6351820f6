package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar's commands against the jar's server, in processes of their own, on an installation that begins without an account. */
final class CommandLineIT {
    private static final String SPACE = "team:plans";
    private static final String DOCUMENT = "/api/v1/spaces/" + SPACE + "/documents/1";

    private static LockstepProcess server;
    private static CommandLine line;

    @BeforeAll
    static void bootstrap(@TempDir Path data) throws IOException, InterruptedException {
        server = LockstepProcess.start(data, Map.of());
        assertThat(server.isReady()).as(String.join("\n", server.errors())).isTrue();
        line = new CommandLine(Map.of(
                "LANG",
                "C.UTF-8",
                "LOCKSTEP_DATA_DIR",
                data.toString(),
                "LOCKSTEP_MANAGEMENT_PORT",
                "0",
                "LOCKSTEP_HTTP_PORT",
                String.valueOf(server.httpPort())));
        var added = line.runWith("root\n", "user", "add", "root", "--admin", "--password-stdin");
        assertThat(added).isEqualTo(new CommandLine.Result(0, "added root, an admin\n", ""));
        done("space", "add", SPACE, "--title", "Plans");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void the_first_account_is_an_admin_who_signs_in() throws Exception {
        var me = new JsonObject(server.call("GET", "/api/v1/me", "root", "").body());

        assertThat(me.getJsonArray("groups")).isEqualTo(new JsonArray().add("admin"));
        assertThat(done("user", "list")).startsWith("user").contains("root");
        assertThat(done("space", "list")).contains(SPACE + "  Plans");
    }

    @Test
    void a_name_that_is_taken_or_unknown_is_one_line() throws Exception {
        add("dora");

        var taken = line.runWith("other\n", "user", "add", "dora", "--password-stdin");
        var unknown = line.run("user", "show", "nobody");
        var role = line.run("space", "grant", SPACE, "user:dora", "owner");

        assertThat(taken).isEqualTo(refused("user", "there is a user 'dora' already"));
        assertThat(unknown).isEqualTo(refused("user", "there is no user 'nobody'"));
        assertThat(role.code()).isEqualTo(1);
        assertThat(role.errors()).startsWith("lockstep space: ").contains("role");
    }

    @Test
    void a_revoked_member_hears_no_more() throws Exception {
        // Given
        add("bob");
        assertThat(done("space", "grant", SPACE, "user:bob", "viewer"))
                .isEqualTo("user:bob is viewer of " + SPACE + "\n");
        assertThat(done("space", "members", SPACE)).containsPattern("user:bob +viewer");
        try (var bob = Socket.bridge(server.httpPort(), "bob").register("space/" + SPACE)) {
            // When
            assertThat(done("space", "revoke", SPACE, "user:bob"))
                    .isEqualTo("user:bob is no member of " + SPACE + "\n");
            write("after");

            // Then
            assertThat(bob.until(text -> text.contains("access_denied"))).noneMatch(text -> text.contains("after"));
        }
        assertThat(server.call("GET", "/api/v1/spaces/" + SPACE, "bob", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_removed_user_is_cut_off_though_his_group_may_still_listen() throws Exception {
        // Given
        add("eve", "--groups", "staff");
        done("space", "grant", SPACE, "group:staff", "editor");
        var token = done("token", "create", "--user", "eve", "--hours", "24").strip();
        assertThat(me(token)).isEqualTo(200);
        try (var eve = Socket.bridge(server.httpPort(), "eve").register("space/" + SPACE)) {
            // When
            assertThat(done("user", "remove", "eve")).isEqualTo("removed eve, and from 0 spaces\n");
            write("secret");

            // Then
            assertThat(eve.until(text -> text.equals("closed 4401"))).noneMatch(text -> text.contains("secret"));
        }
        assertThat(me(token)).isEqualTo(401);
        assertThat(server.call("GET", "/api/v1/me", "eve", "").statusCode()).isEqualTo(401);
    }

    @Test
    void another_password_ends_what_the_old_one_opened() throws Exception {
        // Given
        add("finn");
        assertThat(server.call("GET", "/api/v1/me", "finn", "").statusCode()).isEqualTo(200);
        try (var finn = Socket.bridge(server.httpPort(), "finn")) {
            // When
            var changed = line.runWith("a new one\n", "user", "password", "finn", "--password-stdin");

            // Then
            assertThat(changed.code()).as(changed.errors()).isZero();
            finn.until(text -> text.equals("closed 4401"));
        }
        assertThat(server.call("GET", "/api/v1/me", "finn", "").statusCode()).isEqualTo(401);
    }

    @Test
    void a_renewed_feed_makes_viewers_load_again_and_takes_no_old_cursor() throws Exception {
        // Given
        write("before");
        var old = cursor();
        try (var root = Socket.bridge(server.httpPort(), "root").register("space/" + SPACE)) {
            // When
            assertThat(done("space", "renew-epoch", "--all")).contains("clients load their documents again");

            // Then
            root.until(text -> text.contains("\"resync\"") && text.contains("cursor_gone"));
            write("renewed");
            root.until(text -> text.contains("\"changed\"") && text.contains("renewed"));
        }
        var changes = "/api/v1/spaces/" + SPACE + "/changes?since=";
        assertThat(server.call("GET", changes + old, "root", "").statusCode()).isEqualTo(410);
        assertThat(server.call("GET", changes + cursor(), "root", "").statusCode())
                .isEqualTo(200);
        assertThat(done("space", "renew-epoch", SPACE)).startsWith("1 feed begins anew");
    }

    @Test
    void a_lock_is_shown_and_broken() throws Exception {
        // Given
        write("locked");
        var lock = DOCUMENT + "/locks/title";
        assertThat(server.call("PUT", lock, "root", "{\"ttlMillis\":600000}").statusCode())
                .isEqualTo(200);

        // When
        assertThat(done("lock", "list", "--space", SPACE)).containsPattern("1 +title +root +20");
        done("lock", "break", "1", "title", "--space", SPACE, "--reason", "away");

        // Then
        assertThat(done("lock", "list", "--space", SPACE)).doesNotContain("root");
    }

    @Test
    void a_good_installation_passes_its_self_test() throws Exception {
        var result = line.run("self-test");

        assertThat(result.code()).as(result.out() + result.errors()).isZero();
        assertThat(result.out())
                .contains("✓ Socket round trip: a message came back after ")
                .doesNotContain("✗");
    }

    @Test
    void without_a_server_or_its_secret_commands_say_so(@TempDir Path elsewhere) throws Exception {
        var nobody = "http://127.0.0.1:" + closedPort();

        var away = line.run("user", "list", "--server", nobody);
        var secretless = new CommandLine(Map.of("LOCKSTEP_DATA_DIR", elsewhere.toString())).run("user", "list");
        var misled = new CommandLine(Map.of(
                        "LOCKSTEP_JWT_SECRET",
                        "another-secret-of-at-least-32-bytes!",
                        "LOCKSTEP_URL",
                        "http://127.0.0.1:" + server.httpPort()))
                .run("user", "list");

        assertThat(away.errors()).startsWith("lockstep user: the server at " + nobody + " does not answer");
        assertThat(secretless.errors()).startsWith("lockstep user: the server's secret is not here");
        assertThat(misled.errors()).contains("does not know the secret that this command has");
        assertThat(new int[] {away.code(), secretless.code(), misled.code()}).containsOnly(1);
    }

    /** A user whose password is the name. */
    private static void add(String name, String... more) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("user", "add", name, "--password-stdin"));
        arguments.addAll(List.of(more));
        var result = line.runWith(name + "\n", arguments.toArray(String[]::new));
        assertThat(result).isEqualTo(new CommandLine.Result(0, "added " + name + "\n", ""));
    }

    private static String done(String... arguments) throws IOException, InterruptedException {
        var result = line.run(arguments);
        assertThat(result.code()).as(result.errors()).isZero();
        return result.out();
    }

    private static CommandLine.Result refused(String command, String sentence) {
        return new CommandLine.Result(1, "", "lockstep " + command + ": " + sentence + "\n");
    }

    private static void write(String title) throws IOException, InterruptedException {
        var body = new JsonObject().put("fields", new JsonObject().put("title", title + System.nanoTime()));
        var answer = server.call("PUT", DOCUMENT, "root", body.encode());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    }

    private static String cursor() throws IOException, InterruptedException {
        return new JsonObject(server.call("GET", "/api/v1/spaces/" + SPACE, "root", "")
                        .body())
                .getString("cursor");
    }

    private static int me(String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + "/api/v1/me"))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString(UTF_8))
                .statusCode();
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
