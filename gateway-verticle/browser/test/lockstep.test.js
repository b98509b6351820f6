import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { beforeEach, mock, test } from 'node:test'
import { Lockstep, LockstepError } from '../../src/main/resources/browser/lockstep.js'
import { pass, settle, stopTheClock } from './clock.js'
import { FakeServer } from './fake-server.js'

const URL = 'http://lockstep.test'

let server
let lockstep
let jitter

beforeEach(async () => {
  stopTheClock()
  jitter = 0.5
  mock.method(Math, 'random', () => jitter)
  server = new FakeServer()
  lockstep = new Lockstep({ url: URL, WebSocket: server.WebSocket })
})

async function connect() {
  await lockstep.connect()
}

function listen(options = {}) {
  const events = []
  const errors = []
  const off = lockstep.space('metavox:103').listen({ onEvent: (event) => events.push(event), onError: (error) => errors.push(error), ...options })
  return { events, errors, off, seqs: () => events.filter(({ type }) => type === 'changed').map(({ seq }) => seq) }
}

test('a_reconnected_client_resumes_from_its_last_cursor_without_gap_or_repeat', async () => {
  // Given
  server.change('456', { doc_title: 'before' })
  await connect()
  const { seqs } = listen({ cursor: 'c.0' })
  server.change('456', { doc_title: 'live' })

  // When
  server.socket.drop(1006)
  server.change('456', { doc_title: 'missed' })
  await pass(10_000)
  server.change('456', { doc_title: 'after' })

  // Then
  assert.deepEqual(seqs(), [1, 2, 3, 4])
  assert.deepEqual(server.registrations().map(({ headers }) => headers.cursor), ['c.0', 'c.2'])
})

test('a_snapshot_does_not_move_a_cursor_past_what_is_still_to_be_replayed', async () => {
  // Given
  server.change('456', { doc_title: 'missed' })
  await connect()
  const seen = []
  const socket = server.socket
  const onEvent = ({ type, seq }) => {
    seen.push(seq ?? type)
    if (seen.length === 1) socket.drop(1006)
  }
  listen({ cursor: 'c.0', onEvent })

  // When
  await pass(10_000)

  // Then
  assert.equal(server.registrations()[1].headers.cursor, 'c.0')
  assert.deepEqual(seen, ['snapshot', 'snapshot', 1])
})

test('a_listener_without_cursor_goes_on_from_the_snapshot_after_a_break', async () => {
  server.change('456', { doc_title: 'old' })
  await connect()
  const { seqs } = listen()

  server.socket.drop(1006)
  server.change('456', { doc_title: 'missed' })
  await pass(10_000)

  assert.deepEqual(seqs(), [2])
})

test('events_of_an_ended_registration_do_not_reach_the_next_one', async () => {
  await connect()
  listen().off()
  server.refusals['space/metavox:103'] = { failureCode: 503, message: 'Not now.' }
  const { events } = listen()

  server.socket.say({ type: 'rec', address: 'space/metavox:103', body: { type: 'changed', seq: 9, cursor: 'c.9' } })

  assert.deepEqual(events, [])
})

test('handlers_of_an_old_socket_are_ignored', async () => {
  // Given
  await connect()
  const { events } = listen()
  const old = server.socket
  old.drop(1006)
  await pass(10_000)
  const before = events.length

  // When
  old.say({ type: 'rec', address: 'space/metavox:103', body: { type: 'custom', message: 'late' } })
  old.drop(1006)
  old.onopen({})

  // Then
  assert.equal(events.length, before)
  assert.equal(lockstep.state.state, 'live')
  assert.equal(server.sockets.length, 2)
})

test('a_refused_registration_ends_the_subscription_and_tells_why', async () => {
  server.refusals['space/metavox:103'] = { failureCode: 403, message: 'Not yours.' }
  await connect()

  const { errors } = listen()
  server.socket.drop(1006)
  await pass(10_000)

  assert.deepEqual(errors.map(({ code, message }) => [code, message]), [['FORBIDDEN', 'Not yours.']])
  assert.equal(server.registrations().length, 1)
})

test('a_refusal_that_may_pass_is_tried_again', async () => {
  server.refusals['space/metavox:103'] = { failureCode: 503, message: 'Not now.' }
  await connect()
  const { events, errors } = listen()
  server.refusals = {}

  await pass(10_000)

  assert.deepEqual(events.map(({ type }) => type), ['snapshot'])
  assert.deepEqual(errors, [])
})

test('a_reply_resolves_and_a_failure_is_a_typed_error', async () => {
  await connect()
  server.operations.echo = (body) => body
  server.operations.fail = () => { throw { failureCode: 423, message: 'Bob has it.', details: { lock: { owner: 'bob' } } } }

  assert.deepEqual(await lockstep.request('echo', { a: 1 }), { a: 1 })
  await assert.rejects(lockstep.request('fail', {}), (error) => {
    assert.ok(error instanceof LockstepError)
    assert.deepEqual(
      [error.code, error.number, error.isRetryable, error.details.lock.owner, error.message],
      ['LOCKED', 423, false, 'bob', 'Bob has it.'],
    )
    return true
  })
})

test('a_request_without_answer_fails_in_time_and_a_silent_socket_is_replaced', async () => {
  // Given
  await connect()
  server.isSilent = true
  await pass(1_000)

  // When
  const request = assert.rejects(lockstep.request('echo', {}, { timeoutMs: 2_000 }), { code: 'UNAVAILABLE', isRetryable: true })
  await pass(2_000)

  // Then
  await request
  assert.equal(lockstep.state.state, 'away')
  await pass(10_000)
  assert.equal(lockstep.state.state, 'live')
})

test('a_request_without_answer_on_a_socket_that_speaks_keeps_the_socket', async () => {
  await connect()
  listen()
  server.isSilent = true
  await pass(1_000)

  const request = assert.rejects(lockstep.request('echo', {}), { code: 'UNAVAILABLE' })
  await pass(1_000)
  server.change('456', { doc_title: 'still here' })
  await pass(7_000)

  await request
  assert.equal(lockstep.state.state, 'live')
})

test('requests_fail_at_once_while_away_and_when_the_connection_breaks', async () => {
  await connect()
  server.isSilent = true
  const waiting = assert.rejects(lockstep.request('echo', {}), { code: 'UNAVAILABLE' })

  server.socket.drop(1006)

  await waiting
  await assert.rejects(lockstep.request('echo', {}), { code: 'UNAVAILABLE' })
})

test('the_wait_between_tries_grows_with_full_jitter_up_to_ten_seconds', async () => {
  // Given
  await connect()
  server.isUp = false
  jitter = 1
  const waits = []
  lockstep.on('state', ({ state, retryAt }) => state === 'away' && waits.push(retryAt - Date.now()))

  // When
  server.socket.drop(1006)
  for (let tries = 0; tries < 7; tries++) await pass(10_000)

  // Then
  assert.deepEqual(waits, [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
})

test('a_connection_that_held_begins_with_short_waits_again', async () => {
  await connect()
  jitter = 1
  for (let tries = 0; tries < 3; tries++) {
    server.socket.drop(1006)
    await pass(10_000)
  }

  await pass(5_000)
  server.socket.drop(1006)

  assert.equal(lockstep.state.retryAt - Date.now(), 250)
})

test('connect_while_away_tries_at_once', async () => {
  await connect()
  jitter = 1
  server.socket.drop(1006)

  await lockstep.connect()

  assert.equal(lockstep.state.state, 'live')
})

test('a_close_code_that_no_retry_can_change_ends_the_connection', async () => {
  await connect()

  server.socket.drop(4401, 'The session has ended.')
  await pass(60_000)

  assert.equal(lockstep.state.state, 'closed')
  assert.equal(lockstep.state.error.code, 'UNAUTHENTICATED')
  assert.equal(server.sockets.length, 1)
})

test('a_fresh_token_is_asked_for_each_connection', async () => {
  let number = 0
  lockstep = new Lockstep({ url: URL, WebSocket: server.WebSocket, token: async () => `t${++number}` })
  await connect()

  server.socket.drop(1012)
  await pass(10_000)

  assert.deepEqual(server.sockets.map(({ url }) => url), [1, 2].map((n) => `ws://lockstep.test/eventbus/websocket?access_token=t${n}`))
})

test('the_connection_is_pinged_every_five_seconds', async () => {
  await connect()
  const before = server.pings

  for (let second = 0; second < 15; second++) await pass(1_000)

  assert.equal(server.pings - before, 3)
})

test('a_handler_that_throws_is_an_error_event_and_stops_nobody_else', async () => {
  await connect()
  const errors = []
  const heard = []
  lockstep.on('error', ({ message }) => errors.push(message))
  lockstep.on('event', () => { throw new Error('broken handler') })
  lockstep.on('event', ({ type }) => heard.push(type))

  listen()

  assert.deepEqual(heard, ['snapshot'])
  assert.deepEqual(errors, ['broken handler'])
})

test('on_returns_its_off', async () => {
  const states = []
  const off = lockstep.on('state', ({ state }) => states.push(state))
  await connect()

  off()
  lockstep.close()

  assert.deepEqual(states, ['connecting', 'live'])
})

test('documents_reads_all_pages_and_keeps_the_cursor_of_the_first', async () => {
  const pages = {
    '?limit=1000': { documents: [{ document: '1' }], next: '1 a', cursor: 'c.5' },
    '?limit=1000&after=1%20a': { documents: [{ document: '2' }], cursor: 'c.9' },
  }
  const fetch = async (url) => Response.json(pages[url.slice(url.indexOf('?'))])
  lockstep = new Lockstep({ url: URL, WebSocket: server.WebSocket, fetch })

  const { documents, cursor } = await lockstep.space('metavox:103').documents()

  assert.deepEqual(documents.map(({ document }) => document), ['1', '2'])
  assert.equal(cursor, 'c.5')
})

test('a_problem_answer_is_a_typed_error_with_its_details', async () => {
  const problem = { type: 'about:blank', title: 'Locked', status: 423, code: 'LOCKED', detail: 'Bob has it.', lock: { owner: 'bob' } }
  const fetch = async () => Response.json(problem, { status: 423 })
  lockstep = new Lockstep({ url: URL, fetch })

  await assert.rejects(lockstep.spaces(), { code: 'LOCKED', number: 423, message: 'Bob has it.', details: { lock: { owner: 'bob' } } })
})

