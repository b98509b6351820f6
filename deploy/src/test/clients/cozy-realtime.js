// Drives cozy-realtime, unmodified, against a running server: subscribes, is told, notifies, comes back after a cut.
// Usage: node cozy-realtime.js <url> <token> <doctype>; exits 0 when all came as it should.
const assert = require('node:assert')
const { EventEmitter } = require('node:events')
const WebSocket = require('ws')
const { default: CozyRealtime } = require('cozy-realtime')

// It asks a browser's global for the states of a socket.
globalThis.WebSocket = WebSocket

const [url, token, doctype] = process.argv.slice(2)
const timeout = setTimeout(() => fail(new Error('nothing came in time')), 25000)
const sockets = []
const frames = []
const warnings = []

function fail(error) {
  console.error(error, frames, warnings)
  process.exit(1)
}

/** What cozy-realtime asks of cozy-client, and no more. */
class StackClient {
  uri = url
  getAccessToken() { return token }
  async fetchJSON(method, path, body) {
    const answer = await fetch(url + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Accept: 'application/json' },
      body: body && JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? undefined : answer.json()
  }
}

class Client extends EventEmitter {
  isLogged = true
  stackClient = new StackClient()
  getStackClient() { return this.stackClient }
}

const client = new Client()
const stack = client.stackClient
const realtime = new CozyRealtime({
  client,
  logger: { debug() {}, info() {}, warn: (...what) => warnings.push(what), error: (...what) => warnings.push(what) },
  createWebSocket: (address, protocol) => {
    const socket = new WebSocket(address, protocol)
    socket.on('message', (data) => frames.push(String(data)))
    sockets.push(socket)
    return socket
  },
})

/** The next call of a handler that fits. */
function heard(event, id, isIt = () => true) {
  return new Promise((resolve) => {
    const handler = (doc) => { if (isIt(doc)) resolve(doc) }
    id ? realtime.subscribe(event, doctype, id, handler) : realtime.subscribe(event, doctype, handler)
  })
}

async function run() {
  const created = heard('created', null, (doc) => doc.label === 'one')
  const both = []
  realtime.subscribe(null, doctype, (doc) => both.push(['any', doc]))
  realtime.subscribe(null, doctype, 'notified', (doc) => both.push(['id', doc]))
  await realtime.waitForSocketReady()
  assert.strictEqual(sockets[0].protocol, 'io.cozy.websocket')
  // Silence is success: a notification of one's own tells that the subscriptions hold.
  const notified = heard('notified', 'notified')
  const nudge = setInterval(() => realtime.sendNotification(doctype, 'notified', { hello: 1 }).catch(fail), 200)
  assert.deepStrictEqual((await notified).data, { hello: 1 })
  clearInterval(nudge)

  const { data: doc } = await stack.fetchJSON('POST', `/data/${doctype}/`, { label: 'one' })
  const told = await created
  assert.deepStrictEqual(told, { _id: doc._id, _rev: doc._rev, label: 'one', _type: doctype })

  const updated = heard('updated', doc._id)
  const deleted = heard('deleted', doc._id)
  const second = await stack.fetchJSON('PUT', `/data/${doctype}/${doc._id}`, { ...doc, label: 'two' })
  assert.strictEqual((await updated).label, 'two')
  assert.ok(second.rev.startsWith('2-'))

  // A login on the open socket sends AUTH and the subscriptions again.
  client.emit('login')
  const third = await stack.fetchJSON('PUT', `/data/${doctype}/${doc._id}`, { label: 'three', _rev: second.rev })

  // The connection is cut: the client comes back and subscribes again.
  const ready = new Promise((resolve) => realtime.once('ready', resolve))
  sockets[0].terminate()
  await ready
  assert.strictEqual(sockets.length, 2)
  const again = heard('notified', 'again')
  const nudgeAgain = setInterval(() => realtime.sendNotification(doctype, 'again', { hello: 2 }).catch(fail), 200)
  await again
  clearInterval(nudgeAgain)
  await stack.fetchJSON('DELETE', `/data/${doctype}/${doc._id}?rev=${third.rev}`)
  assert.strictEqual((await deleted).label, 'three')

  const ofDocument = frames.map((text) => JSON.parse(text)).filter((frame) => frame.payload.id === doc._id)
  const kinds = ofDocument.map((frame) => frame.event)
  assert.deepStrictEqual([...new Set(kinds)], ['CREATED', 'UPDATED', 'DELETED'])
  assert.ok(kinds.filter((kind) => kind === 'CREATED').length === 1, `one frame for an event: ${kinds}`)
  assert.ok(both.some(([how]) => how === 'any') && both.some(([how]) => how === 'id'))
  assert.deepStrictEqual(warnings, [])
  realtime.stop()
  clearTimeout(timeout)
}

run().then(() => process.exit(0), fail)
