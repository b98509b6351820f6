import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Folder } from '../../src/main/resources/browser/app/folder.js'

const settle = () => new Promise((resolve) => setImmediate(resolve))
const doc = (id, revision, fields) => ({ space: 's:1', document: id, revision, fields, readonly: false, updatedAt: '', updatedBy: 'bob' })
const changed = (id, revision, patch, more = {}) => ({ type: 'changed', document: id, revision, verb: 'updated', patch, truncated: false, ...more })
const locked = (fence, user = 'bob') => ({ type: 'locked', document: '1', field: 'a', user, displayName: user, fence })
const unlocked = (fence) => ({ type: 'unlocked', document: '1', field: 'a', user: 'bob', fence })

/** A folder on a client that answers from `documents` and says what the test has it say. */
async function open(documents, reads = {}) {
  const seen = []
  const client = { list: async () => ({ documents: structuredClone(documents), cursor: 'c.0' }), say: () => {}, cursor: '' }
  const space = {
    id: 's:1',
    info: async () => ({ title: 'One', role: 'editor', fields: [] }),
    documents: () => client.list(),
    read: async (id) => reads[id],
    listen: ({ cursor, onEvent }) => (Object.assign(client, { cursor, say: onEvent }), () => {}),
  }
  const note = (name) => (...values) => seen.push([name, ...values])
  const view = Object.fromEntries(
    ['onReset', 'onDocument', 'onFields', 'onLocks', 'onViewers', 'onNames', 'onReady', 'onTrouble'].map((name) => [name, note(name)]),
  )
  const folder = new Folder({ space: () => space, on: () => () => {} }, 's:1', { user: 'alice', displayName: 'Alice' }, view)
  await folder.start()
  return { folder, client, seen, fields: (id) => folder.documents.get(id)?.fields }
}

test('listens_from_the_cursor_of_the_listing_and_skips_what_it_contained', async () => {
  const { client, fields } = await open([doc('1', 5, { a: 'listed' })])

  client.say(changed('1', 4, { a: 'older' }))
  client.say(changed('1', 6, { b: 'newer', a: null }))

  assert.equal(client.cursor, 'c.0')
  assert.deepEqual(fields('1'), { b: 'newer' })
})

test('an_own_write_shows_at_once_and_hides_no_change_that_is_still_on_its_way', async () => {
  const { folder, client, fields } = await open([doc('1', 1, { a: '', b: '' })])

  folder.noteWritten('1', 'a', 'mine') // it became revision 3
  client.say(changed('1', 2, { b: 'of bob' }))
  client.say(changed('1', 3, { a: 'mine' }))

  assert.deepEqual(fields('1'), { a: 'mine', b: 'of bob' })
})

test('a_truncated_change_reads_the_document', async () => {
  const { client, fields } = await open([doc('1', 1, { a: 'short' })], { 1: doc('1', 2, { a: 'long' }) })

  client.say(changed('1', 2, undefined, { truncated: true }))
  await settle()

  assert.deepEqual(fields('1'), { a: 'long' })
})

test('documents_come_and_go', async () => {
  const { folder, client, seen } = await open([doc('1', 1, {})])

  client.say(changed('2', 1, { a: 'new' }, { verb: 'created' }))
  client.say(changed('1', 2, null, { verb: 'deleted' }))

  assert.deepEqual([...folder.documents.keys()], ['2'])
  assert.deepEqual(seen.filter(([name]) => name === 'onDocument'), [['onDocument', '2'], ['onDocument', '1']])
})

test('changes_that_come_during_a_reload_are_applied_to_what_was_loaded', async () => {
  // Given
  const documents = [doc('1', 1, { a: 'old' })]
  const { client, fields } = await open(documents)
  let load = () => {}
  client.list = () => new Promise((resolve) => (load = () => resolve({ documents: [doc('1', 5, { a: 'loaded' })], cursor: 'c.5' })))

  // When
  client.say({ type: 'resync', reason: 'slow', cursor: 'c.4' })
  client.say(changed('1', 6, { a: 'after' }))
  load()
  await settle()

  // Then
  assert.deepEqual(fields('1'), { a: 'after' })
})

test('a_snapshot_replaces_the_locks_and_late_news_of_an_earlier_lock_changes_nothing', async () => {
  const { folder, client } = await open([doc('1', 1, {})])
  client.say({ type: 'snapshot', locks: [{ document: '1', field: 'a', owner: 'bob', displayName: 'Bob', fence: 5 }], viewers: [] })

  client.say(unlocked(4))
  client.say(locked(4, 'carol'))
  assert.equal(folder.lockOn('1', 'a')?.owner, 'bob')

  client.say({ type: 'snapshot', locks: [], viewers: [] })
  assert.equal(folder.lockOn('1', 'a'), undefined)
})

test('a_document_lock_covers_its_cells', async () => {
  const { folder, client } = await open([doc('1', 1, {})])

  client.say({ ...locked(5), field: '*' })

  assert.equal(folder.lockOn('1', 'b')?.owner, 'bob')
  assert.equal(folder.lockOn('2', 'b'), undefined)
})
