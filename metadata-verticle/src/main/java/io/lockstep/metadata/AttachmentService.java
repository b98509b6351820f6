package io.lockstep.metadata;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Attachment;
import io.lockstep.contract.metadata.PutAttachment;
import io.lockstep.contract.metadata.ReadAttachment;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** The operations on attachments. */
final class AttachmentService {
    private final AttachmentStore store;
    private final Clock clock;

    AttachmentService(AttachmentStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    Future<Attachment> put(PutAttachment request) {
        Text.check(request.path(), "path");
        Text.check(request.contentType(), "contentType");
        var attachment = new StoredAttachment(
                new DocumentKey(request.space(), Text.check(request.document(), "document")),
                request.path(),
                request.contentType(),
                content(request),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return store.putAttachment(Text.check(request.actor()), attachment, ground -> check(attachment, ground))
                .map(put -> put.orElseThrow(() -> taken(attachment)).withoutContent());
    }

    Future<Attachment> read(ReadAttachment request) {
        var document = new DocumentKey(request.space(), Text.check(request.document(), "document"));
        return store.findAttachment(Text.check(request.actor()), document, Text.check(request.path(), "path"))
                .map(found -> found.orElseThrow(() -> absent(request)).withContent());
    }

    private static void check(StoredAttachment attachment, AttachmentStore.Ground ground) {
        var space = attachment.document().space();
        if (ground.role() == null) {
            throw Refusals.noSpace(space);
        }
        if (!ground.role().includes(Role.EDITOR)) {
            throw Refusals.readOnlySpace(space);
        }
        if (!ground.hasDocument()) {
            throw Refusals.noDocument(attachment.document());
        }
        if (ground.usage().forbids(attachment.content().length())) {
            throw Refusals.overQuota(space, ground.usage());
        }
    }

    private static Buffer content(PutAttachment request) {
        byte[] content;
        try {
            content = Base64.getDecoder().decode(request.content());
        } catch (IllegalArgumentException broken) {
            throw Require.badRequest("'content' must be base64");
        }
        if (content.length > PutAttachment.MAX_BYTES) {
            throw new ServiceException(
                    FailureCode.TOO_LARGE, "an attachment may have at most " + PutAttachment.MAX_BYTES + " bytes");
        }
        return Buffer.buffer(content);
    }

    private static ServiceException taken(StoredAttachment attachment) {
        return new ServiceException(
                FailureCode.REVISION_CONFLICT,
                "there is an attachment at '" + attachment.path() + "' already: choose another path");
    }

    private static ServiceException absent(ReadAttachment request) {
        return new ServiceException(
                FailureCode.NOT_FOUND,
                "there is no attachment '" + request.path() + "' in space '" + request.space()
                        + "', or you may not see it");
    }
}
