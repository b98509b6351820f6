/**
 * The metadata service: spaces, members, documents with their etags, the feeds of their changes, and accounts, kept in
 * PostgreSQL.
 *
 * <table>
 * <caption>Where to find what, in the order to read it</caption>
 * <tr><th>file</th><th>what it is</th></tr>
 * <tr><td>{@link io.lockstep.metadata.MetadataVerticle}</td><td>the wiring: configuration, store, services, consumers</td></tr>
 * <tr><td>{@link io.lockstep.metadata.MetadataConfig}</td><td>what can be set, and the defaults</td></tr>
 * <tr><td>MetadataService</td><td>operations on documents and feeds</td></tr>
 * <tr><td>SpaceService, SpaceRules</td><td>operations on spaces and members, and what they may do</td></tr>
 * <tr><td>AccountService, Passwords, BcryptPasswords</td><td>sign-in</td></tr>
 * <tr><td>AttachmentService, AttachmentStore, PgAttachmentStore</td><td>files that are kept with documents</td></tr>
 * <tr><td>GroupCommit</td><td>many writes, few transactions</td></tr>
 * <tr><td>BatchCommit, LockGuard, LockCheck</td><td>the way of one batch: locks, decision, commit, events, answers</td></tr>
 * <tr><td>WriteRules, FieldRules, Ledger</td><td>what a write may do and changes; all of it pure</td></tr>
 * <tr><td>Standing, Decisions, Outcome, Write</td><td>what the rules are given and what they give</td></tr>
 * <tr><td>Fields, Etag, Fences, Grants, SpaceHead, Usage, Text</td><td>the values the rules are made of</td></tr>
 * <tr><td>MetadataStore: DocumentStore, SpaceStore, AccountStore</td><td>the port, with what every adapter promises</td></tr>
 * <tr><td>PgMetadataStore: PgDocumentStore, PgBatch, PgSpaceStore, PgAccountStore</td><td>the adapter; its SQL is in
 * resources, each file named like the method that runs it</td></tr>
 * <tr><td>Retention</td><td>forgets old changes</td></tr>
 * <tr><td>Listing, SortPlace, ListingSql</td><td>which documents are asked for, in which order, and the SQL for it</td></tr>
 * <tr><td>Database, PgFailures, PgRows, Sql, Migrations</td><td>connections, transactions, failures, rows, schema</td></tr>
 * </table>
 *
 * <p>The way of a write: MetadataService, GroupCommit, BatchCommit (LockGuard, then DocumentStore.commit with WriteRules
 * inside the transaction, then the events), answer.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.metadata;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
