/**
 * One edit of one cell, from the lock to the saved value. It ends by saving, by Escape, or with its document; what was
 * typed is never thrown away without having been saved or given up by the user: whatever fails leaves the editor open.
 */

import { asSentence } from './dom.js'
import { createEditor, enter, readEditor } from './editor.js'
import { toast } from './toast.js'
import { fromText, toDisplay, toText } from './value.js'

/**
 * @typedef {import('../lockstep.js').HeldLock} HeldLock
 * @typedef {import('../lockstep.js').LockstepError} LockstepError
 *
 * @typedef {object} Place where it happens
 * @property {import('./folder.js').Folder} folder
 * @property {HTMLTableCellElement} td
 * @property {string} document
 * @property {import('../lockstep.js').FieldDefinition} field
 * @property {() => void} onState the lock was taken or lost
 * @property {(move: number) => void} onLeave the focus goes on by so many cells, 0: to the cell itself
 * @property {() => void} onEnd closed
 */

export const TTL_MILLIS = 30_000
const ELSEWHERE = Number.NaN // where the focus has gone by itself

export class Edit {
  #place
  #held
  #base
  #editor
  #isBusy = false
  #isClosed = false
  #unsay = () => {}

  /** Takes the lock and opens the editor. Fails as `Space.acquire` does. @param {Place} place */
  static async begin(place) {
    const held = await place.folder.space.acquire(place.document, place.field.name, { ttlMillis: TTL_MILLIS })
    return new Edit(place, held)
  }

  /** @param {Place} place @param {HeldLock} held */
  constructor(place, held) {
    this.#place = place
    this.#held = this.#watch(held)
    this.#base = this.#current()
    this.#editor = createEditor(place.field, this.#base)
    this.#editor.addEventListener('keydown', (event) => this.#key(/** @type {KeyboardEvent} */ (event)))
    this.#editor.addEventListener('blur', () => this.#blurred())
    place.td.classList.add('editing')
    place.td.append(this.#editor)
    if (!document.activeElement?.matches('.editor')) enter(this.#editor) // who writes elsewhere is not interrupted
  }

  get isHeld() {
    return this.#held.isHeld
  }

  focus() {
    this.#editor.focus()
  }

  /** Gives the lock back while the page goes away. */
  abandon() {
    this.#held.releaseOnExit()
  }

  /** The document is gone: offers what was typed. */
  orphan() {
    const text = readEditor(this.#editor)
    const isChanged = text !== this.#base
    this.#close()
    if (!isChanged) return
    const run = () => void navigator.clipboard?.writeText(text)
    toast(`This file was deleted while you were editing. You had written: ${text}`, {
      tone: 'warning',
      action: { label: 'Copy text', run },
    })
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation()
    if (event.isComposing) return
    const isSave = event.key === 'Enter' && (this.#place.field.type !== 'textarea' || event.ctrlKey || event.metaKey)
    if (event.key === 'Escape') this.#cancel()
    else if (event.key === 'Tab') void this.#save(event.shiftKey ? -1 : 1)
    else if (isSave) void this.#save(0)
    else return
    event.preventDefault()
  }

  /** The window losing the focus ends nothing: the user comes back to where he was. */
  #blurred() {
    if (this.#isClosed || document.activeElement === this.#editor) return
    void this.#save(ELSEWHERE)
  }

  #cancel() {
    this.#close()
    this.#place.onLeave(0)
  }

  /** The focus goes on at once, so that no key is lost while it is being saved; it comes back when that fails.
   * @param {number} move where to */
  async #save(move) {
    if (this.#isBusy || this.#isClosed) return
    const text = readEditor(this.#editor)
    // A number field with letters in it reads as empty: that is no emptied cell.
    if (!this.#editor.checkValidity()) return this.#complain(move)
    this.#become(true)
    if (!Number.isNaN(move)) this.#place.onLeave(move)
    const isSaved = text === this.#base || (await this.#try(text))
    this.#become(false)
    if (isSaved) this.#close()
    else if (!Number.isNaN(move) && !document.activeElement?.matches('.editor')) this.focus()
  }

  /** @param {string} text @returns {Promise<boolean>} whether it is saved; if not, the user was told why */
  async #try(text) {
    try {
      if (!(await this.#ensureLock(text))) return false
      await this.#write(text)
      return true
    } catch (error) {
      this.#explain(/** @type {LockstepError} */ (error))
      return false
    }
  }

  /** @param {string} text */
  async #write(text) {
    const { folder, document, field } = this.#place
    const before = folder.documents.get(document)?.fields[field.name]
    const value = fromText(text, field, before, folder.space.id.startsWith('metavox:'))
    await folder.space.write(document, { [field.name]: value }, { fence: this.#held.fence })
    folder.noteWritten(document, field.name, value)
  }

  /** Takes a lost lock again. False when the value has changed meanwhile: the user decides. @param {string} text */
  async #ensureLock(text) {
    if (this.#held.isHeld) return true
    const { folder, document, field } = this.#place
    this.#held = this.#watch(await folder.space.acquire(document, field.name, { ttlMillis: TTL_MILLIS }))
    this.#place.onState()
    const now = this.#current()
    if (now === this.#base || now === text) return true
    this.#base = now
    const shown = toDisplay(folder.documents.get(document)?.fields[field.name], field) || 'nothing'
    this.#say(`Meanwhile “${field.label}” was changed to “${shown}”. Save again to replace it, or press Esc to leave it.`)
    return false
  }

  /** @param {HeldLock} held @returns {HeldLock} */
  #watch(held) {
    held.on('lost', ({ details: { by, byDisplayName, note } }) => {
      this.#place.onState()
      const { folder, field } = this.#place
      const what = by
        ? `${byDisplayName ?? folder.nameOf(by)} took “${field.label}” over: ${asSentence(note)}`
        : `Your hold on “${field.label}” has ended.`
      this.#say(`${what} Your text is kept; saving takes the cell again.`)
    })
    return held
  }

  #current() {
    const { folder, document, field } = this.#place
    return toText(folder.documents.get(document)?.fields[field.name], field)
  }

  /** @param {number} move */
  #complain(move) {
    this.#editor.setAttribute('aria-invalid', 'true')
    if (Number.isNaN(move)) this.#say(`“${this.#place.field.label}”: ${this.#editor.validationMessage}`)
    else this.#editor.reportValidity()
  }

  /** @param {LockstepError} error */
  #explain(error) {
    const { folder, field } = this.#place
    const { lock } = error.details
    if (error.code === 'LOCKED') {
      // The hold is worth nothing any more; the next try takes a new one.
      this.#held.release().catch(() => {})
      if (lock) folder.noteLock(lock)
      this.#place.onState()
    }
    const reason = error.code === 'LOCKED' && lock ? `${lock.displayName} is editing “${field.label}”.` : asSentence(error.message)
    this.#say(`Not saved. ${reason} Your text is kept in the cell.`)
  }

  /** What was said about this edit before is no longer true. @param {string} sentence */
  #say(sentence) {
    this.#unsay()
    this.#unsay = toast(sentence, { tone: 'warning' })
  }

  /** @param {boolean} isBusy */
  #become(isBusy) {
    this.#isBusy = isBusy
    this.#place.td.classList.toggle('saving', isBusy)
    this.#editor.removeAttribute('aria-invalid')
  }

  #close() {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#unsay()
    this.#held.release().catch(() => {}) // it ends with its TTL then
    this.#editor.remove()
    this.#place.td.classList.remove('editing', 'saving')
    this.#place.onEnd()
  }
}
