package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what came after a cursor, gapless and in commit order; needs role viewer. Fails with CURSOR_GONE when the feed
 * no longer reaches back that far.
 *
 * @param since null for the beginning of what the feed keeps
 * @param limit changes that are looked at for an answer, 1 to 1000, 200 when not given
 * @param selector only changes of documents whose fields match this {@link io.lockstep.contract.selector.Selector} now;
 *     deletions are always given, and the change of a document that does not match, and may have matched before it, is given
 *     with the verb {@code left} and without a patch; null for all changes
 * @param document only the changes of this document; null for those of all
 * @param whole true for changes with what stood {@code before} them and the {@code current} state of their documents; a page
 *     of them has at most 100
 */
public record ListChanges(
        Actor actor,
        String space,
        @Nullable String since,
        Integer limit,
        @Nullable JsonObject selector,
        @Nullable String document,
        @Nullable Boolean whole) {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 1000;
    private static final int MAX_WHOLE = 100;

    public ListChanges(
            Actor actor,
            String space,
            @Nullable String since,
            @Nullable Integer limit,
            @Nullable JsonObject selector,
            @Nullable String document,
            @Nullable Boolean whole) {
        this.actor = Require.present(actor, "actor");
        this.space = SpaceId.check(space);
        this.since = since;
        int asked = (int) Require.within(limit == null ? DEFAULT_LIMIT : limit, 1, MAX_LIMIT, "limit");
        this.limit = whole != null && whole ? Math.min(asked, MAX_WHOLE) : asked;
        this.selector = selector;
        this.document = document == null ? null : Require.name(document, "document");
        this.whole = whole;
    }

    /** Changes of all documents, without more than the feed has. */
    public ListChanges(
            Actor actor, String space, @Nullable String since, @Nullable Integer limit, @Nullable JsonObject selector) {
        this(actor, space, since, limit, selector, null, null);
    }

    /** All changes. */
    public ListChanges(Actor actor, String space, @Nullable String since, @Nullable Integer limit) {
        this(actor, space, since, limit, null);
    }

    public boolean isWhole() {
        return whole != null && whole;
    }
}
