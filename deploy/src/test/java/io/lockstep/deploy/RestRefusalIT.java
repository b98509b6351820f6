package io.lockstep.deploy;

import static io.lockstep.deploy.RestCalls.API;
import static io.lockstep.deploy.RestCalls.as;
import static io.lockstep.deploy.RestCalls.assertProblem;
import static io.lockstep.deploy.RestCalls.done;
import static io.lockstep.deploy.RestCalls.header;
import static io.lockstep.deploy.RestCalls.json;
import static io.lockstep.deploy.RestCalls.raw;
import static io.lockstep.deploy.RestCalls.send;
import static io.lockstep.deploy.RestCalls.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the REST interface refuses, and how: never with a fault of the server. */
class RestRefusalIT {
    private static final String SPACE = "/spaces/test:refusals-" + System.nanoTime();
    private static final String FIELDS = "{\"fields\":{\"title\":\"Plan\"}}";

    @BeforeAll
    static void makeSpace() throws Exception {
        done("admin", "PUT", SPACE, "{\"members\":{\"user:alice\":\"editor\",\"user:carol\":\"viewer\"}}");
        done("alice", "PUT", SPACE + "/documents/1", FIELDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWxpY2U6d3Jvbmc=", "Basic !", "Basic", "Bearer nonsense", "Bearer", "Digest x"})
    void request_without_a_valid_login_is_unauthenticated(String authorization) throws Exception {
        for (var path : List.of("/me", "/spaces", SPACE, SPACE + "/documents/1", SPACE + "/locks")) {
            assertProblem(with("GET", path, "", "Authorization", authorization), 401, "UNAUTHENTICATED");
            assertProblem(with("GET", path, ""), 401, "UNAUTHENTICATED");
        }
    }

    @Test
    void wrong_password_signs_nobody_in() throws Exception {
        var answer = with("POST", "/login", "{\"user\":\"alice\",\"password\":\"wrong\"}");

        assertProblem(answer, 401, "UNAUTHENTICATED");
        assertThat(header(answer, "Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /documents               | {"fields":{}}
            PUT    | /documents/1             | {"fields":{}}
            PATCH  | /documents/1             | {"fields":{"title":"x"}}
            DELETE | /documents/1             | ''
            PUT    | /documents/1/locks/title | ''
            PUT    | ''                       | {"title":"mine"}
            PUT    | /members/user:carol      | {"role":"manager"}
            DELETE | /members/user:alice      | ''
            """)
    void viewer_may_not_write(String method, String path, String body) throws Exception {
        assertProblem(as("carol", method, SPACE + path, body), 403, "FORBIDDEN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /spaces/test:absent                     | ''
            PUT    | /spaces/test:absent                     | {}
            PUT    | /spaces/test:absent/members/user:bob    | {"role":"viewer"}
            GET    | /spaces/test:absent/documents           | ''
            POST   | /spaces/test:absent/documents           | {"fields":{}}
            GET    | /spaces/test:absent/documents/1         | ''
            PUT    | /spaces/test:absent/documents/1         | {"fields":{}}
            GET    | /spaces/test:absent/changes             | ''
            GET    | /spaces/test:absent/locks               | ''
            PUT    | /spaces/test:absent/documents/1/locks/a | ''
            DELETE | /spaces/test:absent/documents/1/locks/a | ''
            GET    | /nothing                                | ''
            DELETE | /spaces/test:absent/nothing             | ''
            GET    | ''                                      | ''
            """)
    void what_is_not_there_is_not_found(String method, String path, String body) throws Exception {
        assertProblem(as("alice", method, path, body), 404, "NOT_FOUND");
    }

    @Test
    void absent_document_is_not_found() throws Exception {
        assertProblem(as("alice", "GET", SPACE + "/documents/absent", ""), 404, "NOT_FOUND");
        assertProblem(as("alice", "PATCH", SPACE + "/documents/absent", FIELDS), 404, "NOT_FOUND");
        assertProblem(as("alice", "DELETE", SPACE + "/documents/absent", ""), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET     | /token                   | POST
            GET     | /login                   | POST
            DELETE  | /me                      | GET
            POST    | /spaces/a:b              | GET, PUT
            PATCH   | /spaces/a:b/documents    | GET, POST
            POST    | /spaces/a:b/documents/1  | GET, PUT, PATCH, DELETE
            OPTIONS | /spaces/a:b/locks        | GET, POST
            """)
    void method_that_a_path_does_not_take_is_refused_with_those_that_it_takes(
            String method, String path, String allowed) throws Exception {
        var answer = as("alice", method, path, "");

        assertProblem(answer, 405, "BAD_REQUEST");
        assertThat(header(answer, "Allow")).contains(allowed);
    }

    @Test
    void body_over_the_limit_is_too_large() throws Exception {
        var body = "{\"fields\":{\"title\":\"" + "x".repeat(1024 * 1024) + "\"}}";

        assertProblem(as("alice", "PUT", SPACE + "/documents/large", body), 413, "TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PUT   | /documents/1             | ``
            PUT   | /documents/1             | {
            PUT   | /documents/1             | []
            PUT   | /documents/1             | null
            PUT   | /documents/1             | "text"
            PUT   | /documents/1             | {}
            PUT   | /documents/1             | {"fields":[]}
            PUT   | /documents/1             | {"fields":"{}"}
            PUT   | /documents/1             | {"fields":{"":1}}
            PUT   | /documents/1             | {"fields":{"a":1e999}}
            PUT   | /documents/1             | {"fields":{"a":NaN}}
            PUT   | /documents/1             | {"fields":{"a":"\\u0000"}}
            PUT   | /documents/1             | {"fields":{"a":"\\ud800"}}
            PUT   | /documents/1             | {"fields":{},"fence":"7"}
            PUT   | /documents/1             | {"fields":{},"fence":1.5}
            PUT   | /documents/1             | {"fields":{},"fence":99999999999999999999}
            PUT   | /documents/1             | {"fields":{},"operation":7}
            PUT   | /documents/1             | {"fields":{},"operation":""}
            PUT   | /documents/1/locks/a     | []
            PUT   | /documents/1/locks/a     | {"ttlMillis":"30000"}
            PUT   | /documents/1/locks/a     | {"ttlMillis":0}
            PUT   | /documents/1/locks/a     | {"ttlMillis":999}
            PUT   | /documents/1/locks/a     | {"ttlMillis":9223372036854775807}
            PUT   | /documents/1/locks/a     | {"ttlMillis":1e30}
            DELETE| /documents/1             | {"fence":"x"}
            PUT   | ``                       | {"title":7}
            PUT   | ``                       | {"fields":{}}
            PUT   | ``                       | {"fields":[{}]}
            PUT   | ``                       | {"fields":[null]}
            PUT   | ``                       | {"fields":[{"name":"a","type":"colour"}]}
            PUT   | ``                       | {"members":{"alice":"editor"}}
            PUT   | ``                       | {"members":{"user:alice":"king"}}
            PUT   | ``                       | {"members":{"user:alice":null}}
            PUT   | /members/alice           | {"role":"viewer"}
            PUT   | /members/user:alice      | {"role":"king"}
            PUT   | /members/user:alice      | {"role":7}
            PUT   | /members/user:alice      | {}
            GET   | /documents?limit=0       | ``
            GET   | /documents?limit=1001    | ``
            GET   | /documents?limit=ten     | ``
            GET   | /changes?limit=1.5       | ``
            GET   | /changes?since=x         | ``
            GET   | /changes?since=          | ``
            GET   | /documents?after=%00     | ``
            GET   | /documents/%00           | ``
            GET   | /documents/%0A           | ``
            """)
    void bad_request_is_told_so(String method, String path, String body) throws Exception {
        var answer = as("admin", method, SPACE + path, body);

        assertProblem(answer, 400, "BAD_REQUEST");
        if (path.contains("limit")) {
            assertThat(json(answer).getString("detail")).contains("'limit'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""})
    void body_that_is_not_said_to_be_json_is_refused(String type) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(API + "/login"))
                .POST(BodyPublishers.ofString("{\"user\":\"alice\",\"password\":\"alice\"}"));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        assertProblem(send(request.build()), 415, "BAD_REQUEST");
    }

    @Test
    void deeply_nested_body_is_refused() throws Exception {
        for (int depth : List.of(101, 499, 990, 999, 1001, 100_000)) {
            var body = "{\"fields\":{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}}";
            assertProblem(as("alice", "PUT", SPACE + "/documents/deep", body), 400, "BAD_REQUEST");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/spaces/%zz HTTP/1.1",
                "GET /api/v1/spaces/test:%ff/documents HTTP/1.1",
                "GET /api/v1/spaces/%c3%28/documents/%e2%82 HTTP/1.1",
                "GET /api/v1/spaces/% HTTP/1.1",
                "GET /api/v1/spaces?wire=%zz HTTP/1.1",
                "GET /api/v1/spaces?wire=%00 HTTP/1.1",
                "GET /api/v1/spaces?wire= HTTP/1.1",
                "GET /api/v1/spaces/../../../etc/passwd HTTP/1.1",
                "GET /api/v1/me?access_token=%zz HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade",
                "DELETE /api/v1/spaces/a:b/documents/%2e%2e HTTP/1.1",
                "PROPFIND /api/v1/spaces HTTP/1.1",
                "POST /api/v1/login HTTP/1.1\r\nContent-Length: 3\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n%zz",
                "POST /api/v1/login HTTP/1.1\r\nContent-Length: 4\r\nContent-Type: application/json\r\n\r\n\u00ff\u00fe\u00ff\u00fe",
            })
    void hostile_request_is_the_clients_fault(String head) throws Exception {
        assertThat(raw(head)).isBetween(400, 499);
    }
}
