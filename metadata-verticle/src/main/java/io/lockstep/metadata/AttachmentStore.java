package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The room of the store for attachments; {@link MetadataStore} says what all rooms promise. */
interface AttachmentStore {

    /**
     * Puts an attachment while the space is locked, and counts it with what the space holds.
     *
     * @param rule is asked first; what it throws fails the Future and changes nothing
     * @return the attachment; empty when its path is taken
     */
    Future<Optional<StoredAttachment>> putAttachment(Actor actor, StoredAttachment attachment, Consumer<Ground> rule);

    /** What the actor may see at the path, or else under the same file name among those of the document. */
    Future<Optional<StoredAttachment>> findAttachment(Actor actor, DocumentKey document, String path);

    /**
     * What decides about a new attachment.
     *
     * @param role the actor's; null when there is no such space or he has none
     * @param hasDocument whether the document is there
     */
    record Ground(@Nullable Role role, boolean hasDocument, Usage usage) {}
}
