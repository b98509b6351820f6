/**
 * The browser client of Lockstep: live documents, locks on cells, and a connection that heals itself.
 *
 * One file on purpose, so that it can be copied or imported as it is: errors and values first, then the line (one
 * socket at a time, kept alive), then `Lockstep`, `Space` and `HeldLock`, which are what a page uses, and the place in a
 * line for a lock.
 *
 * ```js
 * const lockstep = new Lockstep()
 * await lockstep.connect()
 * const space = lockstep.space('metavox:103')
 * const { documents, cursor } = await space.documents()
 * const off = space.listen({ cursor, onEvent: (event) => show(event) })
 * ```
 *
 * Times are milliseconds. Every failure is a `LockstepError`, but for what the page itself aborts. Nothing is printed: what
 * belongs to no call is an `error` event.
 */

const PING_EVERY_MS = 5_000
const SLEPT_MS = 20_000
const OPEN_WITHIN_MS = 10_000
const BACKOFF_BASE_MS = 250
const BACKOFF_MAX_MS = 10_000
const REQUEST_TIMEOUT_MS = 8_000
const REST_TIMEOUT_MS = 15_000
const LOCK_TTL_MS = 30_000
const LOCK_TTL_MIN_MS = 1_000
const RENEW_RETRY_MS = 1_000
const LOST_EARLY_MS = 100
const ASK_EVERY_MS = 3_000
const PAGE_LIMIT = 1_000
const ACQUIRE = 'lockstep.lock.acquire'
const RELEASE = 'lockstep.lock.release'

/** @type {Record<number, string>} */
const CODES = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  410: 'CURSOR_GONE',
  412: 'REVISION_CONFLICT',
  413: 'TOO_LARGE',
  423: 'LOCKED',
  429: 'RATE_LIMITED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  507: 'QUOTA',
}

/**
 * @typedef {{ space: string, document: string, revision: number, etag: string, fields: Record<string, unknown>,
 *   readonly: boolean, updatedAt: string, updatedBy: string }} Document one item of a space; `updatedAt` is ISO 8601
 * @typedef {{ space: string, document: string, field: string, owner: string, displayName: string, fence: number,
 *   expiresAt: string, session?: string, releaseOnDisconnect?: boolean }} Lock a standing lock; `field` is `*` for the
 *   whole document; `session` is the only one of its owner that holds it
 * @typedef {Lock & { expiresInMs: number, renewAfterMs?: number, acquired: boolean, lockSeq: number,
 *   degraded?: boolean }} LockAnswer
 * @typedef {{ document: string, field: string }} Cell `field` is `*` for the whole document
 * @typedef {{ ttlMillis?: number, exclusive?: 'user' | 'session', releaseOnDisconnect?: boolean }} LockOptions
 *   `ttlMillis`: how long the lock outlives us, 1,000 to 3,600,000; 30,000 when not given. `exclusive`: `session` shuts out
 *   our other tabs too; `user` when not given. `releaseOnDisconnect`: it also ends after 10 seconds without us
 * @typedef {{ wait?: boolean, signal?: AbortSignal, onWaiting?: (waiting: Waiting) => void }} WaitOptions
 * @typedef {{ position?: number, lock?: Lock }} Waiting `position` in the line from 1, none while the line is full; `lock`
 *   stands in the way
 * @typedef {LockOptions & Cell & { space: string, session: string, ttlMillis: number }} WantedLock
 * @typedef {{ at: string, act: 'acquired' | 'granted' | 'released' | 'expired' | 'disconnected' | 'broken',
 *   document: string, field: string, user: string, displayName: string, fence: number, lockSeq: number, by?: string,
 *   reason?: string }} LockAuditEntry `user` held it; `by` broke it
 * @typedef {{ space: string, document: string, field: string, by: string, byDisplayName: string }} Knock
 * @typedef {{ name: string, label: string, type: string, options: string[], required: boolean }} FieldDefinition
 * @typedef {{ space: string, title: string, role: Role }} SpaceSummary
 * @typedef {SpaceSummary & { fields: FieldDefinition[], members: Record<string, Role>, cursor: string }} SpaceInfo
 * @typedef {'viewer' | 'editor' | 'manager'} Role
 * @typedef {{ user: string, displayName: string, documents?: string[] }} Viewer
 * @typedef {Viewer & { groups: string[] }} Me
 * @typedef {{ space: string, document: string, verb: string, revision: number, etag: string, seq: number,
 *   cursor: string, changed: boolean, degraded?: boolean }} Written `degraded`: nobody could tell what is locked
 *
 * @typedef {{ type: 'snapshot', space?: string, user?: string, cursor?: string, locks?: Lock[], lockSeq?: number,
 *   users?: Viewer[], viewers?: Viewer[] }} SnapshotEvent the first event of every (re)registration of a space or
 *   document; replaces the known locks; who listens is in `users` or `viewers`
 * @typedef {{ type: 'changed', space: string, seq: number, document: string, revision: number, etag: string,
 *   verb: 'created' | 'updated' | 'deleted', patch?: Record<string, unknown> | null, truncated: boolean, actor: string,
 *   at: string, cursor: string }} ChangedEvent null in `patch` is a removed field; truncated: read the document
 * @typedef {{ type: 'locked', space: string, document: string, field: string, user: string, displayName: string,
 *   fence: number, expiresAt: string, lockSeq: number, renewed: boolean, session?: string,
 *   releaseOnDisconnect?: boolean }} LockedEvent a renewal that only moves `expiresAt` is no event
 * @typedef {{ type: 'unlocked', space: string, document: string, field: string, user: string, fence: number,
 *   lockSeq: number, reason: 'released' | 'expired' | 'disconnected' | 'broken', by?: string, note?: string }}
 *   UnlockedEvent `by` and `note`: who broke it, and why
 * @typedef {{ type: 'granted', user: string, session?: string, space: string, document: string, field: string,
 *   fence: number, expiresAt: string, expiresInMs: number, lockSeq: number }} GrantedEvent
 * @typedef {{ type: 'expiring', user: string, session?: string, space: string, document: string, field: string,
 *   fence: number, expiresAt: string, expiresInMs: number }} ExpiringEvent
 * @typedef {Knock & { type: 'knocked', user: string, fence: number }} KnockedEvent
 * @typedef {{ type: 'displaced', user: string, space: string, document: string, field: string, fence: number, by: string,
 *   byDisplayName: string, note: string }} DisplacedEvent
 * @typedef {{ type: 'presence', space: string, users: Viewer[], total: number }} PresenceEvent the first 200, of `total`
 * @typedef {{ type: 'resync', space: string, reason: string, cursor: string }} ResyncEvent load the documents again
 * @typedef {{ type: 'resync', user: string, reason: string }} MissedEvent something that was for the user is lost
 * @typedef {{ type: 'notified', user: string, kind: 'file' | 'activity' | 'notification', fileIds?: number[] }}
 *   NotifiedEvent something is new for the user
 * @typedef {{ type: 'custom', message: string, body?: unknown, user?: string, space?: string, document?: string,
 *   by?: string }} CustomEvent for a user, or for a space or one of its documents
 * @typedef {LockedEvent | UnlockedEvent | GrantedEvent | ExpiringEvent | DisplacedEvent} LockEvent
 * @typedef {GrantedEvent | ExpiringEvent | KnockedEvent | DisplacedEvent | CustomEvent | NotifiedEvent | MissedEvent}
 *   PersonalEvent for a user's sessions
 * @typedef {SnapshotEvent | ChangedEvent | LockedEvent | UnlockedEvent | PresenceEvent | ResyncEvent | PersonalEvent} Event
 *
 * @typedef {{ state: 'connecting' } | { state: 'live' } | { state: 'away', retryAt: number, error?: LockstepError }
 *   | { state: 'closed', error?: LockstepError }} State `retryAt` is the time of the next try as of `Date.now()`
 *
 * @typedef {{ state: State, error: LockstepError, event: Event, knock: Knock, closing: undefined }} ClientEvents see
 *   `Lockstep.on`
 *
 * @typedef {{ cursor?: string, onEvent: (event: Event) => void, onError?: (error: LockstepError) => void }} Listener
 *   `cursor`: go on after it; without one, from now
 *
 * @typedef {{ readyState: number, onopen: ((event: any) => void) | null, onmessage: ((event: any) => void) | null,
 *   onclose: ((event: any) => void) | null, onerror: ((event: any) => void) | null, binaryType?: string,
 *   send(data: string): void, close(code?: number, reason?: string): void }} Socket
 */

/** What a call fails with. */
export class LockstepError extends Error {
  /**
   * @param {number} number the HTTP-like number, see docs/client.md
   * @param {string} message a sentence for people
   * @param {Record<string, any>} [details] e.g. `lock` with code LOCKED: the standing lock
   */
  constructor(number, message, details = {}) {
    super(message)
    this.name = 'LockstepError'
    /** One of BAD_REQUEST, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CURSOR_GONE, REVISION_CONFLICT, TOO_LARGE, LOCKED,
     * RATE_LIMITED, INTERNAL, UNAVAILABLE, QUOTA. */
    this.code = CODES[number] ?? (number < 0 ? 'UNAVAILABLE' : 'INTERNAL')
    this.number = number < 0 ? 503 : number
    this.details = details
    /** Whether the same call may succeed later, unchanged. */
    this.isRetryable = this.code === 'UNAVAILABLE' || this.code === 'RATE_LIMITED'
  }
}

/** @param {string} message */
const unavailable = (message) => new LockstepError(503, message)

/** @param {unknown} error @returns {LockstepError} */
const asError = (error) =>
  error instanceof LockstepError ? error : new LockstepError(500, error instanceof Error ? error.message : String(error))

/** The wait before try number `attempt` (from 0): full jitter, so that clients do not come back in step.
 * @param {number} attempt */
const backoffMs = (attempt) => Math.random() * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** Math.min(attempt, 16))

/** A name that nobody else has. `crypto.randomUUID` is missing in pages that came by plain HTTP. */
function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Who wants to hear of what.
 * @template {Record<string, any>} Events event name to what its handlers get
 */
class Handlers {
  /** @type {Map<keyof Events, Set<(value: any) => void>>} */
  #sets = new Map()

  /** @template {keyof Events} E @param {E} event @param {(value: Events[E]) => void} handler @returns {() => void} */
  on(event, handler) {
    const set = this.#sets.get(event) ?? new Set()
    this.#sets.set(event, set.add(handler))
    return () => void set.delete(handler)
  }

  /** @template {keyof Events} E @param {E} event @param {Events[E]} value */
  emit(event, value) {
    for (const handler of [...(this.#sets.get(event) ?? [])]) {
      this.run(() => handler(value), event !== 'error')
    }
  }

  /** Runs a handler of the page: what it throws is an `error` event and stops nobody else.
   * @param {() => void} handler @param {boolean} [isReported] */
  run(handler, isReported = true) {
    try {
      handler()
    } catch (error) {
      if (isReported) this.emit('error', /** @type {any} */ (asError(error)))
    }
  }
}

/** The line to the gateway: one socket at a time, pinged, and replaced when it breaks. */
class Line {
  /** @type {Socket | null} */
  #socket = null
  /** @type {State} */
  #state = { state: 'closed' }
  #attempt = 0
  #heardAt = 0
  #dialling = {}
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ping
  #open
  #hooks

  /**
   * @param {() => Promise<Socket>} open
   * @param {{ onState: (state: State) => void, onFrame: (frame: any) => void, onWake: () => void,
   *   onError: (error: LockstepError) => void }} hooks
   */
  constructor(open, hooks) {
    this.#open = open
    this.#hooks = hooks
  }

  get state() {
    return this.#state
  }

  get isLive() {
    return this.#state.state === 'live'
  }

  /** When the server was last heard, as of `Date.now()`. */
  get heardAt() {
    return this.#heardAt
  }

  /** Connects, or tries now instead of later; does nothing while connecting or live. */
  start() {
    if (this.#state.state === 'closed') this.#attempt = 0
    if (this.#state.state === 'closed' || this.#state.state === 'away') void this.#dial()
  }

  /** @param {LockstepError} [error] why, when it was not asked for */
  stop(error) {
    this.#hangUp()
    this.#become(error ? { state: 'closed', error } : { state: 'closed' })
  }

  /** Gives the socket up as dead and tries again. @param {string} reason */
  drop(reason) {
    if (this.#socket) this.#retry(unavailable(reason))
  }

  /** @param {object} frame */
  send(frame) {
    this.#socket?.send(JSON.stringify(frame))
  }

  async #dial() {
    this.#hangUp()
    const dialling = (this.#dialling = {})
    this.#become({ state: 'connecting' })
    try {
      const socket = await this.#open()
      if (dialling !== this.#dialling) return socket.close()
      this.#watch(socket)
    } catch (error) {
      if (dialling === this.#dialling) this.#retry(asError(error))
    }
  }

  /** @param {Socket} socket */
  #watch(socket) {
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      if (socket === this.#socket) this.#opened()
    }
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#receive(data)
    }
    socket.onclose = ({ code, reason }) => {
      if (socket === this.#socket) this.#closed(code, reason)
    }
    socket.onerror = () => {} // a close always follows, and says more
    this.#timer = setTimeout(() => this.drop('The server did not answer.'), OPEN_WITHIN_MS)
  }

  #opened() {
    clearTimeout(this.#timer)
    let tickedAt = (this.#heardAt = Date.now())
    this.#ping = setInterval(() => {
      const now = Date.now()
      if (now - tickedAt > SLEPT_MS) this.#hooks.onWake()
      tickedAt = now
      this.#attempt = 0
      this.send({ type: 'ping' })
    }, PING_EVERY_MS)
    // A bridge server closes a socket that has been silent for long: the first ping goes at once.
    this.send({ type: 'ping' })
    this.#become({ state: 'live' })
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    this.#heardAt = Date.now()
    try {
      // Some bridge servers send their text in binary frames.
      this.#hooks.onFrame(JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data)))
    } catch (error) {
      this.#hooks.onError(asError(error))
    }
  }

  /** A code 4000 + n carries error n; most of them another try would not change. @param {number} code @param {string} reason */
  #closed(code, reason) {
    const error = new LockstepError(CODES[code - 4000] ? code - 4000 : 503, reason || 'The connection was lost.')
    if (error.isRetryable) this.#retry(error)
    else this.stop(error)
  }

  /** @param {LockstepError} error */
  #retry(error) {
    this.#hangUp()
    const waitMs = backoffMs(this.#attempt++)
    this.#timer = setTimeout(() => void this.#dial(), waitMs)
    this.#become({ state: 'away', retryAt: Date.now() + waitMs, error })
  }

  #hangUp() {
    const socket = this.#socket
    this.#socket = null
    this.#dialling = {}
    clearTimeout(this.#timer)
    clearInterval(this.#ping)
    socket?.close()
  }

  /** @param {State} state */
  #become(state) {
    this.#state = state
    this.#hooks.onState(state)
  }
}

/** A client of one Lockstep server. */
export class Lockstep {
  /** @type {Handlers<ClientEvents>} */
  #handlers = new Handlers()
  /** @type {Map<string, { resolve: (body: any) => void, reject: (error: LockstepError) => void }>} */
  #pending = new Map()
  /** @type {Map<string, Subscription>} */
  #subscriptions = new Map()
  #requests = 0
  /** @type {string | undefined} the user's name, as far as it was heard */
  #user
  /** @type {{ user: string, off: () => void } | null} */
  #personal = null
  #line
  #url
  #token
  #fetch

  /**
   * @param {object} [options]
   * @param {string} [options.url] where the server is, e.g. `https://lockstep.example.org`; the page's own origin
   * @param {string | (() => string | Promise<string>)} [options.token] a JWT, or a function that gives a fresh one for each
   *   call and each connection; without it the cookie of `signIn` is used
   * @param {string} [options.session] what this client is called among those of its user, at most 255 bytes; a random name.
   *   Locks of the session outlive a reconnection by it
   * @param {new (url: string) => any} [options.WebSocket] the class of raw sockets; given, SockJS is not looked for
   * @param {(url: string, init: any) => Promise<Response>} [options.fetch]
   */
  constructor({ url = globalThis.location?.origin, token, session = randomName(), WebSocket, fetch } = {}) {
    if (!url) throw new LockstepError(400, "'url' is needed outside a page.")
    this.session = session
    this.#url = url.replace(/\/+$/, '')
    this.#token = typeof token === 'function' ? token : () => token
    this.#fetch = fetch ?? ((address, init) => globalThis.fetch(address, init))
    this.#line = new Line(() => this.#openSocket(WebSocket), {
      onState: (state) => this.#changeState(state),
      onFrame: (frame) => this.#receive(frame),
      onWake: () => this.#probe(),
      onError: (error) => this.#handlers.emit('error', error),
    })
    globalThis.addEventListener?.('online', () => this.state.state === 'away' && this.#line.start())
    globalThis.addEventListener?.('offline', () => this.#line.drop('The network is gone.'))
  }

  /** @returns {State} */
  get state() {
    return this.#line.state
  }

  /**
   * - `state`: the connection changed its state
   * - `event`: an event of any subscription, before its own `onEvent`
   * - `knock`: somebody would like to have a lock of the user; told once this client has asked for a lock
   * - `closing`: `close()` was called; what is sent now still goes out
   * - `error`: something failed that belongs to no call: an unreadable frame, a handler that threw
   *
   * @template {keyof ClientEvents} E
   * @param {E} event
   * @param {(value: ClientEvents[E]) => void} handler
   * @returns {() => void} takes the handler off again
   */
  on(event, handler) {
    return this.#handlers.on(event, handler)
  }

  /**
   * Connects and stays connected until `close()`; while away, tries now.
   * @returns {Promise<void>} done when live; fails when closed before that
   */
  connect() {
    this.#line.start()
    const live = new Promise((resolve, reject) => {
      /** @param {State} state */
      const settle = (state) => {
        if (state.state === 'live') resolve(undefined)
        if (state.state === 'closed') reject(state.error ?? unavailable('The client was closed.'))
        if (state.state === 'live' || state.state === 'closed') off()
      }
      const off = this.on('state', settle)
      settle(this.state)
    })
    live.catch(() => {}) // who does not wait for it hears of it by `state`
    return /** @type {Promise<void>} */ (live)
  }

  /** Ends the connection. Subscriptions stay and go on after the next `connect()`; held locks end with their TTL, places in
   * lines are left. */
  close() {
    this.#handlers.emit('closing', undefined)
    this.#line.stop()
  }

  /** @param {string} id e.g. `metavox:103` */
  space(id) {
    return new Space(this, id)
  }

  /** The spaces that the user may read. @returns {Promise<SpaceSummary[]>} */
  async spaces() {
    return (await this.rest('GET', '/spaces')).spaces
  }

  /** Who is signed in; fails with UNAUTHENTICATED. @returns {Promise<Me>} */
  async me() {
    const me = await this.rest('GET', '/me')
    this.#user = me.user
    return me
  }

  /** Signs in with the session cookie. Fails with UNAUTHENTICATED.
   * @param {string} user @param {string} password @returns {Promise<Me>} */
  async signIn(user, password) {
    const me = await this.rest('POST', '/login', { user, password })
    this.#user = me.user
    return me
  }

  /** Closes the connection and gives the session up. */
  async signOut() {
    this.close()
    this.#personal?.off()
    this.#personal = null
    this.#user = undefined
    await this.rest('POST', '/logout')
  }

  /**
   * A call of the REST interface as the client's user.
   * @param {string} method
   * @param {string} path below `/api/v1`, e.g. `/spaces`
   * @param {unknown} [body] sent as JSON
   * @param {{ isKeptAlive?: boolean }} [options] `isKeptAlive`: outlives the page
   * @returns {Promise<any>} the JSON answered; undefined when there is none
   */
  async rest(method, path, body, { isKeptAlive = false } = {}) {
    const token = await this.#token()
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json' }
    if (token) headers.Authorization = `Bearer ${token}`
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    const answer = await this.#fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: token ? 'omit' : 'include',
      keepalive: isKeptAlive,
      signal: AbortSignal.timeout(REST_TIMEOUT_MS),
    }).catch(() => {
      throw unavailable('The server could not be reached.')
    })
    const text = await answer.text().catch(() => '')
    if (answer.ok) return text ? JSON.parse(text) : undefined
    throw problem(answer.status, text)
  }

  /**
   * Sends a request over the connection.
   * @param {string} address e.g. `lockstep.metadata.read`
   * @param {object} body
   * @param {{ timeoutMs?: number }} [options] 8,000 when not given: longer than the server's own limits, so that the
   *   server's answer is what one sees
   * @returns {Promise<any>} the reply. Fails at once with UNAVAILABLE while not live, and with UNAVAILABLE when no reply
   *   came in time or the connection broke meanwhile: the request may have been carried out all the same
   */
  request(address, body, { timeoutMs = REQUEST_TIMEOUT_MS } = {}) {
    if (!this.#line.isLive) return Promise.reject(unavailable('There is no connection to the server.'))
    const replyAddress = `reply.${++this.#requests}`
    const sentAt = Date.now()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(replyAddress)
        reject(unavailable('The server did not answer in time.'))
        // Nothing at all was heard since: the socket is dead, though nobody closed it.
        if (this.#line.heardAt <= sentAt) this.#line.drop('The server fell silent.')
      }, timeoutMs)
      this.#pending.set(replyAddress, {
        resolve: (reply) => (clearTimeout(timer), resolve(reply)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      })
      this.#line.send({ type: 'send', address, body, headers: {}, replyAddress })
    })
  }

  /**
   * Listens to `space/<id>`, `document/<space>/<id>` or `user/<own name>`. The first event of the former is a `snapshot`;
   * after a reconnection another one, then what was missed, without gap or repeat. What a user missed is gone. A refusal
   * that may pass is tried again.
   * @param {string} address one listener each, but any number for the user
   * @param {Listener} listener `onError`: the server refused, or took the right away; the subscription has ended
   * @returns {() => void} ends it
   */
  listen(address, listener) {
    const known = this.#subscriptions.get(address)
    if (known && !known.isPersonal) throw new LockstepError(400, `Somebody listens to ${address} already.`)
    const subscription = known ?? new Subscription(address, listener.cursor)
    subscription.listeners.add(listener)
    if (!known) {
      this.#subscriptions.set(address, subscription)
      this.#register(subscription)
    }
    return () => {
      subscription.listeners.delete(listener)
      if (subscription.listeners.size || this.#subscriptions.get(address) !== subscription) return
      this.#forget(subscription)
      if (this.#line.isLive) this.#line.send({ type: 'unregister', address, headers: {} })
    }
  }

  /**
   * Listens to what is told to the user alone, as `knock` and all that keeps locks needs it; once is enough. The first lock
   * does it by itself.
   * @param {string} [user] the user's name, where it is known
   */
  async listenToUser(user) {
    const name = (this.#user = user ?? this.#user ?? (await this.me()).user)
    if (this.#personal?.user === name) return
    this.#personal?.off()
    const off = this.listen(`user/${name}`, { onEvent: () => {}, onError: () => (this.#personal = null) })
    this.#personal = { user: name, off }
  }

  /** @param {(new (url: string) => any) | undefined} WebSocket @returns {Promise<Socket>} */
  async #openSocket(WebSocket) {
    const token = await this.#token()
    const query = token ? `?access_token=${encodeURIComponent(token)}` : ''
    const { SockJS } = /** @type {any} */ (globalThis)
    if (!WebSocket && SockJS) return new SockJS(`${this.#url}/eventbus${query}`)
    const Raw = WebSocket ?? globalThis.WebSocket
    return new Raw(`${this.#url.replace(/^http/, 'ws')}/eventbus/websocket${query}`)
  }

  /** @param {State} state */
  #changeState(state) {
    if (state.state === 'live') {
      for (const subscription of this.#subscriptions.values()) this.#register(subscription)
    } else {
      const lost = [...this.#pending.values()]
      this.#pending.clear()
      for (const { reject } of lost) reject(unavailable('The connection broke before the answer came.'))
    }
    this.#handlers.emit('state', state)
  }

  /** The machine may have slept while the other end went away: ask for something small. */
  #probe() {
    this.request('lockstep.space.list', {}).catch(() => {})
  }

  /** @param {Subscription} subscription */
  #register(subscription) {
    clearTimeout(subscription.timer)
    if (!this.#line.isLive) return
    const { address, cursor } = subscription
    this.#line.send({ type: 'register', address, headers: cursor === undefined ? {} : { cursor } })
  }

  /** @param {Subscription} subscription */
  #forget(subscription) {
    clearTimeout(subscription.timer)
    this.#subscriptions.delete(subscription.address)
  }

  /** @param {any} frame */
  #receive(frame) {
    const pending = this.#pending.get(frame.address)
    const subscription = this.#subscriptions.get(frame.address)
    if (pending) {
      this.#pending.delete(frame.address)
      if (frame.type === 'err') pending.reject(failure(frame))
      else pending.resolve(frame.body)
    } else if (subscription) {
      if (frame.type === 'err') this.#refuse(subscription, failure(frame))
      else this.#deliver(subscription, frame.body)
    } else if (frame.type === 'err' && frame.address === undefined) {
      this.#handlers.emit('error', failure(frame))
    }
  }

  /** @param {Subscription} subscription @param {Event} event */
  #deliver(subscription, event) {
    if (!subscription.accept(event)) return
    this.#handlers.emit('event', event)
    for (const { onEvent } of [...subscription.listeners]) this.#handlers.run(() => onEvent(event))
    if (event.type !== 'knocked') return
    const { space, document, field, by, byDisplayName } = event
    this.#handlers.emit('knock', { space, document, field, by, byDisplayName })
  }

  /** @param {Subscription} subscription @param {LockstepError} error */
  #refuse(subscription, error) {
    if (error.isRetryable) {
      const waitMs = backoffMs(2 + subscription.attempt++)
      clearTimeout(subscription.timer)
      subscription.timer = setTimeout(() => this.#register(subscription), waitMs)
      return
    }
    this.#forget(subscription)
    for (const { onError } of [...subscription.listeners]) {
      if (onError) this.#handlers.run(() => onError(error))
      else this.#handlers.emit('error', error)
    }
  }
}

/** What is listened to, and how far it has come. */
class Subscription {
  attempt = 0
  /** @type {Set<Listener>} */
  listeners = new Set()
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer

  /** @param {string} address @param {string} [cursor] */
  constructor(address, cursor) {
    this.address = address
    this.cursor = cursor
    this.isPersonal = address.startsWith('user/')
    this.isOpen = this.isPersonal // no snapshot begins it
  }

  /**
   * Whether the event is for the listener: before the first snapshot it is one of an earlier listener's. A snapshot's
   * cursor counts only as the beginning: with a cursor of our own, what we missed comes after it.
   * @param {Event} event
   */
  accept(event) {
    if (event.type === 'snapshot') {
      this.isOpen = true
      this.attempt = 0
      this.cursor ??= event.cursor
    } else if (this.isOpen && 'cursor' in event && event.cursor) {
      this.cursor = event.cursor
    }
    return this.isOpen
  }
}

/** One space, as its user sees it. Got from `lockstep.space(id)`; costs nothing until something is asked. */
export class Space {
  #lockstep

  /** @param {Lockstep} lockstep @param {string} id */
  constructor(lockstep, id) {
    this.#lockstep = lockstep
    this.id = id
  }

  get #path() {
    return `/spaces/${encodeURIComponent(this.id)}`
  }

  /** @param {string} address @param {object} body */
  #ask(address, body) {
    return this.#lockstep.request(address, { space: this.id, session: this.#lockstep.session, ...body })
  }

  /** Title, own role and field definitions. Fails with NOT_FOUND also for a space that one may not see.
   * @returns {Promise<SpaceInfo>} */
  info() {
    return this.#lockstep.rest('GET', this.#path)
  }

  /** All documents, page by page. Listening from the `cursor` misses nothing; what is listed already may come again.
   * @returns {Promise<{ documents: Document[], cursor: string }>} */
  async documents() {
    const first = await this.#page('')
    const documents = first.documents
    for (let next = first.next; next; ) {
      const page = await this.#page(`&after=${encodeURIComponent(next)}`)
      documents.push(...page.documents)
      next = page.next
    }
    return { documents, cursor: first.cursor }
  }

  /** @param {string} after */
  #page(after) {
    return this.#lockstep.rest('GET', `${this.#path}/documents?limit=${PAGE_LIMIT}${after}`)
  }

  /** One document. Fails with NOT_FOUND. @param {string} document @returns {Promise<Document>} */
  read(document) {
    return this.#lockstep.request('lockstep.metadata.read', { space: this.id, document })
  }

  /**
   * Writes fields of a document. Fails with LOCKED (`details.lock`), REVISION_CONFLICT, NOT_FOUND, FORBIDDEN.
   * @param {string} document
   * @param {Record<string, unknown>} fields null removes one
   * @param {{ mode?: 'create' | 'replace' | 'merge' | 'upsert', fence?: number, ifMatch?: string, ifRevision?: number,
   *   operation?: string }} [options] `mode` merge when not given; `fence` of the lock that one holds; `operation` names
   *   the write, so that repeating it takes effect once
   * @returns {Promise<Written>}
   */
  write(document, fields, { mode = 'merge', ...options } = {}) {
    return this.#ask('lockstep.metadata.write', { document, mode, fields, ...options })
  }

  /** Deletes a document. Fails as `write` does.
   * @param {string} document @param {{ fence?: number, ifMatch?: string, ifRevision?: number }} [options]
   * @returns {Promise<Written>} */
  delete(document, options = {}) {
    return this.#ask('lockstep.metadata.delete', { document, ...options })
  }

  /** The locks that stand now. @returns {Promise<{ space: string, locks: Lock[], lockSeq: number }>} */
  locks() {
    return this.#lockstep.request('lockstep.lock.list', { space: this.id })
  }

  /**
   * Listens to the space, or to one of its documents; see `Lockstep.listen`.
   * @param {Listener & { document?: string }} listener
   * @returns {() => void} ends it
   */
  listen({ document, ...listener }) {
    const address = document === undefined ? `space/${this.id}` : `document/${this.id}/${document}`
    return this.#lockstep.listen(address, listener)
  }

  /**
   * Takes the lock on a cell and keeps it until it is released. Taking one's own lock again, e.g. from another tab, shares
   * it, unless it is exclusive to a session. Fails with LOCKED (`details.lock` says whose it is) or FORBIDDEN.
   * @param {string} document
   * @param {string} field `*` for the whole document
   * @param {LockOptions & WaitOptions} [options] `wait`: stays in line when refused, through reconnections too, until the
   *   lock is ours, `signal` aborts (it fails with the signal's reason then), or the client is closed (UNAVAILABLE).
   *   `onWaiting` is told at each refusal; when it throws, the waiting ends with that
   * @returns {Promise<HeldLock>}
   */
  async acquire(document, field, { wait = false, signal, onWaiting, ...options } = {}) {
    const wanted = this.#wanted({ document, field }, options)
    signal?.throwIfAborted()
    if (wait) return new Place(this.#lockstep, wanted, { signal, onWaiting }).lock
    const askedAt = Date.now()
    return new HeldLock(this.#lockstep, wanted, await this.#lockstep.request(ACQUIRE, wanted), askedAt)
  }

  /**
   * Takes the locks on several cells, all or none. Fails as `acquire` does.
   * @param {Cell[]} cells 1 to 100, none twice
   * @param {LockOptions} [options]
   * @returns {Promise<HeldLock[]>} in the order of the cells
   */
  async acquireAll(cells, options = {}) {
    const wanted = cells.map((cell) => this.#wanted(cell, options))
    const { ttlMillis = LOCK_TTL_MS, ...others } = options
    const askedAt = Date.now()
    const answer = await this.#ask('lockstep.lock.acquireAll', { cells, ttlMillis, ...others })
    return wanted.map((each, index) => new HeldLock(this.#lockstep, each, answer.locks[index], askedAt))
  }

  /** @param {Cell} cell @param {LockOptions} options @returns {WantedLock} */
  #wanted({ document, field }, { ttlMillis = LOCK_TTL_MS, exclusive, releaseOnDisconnect }) {
    if (!(ttlMillis >= LOCK_TTL_MIN_MS)) throw new LockstepError(400, "'ttlMillis' must be at least 1000.")
    const { session } = this.#lockstep
    return { space: this.id, session, document, field, ttlMillis, exclusive, releaseOnDisconnect }
  }

  /** Tells the holder of a lock that we would like to have it. Fails with NOT_FOUND when nobody else's stands in the way.
   * @param {string} document @param {string} field @returns {Promise<Lock>} his lock */
  async knock(document, field) {
    return (await this.#ask('lockstep.lock.knock', { document, field })).lock
  }

  /** Ends somebody's lock; he is told by whom and why. For managers; fails with NOT_FOUND when there is no such lock.
   * @param {string} document @param {string} field @param {string} reason a sentence, 1 to 255 bytes
   * @returns {Promise<Lock>} as it stood */
  async breakLock(document, field, reason) {
    return (await this.#ask('lockstep.lock.break', { document, field, reason })).lock
  }

  /** What became of locks, the newest first. For managers.
   * @param {{ before?: string, limit?: number }} [options] `before`: the `next` of the page before; `limit` 1 to 1,000, 100
   *   when not given
   * @returns {Promise<{ entries: LockAuditEntry[], next?: string }>} no `next` on the last page */
  lockAudit(options = {}) {
    return this.#ask('lockstep.lock.audit', options)
  }
}

/**
 * A lock that is ours and is renewed in time. It is lost when somebody else is seen to have it or broke it, when renewal is
 * refused, or when its time has run out before it could be renewed; the last includes a connection that stays away.
 *
 * Its time is counted from the moment of asking, and ends a little early: it is lost here before others can have it.
 */
export class HeldLock {
  /** @type {Handlers<{ lost: LockstepError, error: LockstepError }>} */
  #handlers = new Handlers()
  #isHeld = true
  #deadline = 0
  /** @type {number | undefined} */
  #fence
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #renewal
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #expiry
  #lockstep
  #wanted
  #offs

  /**
   * @param {Lockstep} lockstep
   * @param {WantedLock} wanted
   * @param {LockAnswer} answer
   * @param {number} askedAt
   */
  constructor(lockstep, wanted, answer, askedAt) {
    this.#lockstep = lockstep
    this.#wanted = wanted
    this.document = wanted.document
    this.field = wanted.field
    this.#offs = [
      lockstep.on('event', (event) => this.#observe(event)),
      lockstep.on('state', ({ state }) => state === 'live' && void this.#renew()),
    ]
    this.#adopt(answer, askedAt)
    void lockstep.listenToUser(answer.owner)
  }

  /** False also when its time is up and nobody could tell us yet: the machine slept. */
  get isHeld() {
    return this.#isHeld && Date.now() < this.#deadline
  }

  /** To be given to `Space.write`: a write with the fence of a lock that has passed on is refused. None while degraded. */
  get fence() {
    return this.#fence
  }

  /** Whether the server cannot tell what is locked, and lets editing go on: nobody is shut out until it can again. */
  get isDegraded() {
    return this.#fence === undefined
  }

  /** `lost`: the lock is no longer ours, and not by `release()`. When it was broken, `details` has `by`, `note` and mostly
   * `byDisplayName`. @template {'lost'} E @param {E} event
   * @param {(error: LockstepError) => void} handler @returns {() => void} takes the handler off again */
  on(event, handler) {
    return this.#handlers.on(event, handler)
  }

  /** Gives the lock back; a lost one is left alone. When it fails, the lock ends with its TTL all the same.
   * @returns {Promise<void>} */
  async release() {
    if (this.#stop()) await this.#giveBack()
  }

  /** Gives the lock back by a request that outlives the page; for `pagehide`, when nobody can wait. */
  releaseOnExit() {
    if (!this.#stop()) return
    const { space, document, field, session } = this.#wanted
    const [inSpace, inDocument, ofField, by] = [space, document, field, session].map(encodeURIComponent)
    const path = `/spaces/${inSpace}/documents/${inDocument}/locks/${ofField}?session=${by}`
    this.#lockstep.rest('DELETE', path, undefined, { isKeptAlive: true }).catch(() => {})
  }

  /** @returns {Promise<unknown>} */
  #giveBack() {
    const { space, session, document, field } = this.#wanted
    return this.#lockstep.request(RELEASE, { space, session, document, field })
  }

  /** @param {LockAnswer} answer @param {number} askedAt */
  #adopt({ fence, degraded, expiresInMs, renewAfterMs = this.#wanted.ttlMillis / 3 }, askedAt) {
    this.#fence = degraded ? undefined : fence
    this.#deadline = Math.max(this.#deadline, askedAt + expiresInMs - LOST_EARLY_MS)
    clearTimeout(this.#expiry)
    const expire = () => this.#lose(unavailable('The lock could not be renewed in time.'))
    this.#expiry = setTimeout(expire, this.#deadline - Date.now())
    this.#renewIn(renewAfterMs)
  }

  /** @param {number} waitMs */
  #renewIn(waitMs) {
    clearTimeout(this.#renewal)
    this.#renewal = setTimeout(() => void this.#renew(), waitMs)
  }

  async #renew() {
    if (!this.#isHeld) return
    const askedAt = Date.now()
    try {
      this.#renewed(await this.#lockstep.request(ACQUIRE, this.#wanted), askedAt)
    } catch (error) {
      this.#failed(asError(error))
    }
  }

  /** What was degraded becomes real by its first real answer.
   * @param {LockAnswer} answer @param {number} askedAt */
  #renewed(answer, askedAt) {
    const isSame = this.isDegraded || answer.degraded || answer.fence === this.#fence
    if (this.#isHeld && isSame) return this.#adopt(answer, askedAt)
    // It had ended, and somebody may have written since: what we got instead is a new lock, which nobody asked for.
    if (answer.acquired) this.#giveBack().catch(() => {})
    this.#lose(new LockstepError(423, 'The lock had ended before it could be renewed.'))
  }

  /** @param {LockstepError} error */
  #failed(error) {
    if (!error.isRetryable) this.#lose(error)
    else if (this.#isHeld) this.#renewIn(RENEW_RETRY_MS)
  }

  /** @param {Event} event */
  #observe(event) {
    if (!isAbout(event, this.#wanted)) return
    const fence = this.#fence
    if (event.type === 'expiring' || fence === undefined) return void this.#renew()
    const isEnd = event.type === 'unlocked' || event.type === 'displaced'
    if (isEnd ? event.fence >= fence : event.fence > fence) this.#lose(lossBy(event))
  }

  /** @param {LockstepError} error */
  #lose(error) {
    if (this.#end()) this.#handlers.emit('lost', error)
  }

  /** Whether there is something to give back. */
  #stop() {
    const { isHeld } = this
    this.#end()
    return isHeld
  }

  /** Whether it was held until now, as far as was told. */
  #end() {
    const wasHeld = this.#isHeld
    this.#isHeld = false
    clearTimeout(this.#renewal)
    clearTimeout(this.#expiry)
    for (const off of this.#offs) off()
    return wasHeld
  }
}

/**
 * A place in the line for a lock. Asking keeps it, and finds what no event told: every 3 s, and at once when the lock is
 * granted or the connection is back.
 */
class Place {
  #isOver = false
  #isAsking = false
  #isNews = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer
  /** @type {(lock: HeldLock) => void} */
  #resolve = () => {}
  /** @type {(error: unknown) => void} */
  #reject = () => {}
  #lockstep
  #wanted
  #onWaiting
  #offs

  /**
   * @param {Lockstep} lockstep
   * @param {WantedLock} wanted
   * @param {{ signal?: AbortSignal, onWaiting?: (waiting: Waiting) => void }} options
   */
  constructor(lockstep, wanted, { signal, onWaiting }) {
    this.#lockstep = lockstep
    this.#wanted = wanted
    this.#onWaiting = onWaiting
    /** @type {Promise<HeldLock>} */
    this.lock = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    const abort = () => this.#leave(signal?.reason)
    signal?.addEventListener('abort', abort)
    this.#offs = [
      lockstep.on('event', (event) => this.#observe(event)),
      lockstep.on('state', (state) => this.#follow(state)),
      lockstep.on('closing', () => this.#leave(unavailable('The client was closed.'))),
      () => signal?.removeEventListener('abort', abort),
    ]
    void this.#ask()
  }

  /** Asks now, or again after the answer that is awaited, which may be older than what we heard. */
  async #ask() {
    this.#isNews = this.#isAsking
    if (this.#isAsking) return
    this.#isAsking = true
    clearTimeout(this.#timer)
    this.#lockstep.listenToUser().catch(() => {}) // asking again finds the lock without it
    const askedAt = Date.now()
    try {
      const answer = await this.#lockstep.request(ACQUIRE, { ...this.#wanted, queue: true })
      if (this.#end()) this.#resolve(new HeldLock(this.#lockstep, this.#wanted, answer, askedAt))
    } catch (error) {
      this.#refused(asError(error))
    }
    this.#isAsking = false
    if (!this.#isOver) this.#timer = setTimeout(() => void this.#ask(), this.#isNews ? 0 : ASK_EVERY_MS)
  }

  /** @param {LockstepError} error */
  #refused(error) {
    if (this.#isOver) return
    if (error.code === 'LOCKED') this.#tell(error.details)
    else if (!error.isRetryable || this.#lockstep.state.state === 'closed') this.#leave(error)
  }

  /** @param {Record<string, any>} details */
  #tell({ lock, waiting }) {
    try {
      this.#onWaiting?.({ position: waiting?.position || undefined, lock })
    } catch (error) {
      this.#leave(error)
    }
  }

  /** @param {Event} event */
  #observe(event) {
    if (event.type === 'granted' && isAbout(event, this.#wanted)) void this.#ask()
  }

  /** @param {State} state */
  #follow(state) {
    if (state.state === 'live') void this.#ask()
    if (state.state === 'closed') this.#leave(state.error ?? unavailable('The client was closed.'))
  }

  /** What is asked already is carried out before this: the release ends a lock that comes of it. @param {unknown} reason */
  #leave(reason) {
    if (!this.#end()) return
    const { space, session, document, field } = this.#wanted
    this.#lockstep.request(RELEASE, { space, session, document, field }).catch(() => {})
    this.#reject(reason)
  }

  /** Whether it was kept until now. */
  #end() {
    const wasKept = !this.#isOver
    this.#isOver = true
    clearTimeout(this.#timer)
    for (const off of this.#offs) off()
    return wasKept
  }
}

/**
 * Whether an event tells of this lock, and tells it us: some are for one session of the user only.
 * @param {Event} event @param {WantedLock} wanted @returns {event is LockEvent}
 */
function isAbout(event, { space, document, field, session }) {
  switch (event.type) {
    case 'locked':
    case 'unlocked':
    case 'displaced':
    case 'granted':
    case 'expiring':
      break
    default:
      return false
  }
  const isForAnother = (event.type === 'granted' || event.type === 'expiring') && (event.session ?? session) !== session
  return !isForAnother && event.space === space && event.document === document && event.field === field
}

/** @param {LockEvent} event the one that tells that a lock is lost @returns {LockstepError} */
function lossBy(event) {
  if (!('by' in event)) return new LockstepError(423, 'The lock has ended.', { lock: event })
  const { by, note } = event
  const byDisplayName = 'byDisplayName' in event ? event.byDisplayName : undefined
  return new LockstepError(423, `${byDisplayName ?? by} ended the lock: ${note}`, { by, byDisplayName, note, lock: event })
}

/** @param {any} frame of type err @returns {LockstepError} */
function failure({ failureCode, message, body, details }) {
  return new LockstepError(failureCode ?? 400, message ?? body ?? 'The request failed.', details ?? {})
}

/** @param {number} status @param {string} text ideally `application/problem+json` @returns {LockstepError} */
function problem(status, text) {
  try {
    const { type, title, status: number, code, detail, ...details } = JSON.parse(text)
    return new LockstepError(number ?? status, detail ?? title ?? 'The request failed.', details)
  } catch {
    return new LockstepError(status, `The server answered ${status}.`)
  }
}
