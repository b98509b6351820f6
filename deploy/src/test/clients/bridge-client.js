// Drives the public event-bus bridge client, unmodified, against a running server: lists, listens, writes, locks.
// Usage: node bridge-client.js <url> <token>; exits 0 when everything came as it should.
const assert = require('node:assert')
const EventBus = require('@vertx/eventbus-bridge-client.js')

const [url, token] = process.argv.slice(2)
const space = 'metavox:103'
const title = `Plan ${process.hrtime.bigint()}`
const bus = new EventBus(`${url}/eventbus?access_token=${encodeURIComponent(token)}`)
const timeout = setTimeout(() => fail(new Error('nothing came in time')), 20000)

function fail(error) {
  console.error(error)
  process.exit(1)
}

function send(address, body) {
  return new Promise((resolve, reject) =>
    bus.send(address, body, (error, message) => (error ? reject(error) : resolve(message.body))),
  )
}

function heard(address, isIt) {
  return new Promise((resolve, reject) =>
    bus.registerHandler(address, (error, message) => {
      if (error) reject(error)
      else if (isIt(message.body)) resolve(message.body)
    }),
  )
}

bus.onerror = fail
bus.onopen = async () => {
  try {
    const listening = heard(`space/${space}`, (body) => body.type === 'snapshot')
    const snapshot = await listening
    assert.ok(Array.isArray(snapshot.locks))

    const changed = heard(`document/${space}/311`, (body) => body.type === 'changed' && body.patch.doc_title === title)
    await heard(`document/${space}/502`, (body) => body.type === 'snapshot')
    const lock = await send('lockstep.lock.acquire', { space, document: '311', field: 'doc_title' })
    assert.strictEqual(lock.owner, 'bob')
    const written = await send('lockstep.metadata.write', {
      space, document: '311', mode: 'merge', fields: { doc_title: title }, fence: lock.fence,
    })
    assert.strictEqual(written.changed, true)
    assert.strictEqual((await changed).seq, written.seq)
    await send('lockstep.lock.release', { space, document: '311', field: 'doc_title' })

    const refused = await send('lockstep.metadata.read', { space: 'test:nothing', document: '1' }).catch((error) => error)
    assert.strictEqual(refused.failureCode, 404)
    const forbidden = await heard('space/test:nothing', () => true).catch((error) => error)
    assert.strictEqual(forbidden.failureCode, 403)

    clearTimeout(timeout)
    bus.close()
  } catch (error) {
    fail(error)
  }
}
