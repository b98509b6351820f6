package io.lockstep.gateway.wire.notes;

import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Etags;
import io.vertx.core.MultiMap;

/**
 * A request of a signed-in user.
 *
 * @param version as the path spells it: {@code v1}, {@code v0.2}, {@code v1.4}
 */
record NotesCall(Identity identity, NoteBook book, NotesParameters parameters, MultiMap headers, String version) {
    Etags ifNoneMatch() {
        return Etags.of(headers.get("If-None-Match"));
    }

    /** Whether {@code If-Match} lets the note be changed; without it everything may be. */
    boolean allows(Note note) {
        var header = headers.get("If-Match");
        return header == null || header.isBlank() || Etags.of(header).contain(note.etag());
    }
}
