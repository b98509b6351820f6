package io.lockstep.metadata;

import io.lockstep.contract.metadata.Attachment;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Base64;

/** An attachment as it is stored; it never changes. */
record StoredAttachment(DocumentKey document, String path, String contentType, Buffer content, Instant at) {

    /** As who has put it is answered. */
    Attachment withoutContent() {
        return new Attachment(document.space(), path, document.document(), contentType, content.length(), at, null);
    }

    Attachment withContent() {
        var text = Base64.getEncoder().encodeToString(content.getBytes());
        return new Attachment(document.space(), path, document.document(), contentType, content.length(), at, text);
    }
}
