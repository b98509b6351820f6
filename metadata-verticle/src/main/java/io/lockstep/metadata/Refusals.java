package io.lockstep.metadata;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.Lock;
import io.vertx.core.json.JsonObject;

/** The sentences with which this service refuses, each saying what is wrong and how to mend it. */
final class Refusals {
    private Refusals() {}

    /** Also for a space that the actor may not see: he must not learn that it exists. */
    static ServiceException noSpace(String space) {
        return new ServiceException(FailureCode.NOT_FOUND, "there is no space '" + space + "', or you may not see it");
    }

    static ServiceException noDocument(DocumentKey key) {
        return new ServiceException(
                FailureCode.NOT_FOUND, "there is no document '" + key.document() + "' in space '" + key.space() + "'");
    }

    /** Nothing was wrong with this write, but it was to take effect together with one that was refused. */
    static ServiceException notApplied(int refused) {
        return new ServiceException(
                FailureCode.BAD_REQUEST,
                "not applied, because write " + refused + " of the same atomic batch was refused",
                new JsonObject().put("notApplied", true).put("refused", refused));
    }

    static ServiceException readOnlySpace(String space) {
        return forbidden("you may read space '" + space + "' but not write in it");
    }

    static ServiceException forbidden(String message) {
        return new ServiceException(FailureCode.FORBIDDEN, message);
    }

    static ServiceException alreadyThere(StoredDocument document) {
        return conflict(document, "document '" + document.key().document() + "' already exists");
    }

    static ServiceException conditionFailed(StoredDocument document) {
        var name = "document '" + document.key().document() + "'";
        return conflict(
                document,
                document.deleted()
                        ? name + " does not exist, so it does not match the condition"
                        : name + " is at revision " + document.revision() + " now: read it and try again");
    }

    static ServiceException locked(Lock lock) {
        var what = lock.field().equals(Lock.WHOLE_DOCUMENT)
                ? "document '" + lock.document() + "'"
                : "'" + lock.field() + "' of document '" + lock.document() + "'";
        return new ServiceException(
                FailureCode.LOCKED,
                what + " is locked by " + lock.displayName(),
                new JsonObject().put("lock", Json.toJson(lock)));
    }

    /** Somebody who locked it later has written it already. */
    static ServiceException passedOn(Write write) {
        var what = "document '" + write.key().document() + "'";
        return new ServiceException(
                FailureCode.LOCKED,
                write.effectiveFence() == null
                        ? what + " was locked and written by somebody else meanwhile: read it and try again"
                        : "your lock on " + what + " has passed to somebody else: read it and lock it again");
    }

    static ServiceException tooLarge(int maxBytes) {
        return new ServiceException(
                FailureCode.TOO_LARGE, "a document's fields may have at most " + maxBytes + " bytes of JSON");
    }

    static ServiceException overQuota(String space, Usage usage) {
        return new ServiceException(
                FailureCode.QUOTA,
                "space '" + space + "' holds " + usage.usedBytes() + " of the " + usage.quotaBytes()
                        + " bytes that its owner may use: delete something, or have an admin raise the quota",
                new JsonObject().put("quotaBytes", usage.quotaBytes()).put("usedBytes", usage.usedBytes()));
    }

    static ServiceException cursorGone(SpaceHead head) {
        return new ServiceException(
                FailureCode.CURSOR_GONE,
                "the feed of space '" + head.space() + "' does not reach back to this cursor: read its documents again",
                new JsonObject().put("cursor", head.cursor()));
    }

    static ServiceException unavailable(String message) {
        return new ServiceException(FailureCode.UNAVAILABLE, message);
    }

    private static ServiceException conflict(StoredDocument document, String message) {
        var details = document.deleted()
                ? new JsonObject()
                : new JsonObject().put("revision", document.revision()).put("etag", document.etag());
        return new ServiceException(FailureCode.REVISION_CONFLICT, message, details);
    }
}
