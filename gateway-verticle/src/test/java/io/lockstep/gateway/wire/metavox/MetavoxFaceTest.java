package io.lockstep.gateway.wire.metavox;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.Spaces;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetavoxFaceTest {
    @Test
    void page_gets_the_answer_bare_and_apps_get_it_in_the_envelope() {
        assertThat(MetavoxFace.BROWSER.dress(MetavoxJson.SUCCESS)).isEqualTo("{\"success\":true}");
        assertThat(MetavoxFace.OCS.dress(MetavoxJson.SUCCESS))
                .isEqualTo("{\"ocs\":{\"meta\":{\"status\":\"ok\",\"statuscode\":200,\"message\":\"OK\"},"
                        + "\"data\":{\"success\":true}}}");
        assertThat(MetavoxFace.OCS.dress(MetavoxAnswer.error(403, "Access denied")))
                .isEqualTo(
                        "{\"ocs\":{\"meta\":{\"status\":\"failure\",\"statuscode\":403,\"message\":\"Access denied\"},"
                                + "\"data\":{\"error\":\"Access denied\"}}}");
        assertThat(MetavoxFace.OCS.dress(MetavoxAnswer.error(401, "x"))).contains("\"statuscode\":997");
    }

    @Test
    void folder_is_where_its_title_says_and_the_innermost_counts() {
        var outer = new Spaces.Summary("metavox:1", "Team", Role.VIEWER);
        var inner = new Spaces.Summary("metavox:2", "/Team/Plans/", Role.VIEWER);
        var folders = List.of(outer, inner);
        assertThat(MetavoxFolders.holding(folders, "/Team")).contains(outer);
        assertThat(MetavoxFolders.holding(folders, "Team/Other/")).contains(outer);
        assertThat(MetavoxFolders.holding(folders, "/Team/Plans/2026")).contains(inner);
        assertThat(MetavoxFolders.holding(folders, "/Teams")).isEmpty();
        assertThat(MetavoxFolders.holding(folders, "")).isEmpty();
    }
}
