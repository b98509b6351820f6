/**
 * What crosses the event bus, and nothing else: the addresses, the messages and the one error table.
 *
 * <p>Modules meet only here. A request is a JSON object on a bus address and is answered with a JSON object or with a
 * failure whose number is a {@link io.lockstep.contract.FailureCode}; inside, both are records. Unknown keys are
 * ignored, a missing required one is BAD_REQUEST naming the key.
 *
 * <table>
 * <caption>Addresses</caption>
 * <tr><th>address</th><th>request</th><th>answer</th><th>served by</th></tr>
 * <tr><td>lockstep.metadata.read</td><td>ReadDocument</td><td>Document</td><td>metadata</td></tr>
 * <tr><td>lockstep.metadata.list</td><td>ListDocuments</td><td>DocumentPage</td><td>metadata</td></tr>
 * <tr><td>lockstep.metadata.write</td><td>WriteDocument</td><td>Written</td><td>metadata</td></tr>
 * <tr><td>lockstep.metadata.batch</td><td>WriteBatch</td><td>BatchResult</td><td>metadata</td></tr>
 * <tr><td>lockstep.metadata.delete</td><td>DeleteDocument</td><td>Written</td><td>metadata</td></tr>
 * <tr><td>lockstep.metadata.copy</td><td>CopyDocument</td><td>Written</td><td>metadata</td></tr>
 * <tr><td>lockstep.metadata.changes</td><td>ListChanges</td><td>Changes</td><td>metadata</td></tr>
 * <tr><td>lockstep.metadata.sync</td><td>SyncDocuments</td><td>DocumentSync</td><td>metadata</td></tr>
 * <tr><td>lockstep.metadata.reconcile</td><td>ReconcileDocuments</td><td>Reconciled</td><td>metadata</td></tr>
 * <tr><td>lockstep.metadata.flush</td><td>FlushSpace</td><td>FlushedSpace</td><td>metadata</td></tr>
 * <tr><td>lockstep.space.get</td><td>GetSpace</td><td>Space</td><td>metadata</td></tr>
 * <tr><td>lockstep.space.list</td><td>ListSpaces</td><td>Spaces</td><td>metadata</td></tr>
 * <tr><td>lockstep.space.put</td><td>PutSpace</td><td>Space</td><td>metadata</td></tr>
 * <tr><td>lockstep.space.members</td><td>PutMembers</td><td>Space</td><td>metadata</td></tr>
 * <tr><td>lockstep.space.renew</td><td>RenewSpaces</td><td>RenewedSpaces</td><td>metadata</td></tr>
 * <tr><td>lockstep.space.heads</td><td>ListHeads</td><td>Heads</td><td>metadata</td></tr>
 * <tr><td>lockstep.access.check</td><td>CheckAccess</td><td>Access</td><td>metadata</td></tr>
 * <tr><td>lockstep.attachment.put</td><td>PutAttachment</td><td>Attachment</td><td>metadata</td></tr>
 * <tr><td>lockstep.attachment.read</td><td>ReadAttachment</td><td>Attachment</td><td>metadata</td></tr>
 * <tr><td>lockstep.account.authenticate</td><td>Authenticate</td><td>Account</td><td>metadata</td></tr>
 * <tr><td>lockstep.account.get</td><td>GetAccount</td><td>Account</td><td>metadata</td></tr>
 * <tr><td>lockstep.account.put</td><td>PutAccount</td><td>Account</td><td>metadata</td></tr>
 * <tr><td>lockstep.account.list</td><td>ListAccounts</td><td>AccountPage</td><td>metadata</td></tr>
 * <tr><td>lockstep.account.change</td><td>ChangeAccount</td><td>AccountDetails</td><td>metadata</td></tr>
 * <tr><td>lockstep.account.remove</td><td>RemoveAccount</td><td>RemovedAccount</td><td>metadata</td></tr>
 * <tr><td>lockstep.account.revoked</td><td>ListRevoked</td><td>Revoked</td><td>metadata, for gateways</td></tr>
 * <tr><td>lockstep.account.search</td><td>SearchAccounts</td><td>FoundAccounts</td><td>metadata</td></tr>
 * <tr><td>lockstep.lock.acquire</td><td>AcquireLock</td><td>LockAnswer</td><td>lock</td></tr>
 * <tr><td>lockstep.lock.release</td><td>ReleaseLock</td><td>Released</td><td>lock</td></tr>
 * <tr><td>lockstep.lock.list</td><td>ListLocks</td><td>LockSnapshot</td><td>lock</td></tr>
 * <tr><td>lockstep.lock.check</td><td>CheckLocks</td><td>LockVerdicts</td><td>lock</td></tr>
 * <tr><td>lockstep.lock.acquireAll</td><td>AcquireLocks</td><td>LockAnswers</td><td>lock</td></tr>
 * <tr><td>lockstep.lock.break</td><td>BreakLock</td><td>Broken</td><td>lock</td></tr>
 * <tr><td>lockstep.lock.knock</td><td>KnockLock</td><td>Knocked</td><td>lock</td></tr>
 * <tr><td>lockstep.lock.heads</td><td>ListLockHeads</td><td>LockHeads</td><td>lock</td></tr>
 * <tr><td>lockstep.lock.attendees</td><td>ListAttendees</td><td>Attendees</td><td>lock</td></tr>
 * <tr><td>lockstep.lock.attend</td><td>AttendLocks</td><td>Attended</td><td>lock</td></tr>
 * <tr><td>lockstep.lock.audit</td><td>ListLockAudit</td><td>LockAudit</td><td>lock</td></tr>
 * <tr><td>lockstep.preauth.put</td><td>PutPreAuth</td><td>PreAuthKept</td><td>any dispatcher</td></tr>
 * <tr><td>lockstep.preauth.take</td><td>TakePreAuth</td><td>PreAuthTaken</td><td>any dispatcher</td></tr>
 * <tr><td>lockstep.push.check</td><td>CheckSelfTest</td><td>SelfTestCookie</td><td>any dispatcher</td></tr>
 * <tr><td>lockstep.push.mounts</td><td>CountMounts</td><td>Mounts</td><td>any dispatcher</td></tr>
 * <tr><td>lockstep.push.version</td><td>TellVersion</td><td>VersionTold</td><td>any dispatcher</td></tr>
 * <tr><td>lockstep.push.health</td><td>AskPushHealth</td><td>PushHealth</td><td>any dispatcher</td></tr>
 * <tr><td>lockstep.push.close</td><td>ClosePushSockets, published</td><td></td><td>every gateway node</td></tr>
 * <tr><td>lockstep.push.count</td><td>CountPushSockets, published</td><td>PushCounts, sent to its address</td><td>every gateway node</td></tr>
 * <tr><td>lockstep.trigger.put</td><td>PutTrigger</td><td>Trigger</td><td>metadata</td></tr>
 * <tr><td>lockstep.trigger.list</td><td>ListTriggers</td><td>TriggerList</td><td>metadata</td></tr>
 * <tr><td>lockstep.trigger.delete</td><td>DeleteTrigger</td><td>Trigger</td><td>metadata</td></tr>
 * <tr><td>lockstep.trigger.failures</td><td>ListFailures</td><td>Failures</td><td>metadata</td></tr>
 * <tr><td>lockstep.trigger.retry</td><td>RetryFailure</td><td>Retried</td><td>metadata</td></tr>
 * <tr><td>lockstep.trigger.look</td><td>LookAtTriggers</td><td>TriggerWork</td><td>metadata, for the dispatcher</td></tr>
 * <tr><td>lockstep.trigger.enqueue</td><td>EnqueueJobs</td><td>Enqueued</td><td>metadata, for the dispatcher</td></tr>
 * <tr><td>lockstep.trigger.take</td><td>TakeJobs</td><td>TakenJobs</td><td>metadata, for the dispatcher</td></tr>
 * <tr><td>lockstep.trigger.finish</td><td>FinishJob</td><td>Finished</td><td>metadata, for the dispatcher</td></tr>
 * <tr><td>lockstep.lease.hold</td><td>HoldLease</td><td>Lease</td><td>metadata</td></tr>
 * <tr><td>lockstep.event</td><td>PublishEvents</td><td>Published, or one way</td><td>any dispatcher</td></tr>
 * <tr><td>lockstep.deliver.0 to 63</td><td>Deliveries, published</td><td></td><td>every gateway node with a listener</td></tr>
 * <tr><td>lockstep.presence.0 to 63</td><td>PresenceReport, published</td><td></td><td>every gateway node with a listener</td></tr>
 * <tr><td>lockstep.presence.of.(node)</td><td>ListPresence</td><td>PresenceStates</td><td>that gateway node</td></tr>
 * <tr><td>lockstep.node.(node)</td><td>Greet</td><td>Greeted</td><td>that node</td></tr>
 * </table>
 *
 * <p>The bus is inside the trust boundary: the caller sets the {@link io.lockstep.contract.Actor}, and whoever can send
 * on the bus can act as anybody. {@link io.lockstep.contract.BusSecret}, TLS and a network of its own keep others out.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.contract;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
