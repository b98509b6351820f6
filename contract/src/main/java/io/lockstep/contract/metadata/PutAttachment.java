package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import java.nio.charset.StandardCharsets;

/**
 * Keeps a file with a document; needs role editor. Fails with REVISION_CONFLICT when the path is taken: attachments never
 * change. Fails with TOO_LARGE over {@link #MAX_BYTES}, with QUOTA when the space's owner has no room for it, and with
 * NOT_FOUND when there is no such document. The attachment goes when the document is deleted.
 *
 * @param path folders joined by {@code /}, and the name of the file; at most 1,000 bytes, unique in the space
 * @param content in base64
 */
public record PutAttachment(
        Actor actor, String space, String document, String path, String contentType, String content) {
    /** Of the content, not of its base64 text. */
    public static final int MAX_BYTES = 10 << 20;

    private static final int MAX_PATH_BYTES = 1_000;

    public PutAttachment {
        Require.present(actor, "actor");
        SpaceId.check(space);
        Require.name(document, "document");
        checkPath(path);
        Require.name(contentType, "contentType");
        Require.present(content, "content");
    }

    static void checkPath(String path) {
        int bytes = Require.present(path, "path").getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_PATH_BYTES) {
            throw Require.badRequest("'path' must have from 1 to " + MAX_PATH_BYTES + " bytes");
        }
    }

    /** Without the content. */
    @Override
    public String toString() {
        return "PutAttachment[space=" + space + ", path=" + path + "]";
    }
}
