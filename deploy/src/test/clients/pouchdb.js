// Lets PouchDB, unmodified, replicate from a running server: all, what changed, what was deleted, and live.
// Usage: node pouchdb.js <url> <token of a reader> <token of a writer> <doctype>; exits 0 when the replica is as the server.
const assert = require('node:assert')
const PouchDB = require('pouchdb')
PouchDB.plugin(require('pouchdb-adapter-memory'))

const [url, reader, writer, doctype] = process.argv.slice(2)
const timeout = setTimeout(() => fail(new Error('it did not end in time')), 50000)

function fail(error) {
  console.error(error)
  process.exit(1)
}

async function call(method, path, body) {
  const answer = await fetch(`${url}/data/${doctype}${path}`, {
    method,
    headers: { Authorization: `Bearer ${writer}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const json = await answer.json()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`)
  return json
}

const remote = new PouchDB(`${url}/data/${doctype}`, {
  skip_setup: true,
  fetch: (address, options) => {
    options.headers.set('Authorization', `Bearer ${reader}`)
    return PouchDB.fetch(address, options)
  },
})
const local = new PouchDB('replica', { adapter: 'memory' })

/** Content, revision and conflicts of each document are the server's. */
async function assertSame() {
  const there = (await call('GET', '/_all_docs?include_docs=true')).rows.map((row) => row.doc)
  const here = (await local.allDocs({ include_docs: true, conflicts: true })).rows.map((row) => row.doc)
  const sorted = (docs) => docs.sort((one, other) => (one._id < other._id ? -1 : 1))
  assert.deepStrictEqual(sorted(here), sorted(there))
}

async function run() {
  const docs = Array.from({ length: 250 }, (_, n) => ({ _id: `doc${String(n).padStart(3, '0')}`, n, label: `Größe ${n}` }))
  const written = await call('POST', '/_bulk_docs', { docs })
  const info = await remote.info()
  assert.strictEqual(info.doc_count, 251)

  const first = await PouchDB.replicate(remote, local, { batch_size: 40 })
  assert.strictEqual(first.docs_written, 251)
  await assertSame()

  // Twice changed, deleted, and made again while the replica was away.
  let rev = written[0].rev
  for (const n of [1000, 1001]) rev = (await call('PUT', '/doc000', { _rev: rev, n })).rev
  await call('DELETE', `/doc001?rev=${written[1].rev}`)
  await call('DELETE', `/doc002?rev=${written[2].rev}`)
  await call('PUT', '/doc002', { n: 'again' })
  const second = await PouchDB.replicate(remote, local)
  assert.strictEqual(second.docs_read, 3, 'it goes on from its checkpoint')
  await assertSame()
  await assert.rejects(local.get('doc001'), { reason: 'deleted' })

  // Live, by long polls.
  const live = PouchDB.replicate(remote, local, { live: true, heartbeat: 5000 })
  const arrived = new Promise((resolve, reject) => {
    live.on('change', () => local.get('live').then(resolve, () => {}))
    live.on('error', reject)
  })
  await new Promise((resolve) => live.once('paused', resolve))
  await call('PUT', '/live', { n: 1 })
  assert.strictEqual((await arrived).n, 1)
  live.cancel()
  await assertSame()

  // What is read directly.
  assert.strictEqual((await remote.get('doc000', { revs: true }))._revisions.ids.length, 3)
  assert.strictEqual((await remote.allDocs({ startkey: 'doc010', endkey: 'doc012' })).rows.length, 3)
  const feed = await remote.changes({ since: 'now', limit: 1 })
  assert.deepStrictEqual(feed.results, [])
  clearTimeout(timeout)
}

run().then(() => process.exit(0), fail)
