/**
 * Locks in Redis: who may edit a cell or a whole document, until when, and everybody's knowledge of it.
 *
 * <p>{@link io.lockstep.lock.LockVerticle} serves the lock operations; {@link io.lockstep.lock.LockService} holds the rules,
 * with {@link io.lockstep.lock.WriteCheck} (which writes a lock forbids), {@link io.lockstep.lock.LockEvents} (what is told
 * to whom) and {@link io.lockstep.lock.Answers}; {@link io.lockstep.lock.LockStore} is the port,
 * {@link io.lockstep.lock.RedisLockStore} its adapter with one Lua file per method, {@link io.lockstep.lock.RedisLink} the
 * connection that heals itself.
 *
 * <table>
 * <caption>Keys in Redis. p is metavox_lock and t the name of the space for wire metavox; for the others p is lock and t
 * the whole id. Document and field are percent-encoded at % : { }</caption>
 * <tr><th>key</th><th>type</th><th>holds</th><th>lives</th></tr>
 * <tr><td>p:{t}:document:field</td><td>string</td><td>the owner, a newline, the lock as JSON; for who looks from outside</td><td>TTL of the lock</td></tr>
 * <tr><td>p.document:{t}:document</td><td>hash</td><td>field to the lock as JSON: the truth about the lock</td><td>while it has locks</td></tr>
 * <tr><td>p.deadlines:{t}</td><td>sorted set</td><td>document:field by the ms at which to look whether it is due</td><td>while the space has locks</td></tr>
 * <tr><td>p.warnings:{t}</td><td>sorted set</td><td>document:field by the ms at which the renewal is overdue</td><td>as the deadlines</td></tr>
 * <tr><td>p.waiting:{t}:document</td><td>list</td><td>who waits for locks of the document, in order</td><td>while somebody waits</td></tr>
 * <tr><td>p.attendees:{t}</td><td>hash</td><td>on whose presence how much depends, and when he was last seen</td><td>while something does</td></tr>
 * <tr><td>p.audit:{t}</td><td>stream</td><td>what became of locks, about the last 1,000 things</td><td>30 days after the last one</td></tr>
 * <tr><td>p.space:{t}</td><td>hash</td><td>lockSeq, the last fence, how many wait</td><td>for good</td></tr>
 * <tr><td>lock:deadlines</td><td>sorted set</td><td>hints, ms:space by ms: where to look for due locks</td><td>until looked at</td></tr>
 * <tr><td>lock:attendees</td><td>sorted set</td><td>space and attendee by the ms at which something was known to depend on him</td><td>until nothing does</td></tr>
 * </table>
 *
 * <table>
 * <caption>Scripts; each starts with what locks.lua holds</caption>
 * <tr><th>file</th><th>does, atomically</th></tr>
 * <tr><td>acquire.lua</td><td>ends what is due in the way, then takes, renews or refuses all of the cells, and queues</td></tr>
 * <tr><td>release.lua</td><td>ends the owner's lock, or his waiting, and serves the line</td></tr>
 * <tr><td>break.lua</td><td>ends anybody's lock and serves the line</td></tr>
 * <tr><td>list.lua</td><td>snapshot of a space or of some documents; also behind check and knock</td></tr>
 * <tr><td>expire.lua</td><td>pops the due and the overdue locks of a space: one node gets each; serves the lines</td></tr>
 * <tr><td>attend.lua</td><td>notes who is here</td></tr>
 * </table>
 *
 * <p>All keys of a space share the hash tag {t}, so that they are in one cluster slot; the scripts touch keys of that slot
 * which they find and which are therefore not among their KEYS. The hints have no tag: outside a cluster the scripts leave
 * them in the same step as the lock; in a cluster they are sent before the script, never instead of it, so that there may be
 * a hint for nothing, which costs one look, but no lock without a hint. Whoever looks leaves a hint for the next deadline of
 * the space.
 *
 * <p>The clock is Redis's. Fence and lockSeq start from its time in microseconds and are below 2^53, so they stay exact in
 * Lua and JavaScript and do not go back when Redis has lost everything; the highest numbers that a process has seen are sent
 * along, so that they do not go back either when the clock was set back meanwhile.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.lock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
