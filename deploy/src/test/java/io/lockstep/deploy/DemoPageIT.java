package io.lockstep.deploy;

import static io.lockstep.deploy.Browser.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The demo page in two real browsers: what one person does, the other sees at once. */
class DemoPageIT {
    private static final String SPACE = "metavox:103";
    private static Browser alice;
    private static Browser bob;

    @BeforeAll
    static void open() {
        Browser.require();
        alice = Browser.signedIn(Stack.shared().httpPort(), "alice", SPACE);
        bob = Browser.signedIn(Stack.shared().httpPort(), "bob", SPACE);
    }

    @AfterAll
    static void close() {
        if (alice != null) {
            alice.close();
        }
        if (bob != null) {
            bob.close();
        }
    }

    @Test
    void cell_that_is_edited_is_locked_for_the_other_and_its_new_value_arrives() throws Exception {
        // Given
        var title = cell("456", "doc_title");
        // When
        alice.doubleClick(title);
        alice.find(title + " .editor");
        // Then
        var locked = title + "[data-state=locked][data-locked-by=alice]";
        bob.find(locked);
        assertThat(bob.style(locked, "background-color").replace(" ", "")).startsWith("rgba(233,163,28,0.15");
        assertThat(bob.style(locked, "cursor")).isEqualTo("not-allowed");
        assertThat(bob.style(locked, "box-shadow"))
                .contains("rgb(233, 163, 28)")
                .contains("2px")
                .contains("inset");
        bob.hover(locked);
        assertThat(bob.find("#tooltip").getText()).contains("Being edited by Alice");
        bob.screenshot("locked-cell");
        // When
        bob.doubleClick(locked);
        // Then
        assertThat(bob.has(title + " .editor")).isFalse();
        // When
        var value = "Plan " + System.nanoTime();
        var editor = alice.find(title + " .editor");
        editor.sendKeys(Keys.chord(Keys.CONTROL, "a"));
        editor.sendKeys(value + "\n");
        // Then
        bob.find(title + "[data-state=free][data-value='" + value + "']");
        alice.find(title + "[data-state=free][data-value='" + value + "']");
        assertThat(bob.find(title).getText()).contains(value);
        assertThat(new Rest(Stack.shared().httpPort(), "bob")
                        .send("GET", "/api/v1/spaces/" + SPACE + "/documents/456", new JsonObject())
                        .body())
                .contains(value);
    }

    @Test
    void closing_the_tab_frees_the_cell_by_itself() {
        // Given
        var title = cell("457", "doc_title");
        try (var leaving = Browser.signedIn(Stack.shared().httpPort(), "alice", SPACE)) {
            leaving.doubleClick(title);
            leaving.find(title + " .editor");
            bob.find(title + "[data-state=locked]");
            // When
            leaving.driver().close();
        }
        // Then
        bob.find(title + "[data-state=free]");
    }

    @Test
    void late_joiner_sees_the_locks_that_stand_and_a_crash_frees_them_when_they_expire() throws Exception {
        // Given
        var title = cell("503", "doc_title");
        var port = Stack.shared().httpPort();
        var taken = System.nanoTime();
        new Rest(port, "alice")
                .send(
                        "PUT",
                        "/api/v1/spaces/" + SPACE + "/documents/503/locks/doc_title",
                        new JsonObject().put("ttlMillis", 12_000));
        // When
        try (var late = Browser.signedIn(port, "carol", SPACE)) {
            // Then
            late.find(title + "[data-state=locked][data-locked-by=alice]");
            late.find(title + "[data-state=free]", Duration.ofSeconds(15));
            var heldMillis = Duration.ofNanos(System.nanoTime() - taken).toMillis();
            assertThat(heldMillis).isGreaterThanOrEqualTo(12_000);
        }
    }

    @Test
    void viewer_sees_everything_and_edits_nothing() {
        try (var carol = Browser.signedIn(Stack.shared().httpPort(), "carol", SPACE)) {
            var title = cell("618", "doc_title");
            carol.doubleClick(title);
            assertThat(carol.has(title + " .editor")).isFalse();
        }
    }

    @Test
    void who_is_here_is_shown() {
        for (var user : List.of("alice", "bob")) {
            alice.find("#presence [data-user=" + user + "]");
        }
    }

    @Test
    void escape_cancels_and_frees_the_cell() {
        // Given
        var title = cell("204", "doc_title");
        var before = alice.find(title).getDomAttribute("data-value");
        alice.doubleClick(title);
        alice.find(title + " .editor").sendKeys("thrown away");
        bob.find(title + "[data-state=locked]");
        // When
        alice.find(title + " .editor").sendKeys(Keys.ESCAPE);
        // Then
        bob.find(title + "[data-state=free]");
        assertThat(alice.find(title).getDomAttribute("data-value")).isEqualTo(before);
    }

    @Test
    void page_speaks_through_a_strict_content_security_policy() {
        var complaints = alice.driver().manage().logs().get("browser").getAll().stream()
                .map(Object::toString)
                .filter(text -> text.contains("Content Security Policy"))
                .toList();
        assertThat(complaints).isEmpty();
    }
}
