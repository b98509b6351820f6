/**
 * A Lockstep server in memory that speaks the bridge protocol over a WebSocket class to be injected: registrations with
 * resume, replies, refusals. It has one space, whose feed is in `feed`; a cursor is `c.<seq>`. What is for a user has neither
 * snapshot nor cursor.
 */

const SPACE = 'metavox:103'
const SPACE_ADDRESS = `space/${SPACE}`

export class FakeServer {
  /** Every socket ever opened, oldest first. */
  sockets = []
  /** Every frame received, but pings. */
  frames = []
  feed = []
  locks = []
  users = []
  /** Whether new sockets open. */
  isUp = true
  /** Whether requests are answered at all. */
  isSilent = false
  /** Address to function of the body; its value is the reply, what it throws the failure. */
  operations = {}
  /** Address to the failure that a registration gets. */
  refusals = {}
  pings = 0

  constructor() {
    const server = this
    this.WebSocket = class FakeSocket {
      readyState = 0
      listening = new Set()

      constructor(url) {
        this.url = url
        server.sockets.push(this)
        setImmediate(() => (server.isUp ? this.#open() : this.drop(1006)))
      }

      #open() {
        if (this.readyState !== 0) return
        this.readyState = 1
        this.onopen({})
      }

      send(data) {
        server.#receive(this, JSON.parse(data))
      }

      close() {
        this.readyState = 3
      }

      /** The server's side: closes. */
      drop(code, reason = '') {
        this.readyState = 3
        this.onclose({ code, reason })
      }

      /** The server's side: sends. */
      say(frame) {
        this.onmessage({ data: JSON.stringify(frame) })
      }
    }
  }

  get socket() {
    return this.sockets.at(-1)
  }

  /** Commits a change and sends it to who listens. */
  change(document, patch, verb = 'updated') {
    const seq = this.feed.length + 1
    const event = { type: 'changed', space: SPACE, seq, document, revision: seq, verb, patch, truncated: false, actor: 'bob', cursor: `c.${seq}` }
    this.feed.push(event)
    this.publish(event)
  }

  publish(event) {
    this.#deliver(SPACE_ADDRESS, event)
  }

  /** Sends an event to the sessions of its user. */
  tell(event) {
    this.#deliver(`user/${event.user}`, event)
  }

  #deliver(address, event) {
    for (const socket of this.sockets) {
      if (socket.readyState === 1 && socket.listening.has(address)) socket.say({ type: 'rec', address, body: event })
    }
  }

  registrations() {
    return this.frames.filter(({ type }) => type === 'register')
  }

  /** The bodies sent to an address, oldest first. */
  bodies(address) {
    return this.requests(address).map(({ body }) => body)
  }

  requests(address) {
    return this.frames.filter((frame) => frame.type === 'send' && frame.address === address)
  }

  #receive(socket, frame) {
    if (frame.type === 'ping') return void this.pings++
    this.frames.push(frame)
    if (frame.type === 'register') this.#register(socket, frame)
    if (frame.type === 'unregister') socket.listening.delete(frame.address)
    if (frame.type === 'send' && !this.isSilent) this.#answer(socket, frame)
  }

  #register(socket, { address, headers }) {
    const failure = this.refusals[address]
    if (failure) return socket.say({ type: 'err', address, body: 'access_denied', failureType: 'RECIPIENT_FAILURE', ...failure })
    const cursor = `c.${this.feed.length}`
    socket.listening.add(address)
    if (address.startsWith('user/')) return
    const snapshot = { type: 'snapshot', space: SPACE, cursor, locks: this.locks, lockSeq: 0, users: this.users }
    socket.say({ type: 'rec', address, body: snapshot })
    const since = headers.cursor === undefined ? this.feed.length : Number(headers.cursor.slice(2))
    for (const event of this.feed.slice(since)) socket.say({ type: 'rec', address, body: event })
  }

  #answer(socket, { address, body, replyAddress }) {
    try {
      socket.say({ type: 'rec', address: replyAddress, body: this.operations[address](body) })
    } catch ({ failureCode, message, details }) {
      socket.say({ type: 'err', address: replyAddress, failureCode, failureType: 'RECIPIENT_FAILURE', message, details })
    }
  }
}
