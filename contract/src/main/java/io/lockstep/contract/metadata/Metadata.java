package io.lockstep.contract.metadata;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Operation;
import io.vertx.core.Future;
import java.time.Duration;

/** The typed client of the metadata operations. Every Future may fail with UNAVAILABLE besides what its message names. */
public final class Metadata {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    public static final Operation<ReadDocument, Document> READ =
            new Operation<>("lockstep.metadata.read", ReadDocument.class, Document.class, TIMEOUT);
    public static final Operation<ListDocuments, DocumentPage> LIST =
            new Operation<>("lockstep.metadata.list", ListDocuments.class, DocumentPage.class, TIMEOUT);
    public static final Operation<WriteDocument, Written> WRITE =
            new Operation<>("lockstep.metadata.write", WriteDocument.class, Written.class, TIMEOUT);
    public static final Operation<WriteBatch, BatchResult> BATCH =
            new Operation<>("lockstep.metadata.batch", WriteBatch.class, BatchResult.class, Duration.ofSeconds(30));
    public static final Operation<DeleteDocument, Written> DELETE =
            new Operation<>("lockstep.metadata.delete", DeleteDocument.class, Written.class, TIMEOUT);
    public static final Operation<CopyDocument, Written> COPY =
            new Operation<>("lockstep.metadata.copy", CopyDocument.class, Written.class, TIMEOUT);
    public static final Operation<ListChanges, Changes> CHANGES =
            new Operation<>("lockstep.metadata.changes", ListChanges.class, Changes.class, TIMEOUT);
    public static final Operation<SyncDocuments, DocumentSync> SYNC =
            new Operation<>("lockstep.metadata.sync", SyncDocuments.class, DocumentSync.class, Duration.ofSeconds(30));
    public static final Operation<ReconcileDocuments, Reconciled> RECONCILE = new Operation<>(
            "lockstep.metadata.reconcile", ReconcileDocuments.class, Reconciled.class, Duration.ofSeconds(30));
    public static final Operation<FlushSpace, FlushedSpace> FLUSH =
            new Operation<>("lockstep.metadata.flush", FlushSpace.class, FlushedSpace.class, TIMEOUT);
    public static final Operation<GetSpace, Space> GET_SPACE =
            new Operation<>("lockstep.space.get", GetSpace.class, Space.class, TIMEOUT);
    public static final Operation<ListSpaces, Spaces> LIST_SPACES =
            new Operation<>("lockstep.space.list", ListSpaces.class, Spaces.class, TIMEOUT);
    public static final Operation<PutSpace, Space> PUT_SPACE =
            new Operation<>("lockstep.space.put", PutSpace.class, Space.class, TIMEOUT);
    public static final Operation<PutMembers, Space> PUT_MEMBERS =
            new Operation<>("lockstep.space.members", PutMembers.class, Space.class, TIMEOUT);
    public static final Operation<ListHeads, Heads> HEADS =
            new Operation<>("lockstep.space.heads", ListHeads.class, Heads.class, TIMEOUT);
    public static final Operation<CheckAccess, Access> CHECK_ACCESS =
            new Operation<>("lockstep.access.check", CheckAccess.class, Access.class, TIMEOUT);
    public static final Operation<PutAttachment, Attachment> PUT_ATTACHMENT =
            new Operation<>("lockstep.attachment.put", PutAttachment.class, Attachment.class, Duration.ofSeconds(30));
    public static final Operation<ReadAttachment, Attachment> READ_ATTACHMENT =
            new Operation<>("lockstep.attachment.read", ReadAttachment.class, Attachment.class, Duration.ofSeconds(30));
    public static final Operation<Authenticate, Account> AUTHENTICATE =
            new Operation<>("lockstep.account.authenticate", Authenticate.class, Account.class, TIMEOUT);
    public static final Operation<GetAccount, Account> GET_ACCOUNT =
            new Operation<>("lockstep.account.get", GetAccount.class, Account.class, TIMEOUT);
    public static final Operation<PutAccount, Account> PUT_ACCOUNT =
            new Operation<>("lockstep.account.put", PutAccount.class, Account.class, TIMEOUT);

    public static final Operation<SearchAccounts, FoundAccounts> SEARCH_ACCOUNTS =
            new Operation<>("lockstep.account.search", SearchAccounts.class, FoundAccounts.class, TIMEOUT);

    public static final Operation<ListAccounts, AccountPage> LIST_ACCOUNTS =
            new Operation<>("lockstep.account.list", ListAccounts.class, AccountPage.class, TIMEOUT);
    public static final Operation<ChangeAccount, AccountDetails> CHANGE_ACCOUNT =
            new Operation<>("lockstep.account.change", ChangeAccount.class, AccountDetails.class, TIMEOUT);
    public static final Operation<RemoveAccount, RemovedAccount> REMOVE_ACCOUNT = new Operation<>(
            "lockstep.account.remove", RemoveAccount.class, RemovedAccount.class, Duration.ofSeconds(30));
    public static final Operation<ListRevoked, Revoked> REVOKED =
            new Operation<>("lockstep.account.revoked", ListRevoked.class, Revoked.class, TIMEOUT);
    public static final Operation<RenewSpaces, RenewedSpaces> RENEW_SPACES =
            new Operation<>("lockstep.space.renew", RenewSpaces.class, RenewedSpaces.class, Duration.ofSeconds(30));

    private final Bus bus;

    public Metadata(Bus bus) {
        this.bus = bus;
    }

    public Future<Document> read(ReadDocument request) {
        return bus.request(READ, request);
    }

    public Future<DocumentPage> list(ListDocuments request) {
        return bus.request(LIST, request);
    }

    public Future<Written> write(WriteDocument request) {
        return bus.request(WRITE, request);
    }

    public Future<BatchResult> batch(WriteBatch request) {
        return bus.request(BATCH, request);
    }

    public Future<Written> delete(DeleteDocument request) {
        return bus.request(DELETE, request);
    }

    public Future<Written> copy(CopyDocument request) {
        return bus.request(COPY, request);
    }

    public Future<Changes> changes(ListChanges request) {
        return bus.request(CHANGES, request);
    }

    public Future<DocumentSync> sync(SyncDocuments request) {
        return bus.request(SYNC, request);
    }

    public Future<Reconciled> reconcile(ReconcileDocuments request) {
        return bus.request(RECONCILE, request);
    }

    public Future<FlushedSpace> flush(FlushSpace request) {
        return bus.request(FLUSH, request);
    }

    public Future<Space> space(GetSpace request) {
        return bus.request(GET_SPACE, request);
    }

    public Future<Spaces> spaces(ListSpaces request) {
        return bus.request(LIST_SPACES, request);
    }

    public Future<Space> putSpace(PutSpace request) {
        return bus.request(PUT_SPACE, request);
    }

    public Future<Space> putMembers(PutMembers request) {
        return bus.request(PUT_MEMBERS, request);
    }

    public Future<Heads> heads(ListHeads request) {
        return bus.request(HEADS, request);
    }

    public Future<Access> access(CheckAccess request) {
        return bus.request(CHECK_ACCESS, request);
    }

    public Future<Attachment> putAttachment(PutAttachment request) {
        return bus.request(PUT_ATTACHMENT, request);
    }

    public Future<Attachment> attachment(ReadAttachment request) {
        return bus.request(READ_ATTACHMENT, request);
    }

    public Future<Account> authenticate(Authenticate request) {
        return bus.request(AUTHENTICATE, request);
    }

    public Future<Account> account(GetAccount request) {
        return bus.request(GET_ACCOUNT, request);
    }

    public Future<Account> putAccount(PutAccount request) {
        return bus.request(PUT_ACCOUNT, request);
    }

    public Future<AccountPage> accounts(ListAccounts request) {
        return bus.request(LIST_ACCOUNTS, request);
    }

    public Future<AccountDetails> changeAccount(ChangeAccount request) {
        return bus.request(CHANGE_ACCOUNT, request);
    }

    public Future<RemovedAccount> removeAccount(RemoveAccount request) {
        return bus.request(REMOVE_ACCOUNT, request);
    }

    public Future<Revoked> revoked(ListRevoked request) {
        return bus.request(REVOKED, request);
    }

    public Future<RenewedSpaces> renewSpaces(RenewSpaces request) {
        return bus.request(RENEW_SPACES, request);
    }

    public Future<FoundAccounts> searchAccounts(SearchAccounts request) {
        return bus.request(SEARCH_ACCOUNTS, request);
    }
}
