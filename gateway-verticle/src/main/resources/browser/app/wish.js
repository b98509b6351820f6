/** The wish to have a cell that somebody else is editing: he hears of it, and we stay in line until it comes true. */

import { asSentence } from './dom.js'
import { TTL_MILLIS } from './edit.js'
import { toast } from './toast.js'

/** @typedef {import('../lockstep.js').LockstepError} LockstepError */

export class Wish {
  #space
  #document
  #field
  #controller = new AbortController()
  #said = 'You wait for this cell.'
  #unsay = () => {}

  /** @param {import('../lockstep.js').Space} space @param {string} document
   * @param {import('../lockstep.js').FieldDefinition} field */
  constructor(space, document, field) {
    this.#space = space
    this.#document = document
    this.#field = field
  }

  /** The lock when it is ours; undefined when the wish was given up or cannot come true, which the user was told. */
  async come() {
    const { signal } = this.#controller
    this.#space.knock(this.#document, this.#field.name).catch(() => {}) // nobody may have it any more
    try {
      return await this.#space.acquire(this.#document, this.#field.name, {
        ttlMillis: TTL_MILLIS,
        wait: true,
        signal,
        onWaiting: (waiting) => this.#waits(waiting),
      })
    } catch (error) {
      const { message } = /** @type {LockstepError} */ (error)
      if (!signal.aborted) toast(`You no longer wait for “${this.#field.label}”. ${asSentence(message)}`, { tone: 'warning' })
      return undefined
    } finally {
      this.#unsay()
    }
  }

  giveUp() {
    this.#controller.abort()
  }

  /** Says where in the line we are. */
  show() {
    this.#unsay()
    this.#unsay = toast(this.#said, { action: { label: 'Stop waiting', run: () => this.giveUp() } })
  }

  /** @param {import('../lockstep.js').Waiting} waiting */
  #waits({ position, lock }) {
    const who = lock ? `${lock.displayName} is editing “${this.#field.label}”.` : `“${this.#field.label}” is being edited.`
    const sentence = `${who} ${placeIn(position)}`
    if (sentence === this.#said) return
    this.#said = sentence
    this.show()
  }
}

/** @param {number | undefined} position */
function placeIn(position) {
  if (position === undefined) return 'The line is full: you get a place when there is one.'
  return position === 1 ? 'You are next.' : `You are number ${position} in line.`
}
