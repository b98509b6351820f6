/**
 * The live copy of one space: its documents, the locks that stand, and who is here. Knows no DOM.
 *
 * It lists the documents first and listens from that listing's cursor, so that nothing is missed in between. What the
 * listing already contained comes again then: a change whose revision the copy has is skipped.
 */

/**
 * @typedef {import('../lockstep.js').Document} Document
 * @typedef {import('../lockstep.js').Lock} Lock
 * @typedef {import('../lockstep.js').FieldDefinition} FieldDefinition
 *
 * @typedef {object} FolderView what the folder tells
 * @property {() => void} onReset the documents were loaded (again)
 * @property {(document: string) => void} onDocument one came or went
 * @property {(document: string, fields: string[]) => void} onFields values changed, by somebody
 * @property {(document?: string) => void} onLocks on one document; on all when not given
 * @property {() => void} onViewers
 * @property {() => void} onNames `nameOf` knows somebody more
 * @property {(isReady: boolean) => void} onReady whether documents and locks are there and live
 * @property {(error: import('../lockstep.js').LockstepError) => void} onTrouble
 */

const RELOAD_AGAIN_MS = 2_000

export class Folder {
  title = ''
  role = 'viewer'
  /** @type {FieldDefinition[]} */
  fields = []
  /** @type {Map<string, Document>} by id */
  documents = new Map()
  /** @type {import('../lockstep.js').Viewer[]} */
  viewers = []
  /** @type {Map<string, Lock>} by cell */
  #locks = new Map()
  /** @type {Map<string, string>} what people are called, as far as heard */
  #names = new Map()
  /** @type {import('../lockstep.js').ChangedEvent[] | null} what came while the documents are being loaded again */
  #waiting = null
  #isAgain = false
  #isStopped = false
  #isReady = false
  /** @type {(() => void)[]} */
  #offs = []
  #lockstep
  #view

  /**
   * @param {import('../lockstep.js').Lockstep} lockstep
   * @param {string} id
   * @param {import('../lockstep.js').Viewer} me
   * @param {FolderView} view
   */
  constructor(lockstep, id, me, view) {
    this.#names.set(me.user, me.displayName)
    this.#lockstep = lockstep
    this.#view = view
    this.space = lockstep.space(id)
  }

  /** Loads, shows, and goes on listening until `stop()`. Fails as the two REST calls do. */
  async start() {
    const [info, { documents, cursor }] = await Promise.all([this.space.info(), this.space.documents()])
    if (this.#isStopped) return
    this.title = info.title
    this.role = info.role
    this.fields = info.fields
    this.#replaceDocuments(documents)
    this.#offs = [
      this.#lockstep.on('state', ({ state }) => state !== 'live' && this.#becomeReady(false)),
      this.space.listen({ cursor, onEvent: (event) => this.#receive(event), onError: (error) => this.#refused(error) }),
    ]
  }

  stop() {
    this.#isStopped = true
    for (const off of this.#offs) off()
  }

  get isReady() {
    return this.#isReady
  }

  get canWrite() {
    return this.role !== 'viewer'
  }

  /** The lock that keeps others off a cell: its own or its document's. @param {string} document @param {string} field */
  lockOn(document, field) {
    return this.#locks.get(cellKey(document, field)) ?? this.#locks.get(cellKey(document, '*'))
  }

  get lockCount() {
    return this.#locks.size
  }

  /** What people call a user; the user's id when nobody said so yet. @param {string} user */
  nameOf(user) {
    return this.#names.get(user) ?? user
  }

  /** @param {Lock} lock heard of in a refusal, perhaps before its event */
  noteLock(lock) {
    this.#setLock(lock)
  }

  /**
   * Shows an acknowledged write of ours at once. The revision stays: the events up to it, perhaps with changes of others,
   * are still on their way.
   * @param {string} document @param {string} field @param {unknown} value
   */
  noteWritten(document, field, value) {
    this.#merge(document, { [field]: value })
  }

  /** @param {import('../lockstep.js').Event} event */
  #receive(event) {
    switch (event.type) {
      case 'snapshot':
        this.#locks = new Map((event.locks ?? []).map((lock) => [cellKey(lock.document, lock.field), lock]))
        this.#view.onLocks()
        this.#setViewers(event.users ?? event.viewers ?? [])
        this.#becomeReady(true)
        break
      case 'changed':
        if (this.#waiting) this.#waiting.push(event)
        else this.#change(event)
        break
      case 'locked':
        this.#setLock({ ...event, owner: event.user })
        break
      case 'unlocked':
        this.#removeLock(event)
        break
      case 'presence':
        this.#setViewers(event.users)
        break
      case 'resync':
        void this.#reload()
    }
  }

  /** @param {Lock} lock */
  #setLock(lock) {
    const key = cellKey(lock.document, lock.field)
    if (lock.fence < (this.#locks.get(key)?.fence ?? 0)) return
    this.#locks.set(key, lock)
    this.#names.set(lock.owner, lock.displayName)
    this.#view.onLocks(lock.document)
  }

  /** @param {import('../lockstep.js').UnlockedEvent} event */
  #removeLock({ document, field, fence }) {
    const key = cellKey(document, field)
    if ((this.#locks.get(key)?.fence ?? Infinity) > fence) return
    this.#locks.delete(key)
    this.#view.onLocks(document)
  }

  /** @param {import('../lockstep.js').Viewer[]} viewers */
  #setViewers(viewers) {
    this.viewers = [...new Map(viewers.map((viewer) => [viewer.user, viewer])).values()]
    this.#view.onViewers()
    const known = this.#names.size
    for (const { user, displayName } of viewers) this.#names.set(user, displayName)
    if (this.#names.size > known) this.#view.onNames()
  }

  /** @param {import('../lockstep.js').ChangedEvent} event */
  #change(event) {
    const known = this.documents.get(event.document)
    if (event.verb === 'deleted') return this.#remove(event.document)
    if (known && event.revision <= known.revision) return
    if (event.truncated || !event.patch || (!known && event.verb !== 'created')) return void this.#read(event.document)
    const { space, document, revision, etag, patch, at, actor } = event
    if (!known) {
      return this.#put({ space, document, revision, etag, fields: patch, readonly: false, updatedAt: at, updatedBy: actor })
    }
    Object.assign(known, { revision, etag, updatedAt: at, updatedBy: actor })
    this.#merge(document, patch)
  }

  /** @param {string} id @param {Record<string, unknown>} patch null removes a field */
  #merge(id, patch) {
    const fields = this.documents.get(id)?.fields
    if (!fields) return
    for (const [name, value] of Object.entries(patch)) {
      if (value === null) delete fields[name]
      else fields[name] = value
    }
    this.#view.onFields(id, Object.keys(patch))
  }

  /** @param {string} id */
  async #read(id) {
    try {
      const document = await this.space.read(id)
      if (document.revision >= (this.documents.get(id)?.revision ?? 0)) this.#put(document)
    } catch (error) {
      const { code } = /** @type {import('../lockstep.js').LockstepError} */ (error)
      if (code === 'NOT_FOUND') this.#remove(id)
      else void this.#reload()
    }
  }

  /** @param {Document} document */
  #put(document) {
    const known = this.documents.get(document.document)
    this.documents.set(document.document, document)
    if (!known) return this.#view.onDocument(document.document)
    const names = new Set([...Object.keys(known.fields), ...Object.keys(document.fields)])
    this.#view.onFields(
      document.document,
      [...names].filter((name) => JSON.stringify(known.fields[name]) !== JSON.stringify(document.fields[name])),
    )
  }

  /** @param {string} id */
  #remove(id) {
    if (this.documents.delete(id)) this.#view.onDocument(id)
  }

  /** Loads everything again; changes wait meanwhile and are applied to what was loaded. */
  async #reload() {
    if (this.#waiting) return void (this.#isAgain = true)
    this.#waiting = []
    do {
      this.#isAgain = false
      try {
        this.#replaceDocuments((await this.space.documents()).documents)
      } catch (error) {
        this.#view.onTrouble(/** @type {import('../lockstep.js').LockstepError} */ (error))
        await new Promise((resolve) => setTimeout(resolve, RELOAD_AGAIN_MS))
        this.#isAgain = true
      }
    } while (this.#isAgain && !this.#isStopped)
    const waiting = this.#waiting
    this.#waiting = null
    for (const event of waiting) this.#change(event)
  }

  /** @param {Document[]} documents */
  #replaceDocuments(documents) {
    if (this.#isStopped) return
    this.documents = new Map(documents.map((document) => [document.document, document]))
    this.#view.onReset()
  }

  /** @param {import('../lockstep.js').LockstepError} error */
  #refused(error) {
    this.#becomeReady(false)
    this.#view.onTrouble(error)
  }

  /** @param {boolean} isReady */
  #becomeReady(isReady) {
    this.#isReady = isReady
    this.#view.onReady(isReady)
  }
}

/** @param {string} document @param {string} field */
const cellKey = (document, field) => `${document}\n${field}`
