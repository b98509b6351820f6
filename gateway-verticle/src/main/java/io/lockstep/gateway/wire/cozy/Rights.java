package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.auth.Scope;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what his token limits him to; what his roles allow is checked by the services. Pure.
 *
 * @param scope null for a token without limits
 */
record Rights(Identity identity, @Nullable Scope scope) {
    static final String READ = "GET";
    static final String CREATE = "POST";
    static final String UPDATE = "PUT";
    static final String DELETE = "DELETE";

    /** Fails with UNAUTHENTICATED when the token's scope cannot be read: what it allows is not known then. */
    static Rights of(Identity identity) {
        try {
            return new Rights(identity, identity.scope() == null ? null : Scope.parse(identity.scope()));
        } catch (ServiceException unreadable) {
            throw new ServiceException(FailureCode.UNAUTHENTICATED, "the token's scope is malformed");
        }
    }

    Actor actor() {
        return identity.actor();
    }

    boolean allowsType(String verb, String doctype) {
        return scope == null || scope.allowsType(verb, doctype);
    }

    boolean allowsId(String verb, String doctype, String id) {
        return scope == null || scope.allowsId(verb, doctype, id);
    }

    boolean allowsDocument(String verb, String doctype, String id, JsonObject fields) {
        return scope == null || scope.allowsDocument(verb, doctype, id, fields);
    }

    /** Whether it can depend on what is in a document. */
    boolean mayAllow(String verb, String doctype) {
        return scope == null || scope.mayAllow(verb, doctype);
    }

    /** Fails with FORBIDDEN. */
    void requireType(String verb, String doctype) throws ServiceException {
        require(allowsType(verb, doctype), verb, doctype);
    }

    /** Fails with FORBIDDEN unless the document, as it is or will be, may be treated so. */
    void requireDocument(String verb, String doctype, String id, JsonObject fields) throws ServiceException {
        require(allowsDocument(verb, doctype, id, fields), verb, doctype);
    }

    private static void require(boolean isAllowed, String verb, String doctype) {
        if (!isAllowed) {
            throw new ServiceException(
                    FailureCode.FORBIDDEN, "the token's scope does not allow " + verb + " on this of " + doctype);
        }
    }
}
