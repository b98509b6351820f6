package io.lockstep.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every path that any wire has, and some that none has; {@code {}} stands for an id. A wire that is not there answers 404. */
final class FuzzRoutes {
    static final List<String> SOCKETS = List.of(
            "/ws", "/push/ws", "/eventbus/websocket", "/eventbus/1/abc/websocket", "/realtime/", "/api/v1/none");

    private static final List<String> REST = of(
            "/api/v1",
            "/token",
            "/login",
            "/logout",
            "/me",
            "/spaces",
            "/spaces/{}",
            "/spaces/{}/members/{}",
            "/spaces/{}/documents",
            "/spaces/{}/documents/{}",
            "/spaces/{}/documents/{}/copy",
            "/spaces/{}/batch",
            "/spaces/{}/flush",
            "/spaces/{}/reconcile",
            "/spaces/{}/changes",
            "/spaces/{}/locks",
            "/spaces/{}/locks/audit",
            "/spaces/{}/documents/{}/locks/{}",
            "/spaces/{}/documents/{}/locks/{}/knock",
            "/spaces/{}/documents/{}/locks/{}/break",
            "/events",
            "/openapi.json",
            "/openapi.yaml",
            "/{}");

    private static final List<String> NOTES = of(
            "/index.php/apps/notes/api",
            "/v1/notes",
            "/v1/notes/{}",
            "/v0.2/notes",
            "/v0.2/notes/{}",
            "/v1/settings",
            "/v1.4/attachment/{}",
            "/v1/{}");

    private static final List<String> METAVOX = Stream.of(
                    "/api", "/apps/metavox/api", "/index.php/apps/metavox/api", "/ocs/v2.php/apps/metavox/api/v1")
            .flatMap(prefix -> of(
                    prefix,
                    "/groupfolders",
                    "/init",
                    "/groupfolders/{}/metadata",
                    "/groupfolders/{}/fields",
                    "/groupfolders/{}/file-fields",
                    "/groupfolders/{}/files/{}/lock",
                    "/groupfolders/{}/files/{}/unlock",
                    "/groupfolders/{}/files/{}/metadata",
                    "/groupfolders/{}/views",
                    "/groupfolders/{}/views/{}",
                    "/groupfolders/{}/views/reorder",
                    "/groupfolders/{}/directory-metadata",
                    "/groupfolders/{}/filter-values",
                    "/groupfolders/{}/all-filter-values",
                    "/groupfolders/{}/sorted-file-ids",
                    "/groupfolder-fields",
                    "/groupfolder-fields/{}",
                    "/files/{}/metadata",
                    "/files/bulk-metadata",
                    "/files/clear-metadata",
                    "/files/export-metadata",
                    "/files/metadata/bulk",
                    "/files/metadata/batch-update",
                    "/files/metadata/batch-delete",
                    "/files/metadata/batch-copy",
                    "/metadata/statistics",
                    "/presence/leave",
                    "/users")
                    .stream())
            .toList();

    private static final List<String> PUSH = List.of(
            "/ws",
            "/push/ws",
            "/push/test/cookie",
            "/push/test/reverse_cookie",
            "/push/test/mapping/{}",
            "/push/test/remote/{}",
            "/push/test/version",
            "/push/metrics",
            "/push/health",
            "/test/version",
            "/index.php/apps/notify_push/pre_auth",
            "/apps/notify_push/pre_auth",
            "/index.php/apps/notify_push/uid",
            "/index.php/apps/notify_push/test/cookie",
            "/status.php",
            "/ocs/v2.php/cloud/capabilities",
            "/ocs/v1.php/cloud/user",
            "/index.php/ocs/v2.php/cloud/users/{}");

    private static final List<String> OPENREGISTER = of(
            "/index.php/apps/openregister/api",
            "/objects/{}/{}",
            "/objects/{}/{}/{}",
            "/objects/{}/{}/{}/lock",
            "/objects/{}/{}/{}/unlock",
            "/objects/{}/{}/{}/revert",
            "/objects/{}/{}/{}/audit-trails",
            "/objects/{}/{}/{}/logs",
            "/bulk/{}/{}/save",
            "/bulk/{}/{}/delete",
            "/audit-trails",
            "/audit-trails/{}",
            "/schemas",
            "/schemas/{}",
            "/registers",
            "/registers/{}",
            "/realtime/events",
            "/realtime/cursor");

    private static final List<String> COZY = List.of(
            "/realtime/",
            "/realtime/{}/{}",
            "/data/",
            "/data/_all_doctypes",
            "/data/{}/",
            "/data/{}/{}",
            "/data/{}/_all_docs",
            "/data/{}/_normal_docs",
            "/data/{}/_bulk_docs",
            "/data/{}/_bulk_get",
            "/data/{}/_revs_diff",
            "/data/{}/_changes",
            "/data/{}/_find",
            "/data/{}/_index",
            "/data/{}/_local/{}",
            "/jobs/triggers",
            "/jobs/triggers/{}");

    private static final List<String> OTHERS = List.of(
            "/", "/{}", "/eventbus/info", "/eventbus/{}/{}/xhr", "/eventbus/{}/{}/xhr_send", "/eventbus/iframe.html");

    private static final List<String> IDS = List.of(
            "103",
            "456",
            "457",
            "1",
            "470000001",
            "metavox:103",
            "metavox:470000001",
            "notes:keeper",
            "notes:alice",
            "openregister:secret:secret",
            "cozy:secret.files",
            "metavoxsettings:all",
            "secret",
            "secret.files",
            "doc_title",
            "title",
            "user:carol",
            "group:staff",
            "keeper",
            "*",
            "settings");

    static final FuzzRequests.Routes ALL = new FuzzRequests.Routes(
            Stream.of(REST, NOTES, METAVOX, PUSH, OPENREGISTER, COZY, OTHERS)
                    .flatMap(List::stream)
                    .toList(),
            IDS);

    private FuzzRoutes() {}

    private static List<String> of(String prefix, String... paths) {
        var all = new ArrayList<String>();
        for (var path : paths) {
            all.add(prefix + path);
        }
        return all;
    }
}
