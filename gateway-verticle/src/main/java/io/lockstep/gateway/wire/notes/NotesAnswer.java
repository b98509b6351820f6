package io.lockstep.gateway.wire.notes;

import java.util.LinkedHashMap;
import java.util.Map;

/** A response: its status, the headers that are its own, and its JSON; the text of a 304 is empty. */
record NotesAnswer(int status, Map<String, String> headers, String body) {
    static final String VERSIONS = "X-Notes-API-Versions";

    NotesAnswer {
        headers = Map.copyOf(headers);
    }

    static NotesAnswer ok(String body) {
        return new NotesAnswer(200, Map.of(), body);
    }

    static NotesAnswer notModified() {
        return new NotesAnswer(304, Map.of(), "");
    }

    NotesAnswer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new NotesAnswer(status, more, body);
    }
}
