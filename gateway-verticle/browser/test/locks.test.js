import assert from 'node:assert/strict'
import { beforeEach, mock, test } from 'node:test'
import { Lockstep } from '../../src/main/resources/browser/lockstep.js'
import { pass, passSeconds, settle, stopTheClock } from './clock.js'
import { FakeServer } from './fake-server.js'

const URL = 'http://lockstep.test'
const ACQUIRE = 'lockstep.lock.acquire'
const ACQUIRE_ALL = 'lockstep.lock.acquireAll'
const RELEASE = 'lockstep.lock.release'
const CELL = { space: 'metavox:103', document: '456', field: 'doc_title' }
const BOBS = { ...CELL, owner: 'bob', displayName: 'Bob', fence: 6 }

let server
let lockstep
let fetch

beforeEach(() => {
  stopTheClock()
  mock.method(Math, 'random', () => 0.5)
  server = new FakeServer()
  server.operations[RELEASE] = () => ({ released: true })
  fetch = async () => Response.json({ user: 'alice', displayName: 'Alice', groups: [] })
  lockstep = new Lockstep({ url: URL, session: 'tab-1', WebSocket: server.WebSocket, fetch: (...call) => fetch(...call) })
})

const space = () => lockstep.space('metavox:103')

function listen() {
  space().listen({ onEvent: () => {} })
}

const answer = (cell, { fence = 7, ttlMillis = 30_000, ...others } = {}) =>
  ({ ...CELL, ...cell, owner: 'alice', displayName: 'Alice', fence, expiresInMs: ttlMillis, acquired: true, lockSeq: 1, ...others })

function grantLocks(values) {
  server.operations[ACQUIRE] = (wanted) => answer(wanted, values)
}

function refuseLocks(position = 1) {
  server.operations[ACQUIRE] = ({ queue }) => {
    const details = queue ? { lock: BOBS, waiting: { position } } : { lock: BOBS }
    throw { failureCode: 423, message: 'Bob has it.', details }
  }
}

const granted = (event = {}) =>
  server.tell({ type: 'granted', user: 'alice', session: 'tab-1', ...CELL, fence: 7, expiresInMs: 10_000, lockSeq: 8, ...event })

async function acquire(options) {
  const lock = await space().acquire('456', 'doc_title', options)
  const losses = []
  lock.on('lost', (error) => losses.push(error))
  return { lock, losses }
}

/** Waits in line; `outcome` is the lock or the error, when there is one. */
async function waitInLine(options = {}) {
  const line = { outcome: undefined, heard: [] }
  const onWaiting = (waiting) => line.heard.push(waiting)
  space()
    .acquire('456', 'doc_title', { wait: true, onWaiting, ...options })
    .then((lock) => (line.outcome = lock), (error) => (line.outcome = error))
  await settle()
  return line
}

test('a_held_lock_is_renewed_at_a_third_of_its_ttl_until_it_is_released', async () => {
  grantLocks()
  await lockstep.connect()
  const { lock, losses } = await acquire()

  await passSeconds(40)
  await lock.release()
  await pass(60_000)

  assert.equal(server.requests(ACQUIRE).length, 1 + 4)
  assert.equal(server.requests(RELEASE).length, 1)
  assert.deepEqual(losses, [])
})

test('a_lock_is_lost_when_its_end_is_announced', async () => {
  grantLocks()
  await lockstep.connect()
  listen()
  const { lock, losses } = await acquire()

  server.publish({ type: 'unlocked', space: 'metavox:103', document: '456', field: 'doc_title', user: 'alice', fence: 7, reason: 'expired' })

  assert.equal(losses.length, 1)
  assert.equal(lock.isHeld, false)
})

test('a_lock_is_lost_when_somebody_else_is_seen_to_have_it', async () => {
  grantLocks()
  await lockstep.connect()
  listen()
  const { losses } = await acquire()

  server.publish({ type: 'locked', space: 'metavox:103', document: '456', field: 'doc_title', user: 'bob', fence: 8 })

  assert.equal(losses.length, 1)
})

test('the_end_of_an_earlier_lock_on_the_cell_loses_nothing', async () => {
  grantLocks()
  await lockstep.connect()
  listen()
  const { lock } = await acquire()

  server.publish({ type: 'unlocked', space: 'metavox:103', document: '456', field: 'doc_title', user: 'bob', fence: 6, reason: 'released' })
  server.publish({ type: 'locked', space: 'metavox:103', document: '456', field: 'doc_title', user: 'alice', fence: 7, renewed: true })

  assert.equal(lock.isHeld, true)
})

test('a_lock_is_lost_when_its_renewal_is_refused', async () => {
  grantLocks()
  await lockstep.connect()
  const { losses } = await acquire()
  server.operations[ACQUIRE] = () => { throw { failureCode: 423, message: 'Bob has it.', details: {} } }

  await pass(10_000)

  assert.deepEqual(losses.map(({ code }) => code), ['LOCKED'])
})

test('a_lock_survives_a_short_break_and_is_renewed_when_the_connection_is_back', async () => {
  grantLocks()
  await lockstep.connect()
  const { lock, losses } = await acquire()

  server.socket.drop(1006)
  await passSeconds(3)

  assert.equal(lock.isHeld, true)
  assert.deepEqual(losses, [])
  assert.ok(server.requests(ACQUIRE).length >= 2)
})

test('a_lock_is_lost_when_the_connection_stays_away_longer_than_its_ttl', async () => {
  grantLocks()
  await lockstep.connect()
  const { lock, losses } = await acquire()

  server.isUp = false
  server.socket.drop(1006)
  await passSeconds(31)

  assert.equal(lock.isHeld, false)
  assert.equal(losses.length, 1)
})

test('a_renewal_that_got_a_new_lock_gives_it_back_and_tells_that_ours_was_lost', async () => {
  grantLocks({ fence: 7 })
  await lockstep.connect()
  const { losses } = await acquire()
  grantLocks({ fence: 9 })

  await pass(10_000)

  assert.equal(losses.length, 1)
  assert.equal(server.requests(RELEASE).length, 1)
})

test('a_lock_is_given_back_by_a_request_that_outlives_the_page', async () => {
  const calls = []
  fetch = async (url, init) => (calls.push([init.method, url, init.keepalive]), new Response(null, { status: 204 }))
  grantLocks()
  await lockstep.connect()
  const { lock } = await acquire()

  lock.releaseOnExit()
  await settle()

  assert.deepEqual(calls, [['DELETE', `${URL}/api/v1/spaces/metavox%3A103/documents/456/locks/doc_title?session=tab-1`, true]])
})

test('a_lock_is_renewed_when_the_server_says', async () => {
  grantLocks({ renewAfterMs: 4_000 })
  await lockstep.connect()
  await acquire()

  await passSeconds(9)

  assert.equal(server.requests(ACQUIRE).length, 1 + 2)
})

test('a_lock_is_lost_before_anybody_else_can_have_it', async () => {
  // Given
  grantLocks()
  await lockstep.connect()
  const { lock, losses } = await acquire()
  server.operations[ACQUIRE] = () => { throw { failureCode: 503, message: 'Not now.' } }

  // When
  await passSeconds(29)
  const isHeldShortlyBefore = lock.isHeld
  await pass(950)

  // Then
  assert.equal(isHeldShortlyBefore, true)
  assert.deepEqual(losses.map(({ code }) => code), ['UNAVAILABLE'])
})

test('a_lock_whose_time_ran_out_while_the_machine_slept_is_not_held_though_no_timer_told', async () => {
  grantLocks()
  await lockstep.connect()
  const { lock } = await acquire()

  mock.timers.setTime(Date.now() + 40_000)
  const { isHeld } = lock
  await lock.release()

  assert.equal(isHeld, false)
  assert.equal(server.requests(RELEASE).length, 0)
})

test('an_overdue_renewal_is_made_good_at_once', async () => {
  grantLocks()
  await lockstep.connect()
  const { losses } = await acquire()

  server.tell({ type: 'expiring', user: 'alice', ...CELL, fence: 7, expiresInMs: 9_000 })
  server.tell({ type: 'expiring', user: 'alice', session: 'tab-2', ...CELL, fence: 7, expiresInMs: 9_000 })
  server.tell({ type: 'expiring', user: 'alice', ...CELL, field: 'notes', fence: 8, expiresInMs: 9_000 })
  await settle()

  assert.equal(server.requests(ACQUIRE).length, 1 + 1)
  assert.deepEqual(losses, [])
})

test('a_displaced_holder_is_told_by_whom_and_why', async () => {
  grantLocks()
  await lockstep.connect()
  const { lock, losses } = await acquire()

  server.tell({ type: 'displaced', user: 'alice', ...CELL, fence: 7, by: 'admin', byDisplayName: 'Administrator', note: 'Urgent.' })

  assert.equal(lock.isHeld, false)
  assert.deepEqual(losses.map(({ code, message }) => [code, message]), [['LOCKED', 'Administrator ended the lock: Urgent.']])
  const { by, byDisplayName, note } = losses[0].details
  assert.deepEqual([by, byDisplayName, note], ['admin', 'Administrator', 'Urgent.'])
})

test('a_holder_who_sees_his_lock_broken_is_told_by_whom_and_why', async () => {
  grantLocks()
  await lockstep.connect()
  listen()
  const { losses } = await acquire()

  server.publish({ type: 'unlocked', ...CELL, user: 'alice', fence: 7, lockSeq: 9, reason: 'broken', by: 'admin', note: 'Urgent.' })

  assert.deepEqual(losses.map(({ details: { by, note } }) => [by, note]), [['admin', 'Urgent.']])
})

test('a_displacement_from_an_earlier_lock_loses_nothing', async () => {
  grantLocks()
  await lockstep.connect()
  const { lock } = await acquire()

  server.tell({ type: 'displaced', user: 'alice', ...CELL, fence: 5, by: 'admin', byDisplayName: 'Administrator', note: 'Urgent.' })

  assert.equal(lock.isHeld, true)
})

test('a_degraded_lock_shows_no_fence_and_sends_none', async () => {
  grantLocks({ fence: 0, degraded: true })
  server.operations['lockstep.metadata.write'] = () => ({ degraded: true })
  await lockstep.connect()
  const { lock } = await acquire()

  await space().write('456', { doc_title: 'New' }, { fence: lock.fence })

  assert.deepEqual([lock.isHeld, lock.isDegraded, lock.fence], [true, true, undefined])
  assert.equal('fence' in server.bodies('lockstep.metadata.write')[0], false)
})

test('the_first_real_answer_makes_a_degraded_lock_real_and_the_next_other_one_is_a_loss', async () => {
  // Given
  grantLocks({ fence: 0, degraded: true })
  await lockstep.connect()
  const { lock, losses } = await acquire()

  // When
  grantLocks({ fence: 12 })
  await pass(10_000)
  const afterFirst = [lock.isHeld, lock.isDegraded, lock.fence, losses.length]
  grantLocks({ fence: 13 })
  await pass(10_000)

  // Then
  assert.deepEqual(afterFirst, [true, false, 12, 0])
  assert.equal(losses.length, 1)
})

test('a_lock_that_becomes_degraded_while_the_store_is_away_is_kept', async () => {
  grantLocks({ fence: 7 })
  await lockstep.connect()
  const { lock, losses } = await acquire()

  grantLocks({ fence: 0, degraded: true })
  await pass(10_000)
  const whileAway = [lock.isDegraded, lock.fence]
  grantLocks({ fence: 20 })
  await pass(10_000)

  assert.deepEqual(whileAway, [true, undefined])
  assert.deepEqual([lock.isHeld, lock.fence, losses], [true, 20, []])
})

test('a_degraded_lock_that_somebody_else_gets_is_lost_at_once', async () => {
  grantLocks({ fence: 0, degraded: true })
  await lockstep.connect()
  listen()
  const { losses } = await acquire()
  refuseLocks()

  server.publish({ type: 'locked', ...CELL, user: 'bob', displayName: 'Bob', fence: 30, lockSeq: 1, renewed: false })
  await settle()

  assert.deepEqual(losses.map(({ code, details }) => [code, details.lock.owner]), [['LOCKED', 'bob']])
})

test('the_session_is_named_in_requests_of_locks_and_writes_and_stays_over_a_reconnection', async () => {
  // Given
  grantLocks()
  server.operations['lockstep.metadata.write'] = () => ({})
  server.operations['lockstep.metadata.delete'] = () => ({})
  await lockstep.connect()

  // When
  const { lock } = await acquire({ exclusive: 'session', releaseOnDisconnect: true })
  await space().write('456', {})
  await space().delete('456')
  server.socket.drop(1006)
  await passSeconds(1)
  await lock.release()

  // Then
  const bodies = [ACQUIRE, 'lockstep.metadata.write', 'lockstep.metadata.delete', RELEASE].flatMap((address) => server.bodies(address))
  assert.deepEqual(bodies.map(({ session }) => session), Array(bodies.length).fill('tab-1'))
  const asked = server.bodies(ACQUIRE).map(({ exclusive, releaseOnDisconnect, queue }) => [exclusive, releaseOnDisconnect, queue])
  assert.deepEqual(asked, [['session', true, undefined], ['session', true, undefined]])
})

test('each_client_is_a_session_of_its_own', () => {
  const names = [1, 2].map(() => new Lockstep({ url: URL }).session)

  assert.match(names[0], /^[0-9a-f]{32}$/)
  assert.notEqual(names[0], names[1])
})

test('several_locks_are_taken_by_one_request_and_kept_each_by_itself', async () => {
  // Given
  const cells = [{ document: '456', field: 'doc_title' }, { document: '457', field: '*' }]
  server.operations[ACQUIRE_ALL] = () => ({ locks: cells.map((cell, index) => answer(cell, { fence: 7 + index })) })
  server.operations[ACQUIRE] = ({ document, field }) => answer({ document, field }, { fence: document === '456' ? 7 : 8, acquired: false })
  await lockstep.connect()

  // When
  const locks = await space().acquireAll(cells, { exclusive: 'session' })
  await pass(10_000)

  // Then
  assert.deepEqual(server.bodies(ACQUIRE_ALL), [{ space: 'metavox:103', session: 'tab-1', cells, ttlMillis: 30_000, exclusive: 'session' }])
  assert.deepEqual(locks.map(({ document, field, fence, isHeld }) => [document, field, fence, isHeld]), [['456', 'doc_title', 7, true], ['457', '*', 8, true]])
  assert.deepEqual(server.bodies(ACQUIRE).map(({ document, exclusive }) => [document, exclusive]), [['456', 'session'], ['457', 'session']])
})

test('none_of_several_locks_is_taken_when_one_is_refused', async () => {
  server.operations[ACQUIRE_ALL] = () => { throw { failureCode: 423, message: 'Bob has it.', details: { lock: BOBS } } }
  await lockstep.connect()

  await assert.rejects(space().acquireAll([CELL]), { code: 'LOCKED', details: { lock: BOBS } })
  await passSeconds(30)

  assert.equal(server.requests(ACQUIRE).length, 0)
})

test('a_ttl_of_less_than_a_second_is_refused_before_anything_is_asked', async () => {
  await lockstep.connect()

  await assert.rejects(space().acquire('456', 'doc_title', { ttlMillis: 999 }), { code: 'BAD_REQUEST' })
  await assert.rejects(space().acquireAll([CELL], { ttlMillis: Number.NaN }), { code: 'BAD_REQUEST' })

  assert.deepEqual(server.frames, [])
})

test('a_holder_is_knocked_a_lock_broken_and_the_audit_read', async () => {
  server.operations['lockstep.lock.knock'] = () => ({ lock: BOBS })
  server.operations['lockstep.lock.break'] = () => ({ lock: BOBS })
  server.operations['lockstep.lock.audit'] = () => ({ entries: [], next: '7-0' })
  await lockstep.connect()

  assert.deepEqual(await space().knock('456', 'doc_title'), BOBS)
  assert.deepEqual(await space().breakLock('456', 'doc_title', 'Urgent.'), BOBS)
  assert.deepEqual(await space().lockAudit({ before: '8-0', limit: 5 }), { entries: [], next: '7-0' })

  const cell = { ...CELL, session: 'tab-1' }
  assert.deepEqual(server.bodies('lockstep.lock.knock'), [cell])
  assert.deepEqual(server.bodies('lockstep.lock.break'), [{ ...cell, reason: 'Urgent.' }])
  assert.deepEqual(server.bodies('lockstep.lock.audit'), [{ space: 'metavox:103', session: 'tab-1', before: '8-0', limit: 5 }])
})

test('a_knock_is_told_with_who_is_there', async () => {
  grantLocks()
  await lockstep.connect()
  await acquire()
  const knocks = []
  lockstep.on('knock', (knock) => knocks.push(knock))

  server.tell({ type: 'knocked', user: 'alice', ...CELL, fence: 7, by: 'bob', byDisplayName: 'Bob' })

  assert.deepEqual(knocks, [{ ...CELL, by: 'bob', byDisplayName: 'Bob' }])
})

test('what_is_for_the_user_is_listened_to_once_and_shared_with_the_page', async () => {
  // Given
  grantLocks()
  await lockstep.connect()
  await acquire()
  await acquire()
  const heard = []
  const ofUser = () => server.frames.filter(({ address }) => address === 'user/alice').map(({ type }) => type)

  // When
  const offs = [1, 2].map((each) => lockstep.listen('user/alice', { onEvent: ({ message }) => heard.push([each, message]) }))
  server.tell({ type: 'custom', user: 'alice', message: 'build_done' })
  for (const off of offs) off()
  server.tell({ type: 'custom', user: 'alice', message: 'later' })

  // Then
  assert.deepEqual(heard, [[1, 'build_done'], [2, 'build_done']])
  assert.deepEqual(ofUser(), ['register'])
})

test('the_next_user_of_a_page_hears_nothing_of_the_last_one', async () => {
  // Given
  grantLocks()
  await lockstep.connect()
  await acquire()
  await lockstep.signOut()

  // When
  fetch = async () => Response.json({ user: 'carol', displayName: 'Carol', groups: [] })
  await lockstep.signIn('carol', 'carol')
  await lockstep.connect()
  refuseLocks()
  await waitInLine()

  // Then
  assert.deepEqual(server.registrations().map(({ address }) => address), ['user/alice', 'user/carol'])
})

test('who_waits_is_told_his_position_and_gets_the_lock_when_it_is_granted', async () => {
  // Given
  refuseLocks(2)
  await lockstep.connect()
  const line = await waitInLine({ ttlMillis: 20_000 })

  // When
  grantLocks({ ttlMillis: 20_000, acquired: false })
  granted()
  await settle()
  await pass(7_000)

  // Then
  assert.deepEqual(line.heard, [{ position: 2, lock: BOBS }])
  assert.deepEqual([line.outcome.isHeld, line.outcome.fence], [true, 7])
  assert.deepEqual(server.bodies(ACQUIRE).map(({ queue, ttlMillis }) => [queue, ttlMillis]), [[true, 20_000], [true, 20_000], [undefined, 20_000]])
  assert.deepEqual(server.registrations().map(({ address }) => address), ['user/alice'])
})

test('who_waits_asks_again_every_three_seconds_and_so_finds_a_grant_that_no_event_told', async () => {
  refuseLocks()
  await lockstep.connect()
  const line = await waitInLine()

  await passSeconds(7)
  const askedWhileWaiting = server.requests(ACQUIRE).length
  grantLocks({ acquired: false })
  await passSeconds(3)

  assert.equal(askedWhileWaiting, 1 + 2)
  assert.equal(line.outcome.isHeld, true)
})

test('a_grant_during_an_unanswered_question_is_asked_for_after_its_answer', async () => {
  // Given
  refuseLocks()
  await lockstep.connect()
  const line = await waitInLine()
  server.isSilent = true
  await pass(3_000)
  const { replyAddress } = server.requests(ACQUIRE).at(-1)

  // When
  granted()
  server.isSilent = false
  grantLocks({ acquired: false })
  server.socket.say({ type: 'err', address: replyAddress, failureCode: 423, message: 'Bob has it.', details: { lock: BOBS, waiting: { position: 1 } } })
  await settle()
  await pass(0)

  // Then
  assert.equal(line.outcome.isHeld, true)
})

test('a_grant_to_another_session_or_of_another_cell_is_not_ours', async () => {
  refuseLocks()
  await lockstep.connect()
  await waitInLine()

  granted({ session: 'tab-2' })
  granted({ field: 'notes' })
  await settle()

  assert.equal(server.requests(ACQUIRE).length, 1)
})

test('a_full_line_has_no_position_and_is_tried_again', async () => {
  refuseLocks(0)
  await lockstep.connect()
  const line = await waitInLine()

  grantLocks()
  await pass(3_000)

  assert.deepEqual(line.heard, [{ position: undefined, lock: BOBS }])
  assert.equal(line.outcome.isHeld, true)
})

test('who_waits_keeps_waiting_through_a_reconnection_and_asks_as_soon_as_it_is_back', async () => {
  // Given
  refuseLocks()
  await lockstep.connect()
  const line = await waitInLine()

  // When
  server.isUp = false
  server.socket.drop(1006)
  await passSeconds(20)
  const outcomeWhileAway = line.outcome
  server.isUp = true
  grantLocks()
  await lockstep.connect()
  await settle()

  // Then
  assert.equal(outcomeWhileAway, undefined)
  assert.equal(line.outcome.isHeld, true)
  assert.deepEqual(server.frames.map(({ type, address }) => [type, address]).slice(-2), [['register', 'user/alice'], ['send', ACQUIRE]])
})

test('who_waits_goes_on_while_the_server_is_in_trouble_and_without_knowing_his_name', async () => {
  fetch = async () => { throw new TypeError('no network') }
  server.operations[ACQUIRE] = () => { throw { failureCode: 503, message: 'Not now.' } }
  await lockstep.connect()
  const line = await waitInLine()

  grantLocks()
  await pass(3_000)

  assert.equal(line.outcome.isHeld, true)
  assert.deepEqual(line.heard, [])
})

test('who_no_longer_wants_to_wait_leaves_the_line', async () => {
  // Given
  refuseLocks()
  await lockstep.connect()
  const wish = new AbortController()
  const line = await waitInLine({ signal: wish.signal })

  // When
  wish.abort(new Error('changed my mind'))
  await settle()
  granted()
  await passSeconds(10)

  // Then
  assert.equal(line.outcome.message, 'changed my mind')
  assert.deepEqual(server.bodies(RELEASE), [{ ...CELL, session: 'tab-1' }])
  assert.equal(server.requests(ACQUIRE).length, 1)
})

test('who_has_the_lock_is_not_bothered_by_the_signal_any_more', async () => {
  grantLocks()
  await lockstep.connect()
  const wish = new AbortController()
  const line = await waitInLine({ signal: wish.signal })

  wish.abort()

  assert.equal(line.outcome.isHeld, true)
  assert.equal(server.requests(RELEASE).length, 0)
})

test('an_aborted_wish_is_not_even_asked_for', async () => {
  await lockstep.connect()

  await assert.rejects(space().acquire('456', 'doc_title', { wait: true, signal: AbortSignal.abort() }), { name: 'AbortError' })

  assert.deepEqual(server.frames, [])
})

test('closing_the_client_leaves_the_line', async () => {
  refuseLocks()
  await lockstep.connect()
  const line = await waitInLine()

  lockstep.close()
  await passSeconds(10)

  assert.equal(line.outcome.code, 'UNAVAILABLE')
  assert.equal(server.requests(RELEASE).length, 1)
  assert.equal(server.requests(ACQUIRE).length, 1)
})

test('the_end_of_the_session_ends_the_waiting', async () => {
  refuseLocks()
  await lockstep.connect()
  const line = await waitInLine()

  server.socket.drop(4401, 'The session has ended.')
  await settle()

  assert.equal(line.outcome.code, 'UNAUTHENTICATED')
})

test('a_client_that_was_never_connected_does_not_wait', async () => {
  const line = await waitInLine()

  assert.equal(line.outcome.code, 'UNAVAILABLE')
})

test('who_may_not_lock_any_more_stops_waiting', async () => {
  refuseLocks()
  await lockstep.connect()
  const line = await waitInLine()

  server.operations[ACQUIRE] = () => { throw { failureCode: 403, message: 'Not yours.' } }
  await passSeconds(10)

  assert.equal(line.outcome.code, 'FORBIDDEN')
  assert.equal(server.requests(ACQUIRE).length, 2)
})

test('a_listener_of_the_position_that_throws_ends_the_waiting', async () => {
  refuseLocks()
  await lockstep.connect()
  const onWaiting = () => { throw new Error('broken handler') }

  const line = await waitInLine({ onWaiting })

  assert.equal(line.outcome.message, 'broken handler')
  assert.equal(server.requests(RELEASE).length, 1)
})
