/**
 * The team folder as a table: a row for each document, a column for each field. One cell at a time is in the tab order;
 * the arrow keys go from there (the ARIA grid pattern).
 */

import { flash, paintState, paintValue } from './cell.js'
import { headRow, layOut } from './columns.js'
import { asSentence, element, setAttribute } from './dom.js'
import { Edit } from './edit.js'
import { wishOf } from './keys.js'
import { toast } from './toast.js'
import { showTip } from './tooltip.js'
import { Wish } from './wish.js'

/**
 * @typedef {import('./folder.js').Folder} Folder
 * @typedef {import('../lockstep.js').FieldDefinition} FieldDefinition
 * @typedef {import('../lockstep.js').LockstepError} LockstepError
 */

const byNumberThenName = new Intl.Collator(undefined, { numeric: true })
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const calendar = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

export class Grid {
  /** @type {Map<HTMLTableCellElement, Edit>} */
  #edits = new Map()
  /** @type {Map<HTMLTableCellElement, Wish>} cells that we wait for */
  #wishes = new Map()
  /** @type {WeakMap<HTMLTableCellElement, () => void>} takes away what is offered of a cell */
  #offers = new WeakMap()
  /** @type {HTMLTableCellElement | null} the one in the tab order */
  #active = null
  /** @type {Map<string, HTMLTableRowElement>} by document */
  #rows = new Map()
  #table
  #head
  #body
  #folder
  #me

  /** @param {HTMLTableElement} table @param {Folder} folder @param {string} me */
  constructor(table, folder, me) {
    this.#table = table
    this.#folder = folder
    this.#me = me
    this.#head = element('thead', { role: 'rowgroup' })
    this.#body = element('tbody', { role: 'rowgroup' })
    this.#body.addEventListener('dblclick', ({ target }) => this.#onCell(target, (td) => this.#edit(td)))
    this.#body.addEventListener('focusin', ({ target }) => this.#onCell(target, (td) => this.#activate(td)))
    this.#body.addEventListener('keydown', (event) => this.#key(event))
    table.replaceChildren(this.#head, this.#body)
  }

  /** Shows the documents as they are now; rows that stay, stay, with what is being edited in them. */
  reset() {
    const { documents, fields, title } = this.#folder
    this.#table.setAttribute('aria-label', title)
    this.#head.replaceChildren(headRow(fields))
    const { columns, width } = layOut(fields)
    this.#table.style.setProperty('--columns', columns)
    this.#table.style.setProperty('--width', width)
    for (const [id, row] of this.#rows) if (!documents.has(id)) this.#removeRow(id, row)
    const ids = [...documents.keys()].sort(byNumberThenName.compare)
    let place = this.#body.firstElementChild
    for (const id of ids) {
      const row = this.#rows.get(id) ?? this.#createRow(id)
      if (row === place) place = place.nextElementSibling
      else this.#body.insertBefore(row, place)
      this.#paintRow(id)
    }
    this.#count()
  }

  /** A document came or went. @param {string} id */
  updateDocument(id) {
    const row = this.#rows.get(id)
    if (!this.#folder.documents.has(id)) {
      if (row) this.#removeRow(id, row)
    } else if (!row) {
      const created = this.#createRow(id)
      const next = [...this.#rows.keys()].filter((other) => byNumberThenName.compare(other, id) > 0)
      const follower = next.sort(byNumberThenName.compare)[0]
      this.#body.insertBefore(created, this.#rows.get(follower) ?? null)
      this.#paintRow(id)
      flash(created)
    }
    this.#count()
  }

  /** Values changed: shows them, and which. @param {string} id @param {string[]} names */
  updateFields(id, names) {
    for (const td of this.#cells(id)) {
      const isNew = names.includes(this.#name(td)) && this.#paintCell(td)
      if (isNew) flash(td)
    }
    this.#paintRowEnds(id)
  }

  /** Locks were taken or have ended. @param {string} [id] of one document; of all when not given */
  updateLocks(id) {
    for (const each of id === undefined ? this.#rows.keys() : [id]) {
      for (const td of this.#cells(each)) this.#paintState(td)
    }
  }

  /** Somebody's name became known. */
  updateNames() {
    for (const id of this.#rows.keys()) this.#paintRowEnds(id)
  }

  /** Somebody waits for a lock of ours. @param {string} id @param {string} name of the field @param {string} who */
  knocked(id, name, who) {
    for (const [td, edit] of this.#edits) {
      const isMeant = edit.isHeld && this.#id(td) === id && (name === '*' || this.#name(td) === name)
      if (isMeant) toast(`${who} is waiting for this cell: “${this.#fieldOf(td)?.label}”. Save or press Esc to hand it on.`)
    }
  }

  /** The page goes away: gives every lock back. */
  abandon() {
    for (const wish of this.#wishes.values()) wish.giveUp()
    for (const edit of this.#edits.values()) edit.abandon()
  }

  /** @param {string} id */
  #createRow(id) {
    const cells = this.#folder.fields.map(({ name, type }) =>
      element('td', { 'data-document': id, 'data-field': name, class: `type-${type}`, role: 'gridcell', tabindex: '-1' }),
    )
    const file = element('th', { scope: 'row', role: 'rowheader', title: id }, element('div', { class: 'file' }, id))
    const changed = element('td', { class: 'changed', role: 'gridcell' })
    const row = element('tr', { 'data-row': id, role: 'row' }, file, ...cells, changed)
    this.#rows.set(id, row)
    if (!this.#active && cells[0]) this.#activate(cells[0])
    return row
  }

  /** @param {string} id @param {HTMLTableRowElement} row */
  #removeRow(id, row) {
    const neighbour = row.nextElementSibling ?? row.previousElementSibling
    const hadActive = row.contains(this.#active)
    for (const td of this.#cells(id)) {
      this.#edits.get(td)?.orphan()
      this.#wishes.get(td)?.giveUp()
    }
    this.#rows.delete(id)
    row.remove()
    if (!hadActive) return
    this.#active = null
    const heir = neighbour?.querySelector('td[data-field]')
    if (heir) this.#activate(/** @type {HTMLTableCellElement} */ (heir))
  }

  #count() {
    this.#table.setAttribute('aria-rowcount', String(this.#rows.size + 1))
    this.#table.setAttribute('aria-colcount', String(this.#folder.fields.length + 2))
  }

  /** @param {string} id */
  #paintRow(id) {
    for (const td of this.#cells(id)) this.#paintCell(td)
    this.#paintRowEnds(id)
  }

  /** @param {string} id */
  #paintRowEnds(id) {
    const row = this.#rows.get(id)
    const document = this.#folder.documents.get(id)
    if (!row || !document) return
    setAttribute(row, 'data-readonly', document.readonly)
    const who = this.#folder.nameOf(document.updatedBy)
    const when = new Date(document.updatedAt)
    const isToday = when.toDateString() === new Date().toDateString()
    const last = /** @type {HTMLTableCellElement} */ (row.lastElementChild)
    last.textContent = `${who}, ${(isToday ? clock : calendar).format(when)}`
    last.title = `Revision ${document.revision}, ${when.toLocaleString()}`
  }

  /** Whether the value shown is another one than before. @param {HTMLTableCellElement} td */
  #paintCell(td) {
    const field = this.#fieldOf(td)
    const document = this.#folder.documents.get(this.#id(td))
    if (this.#edits.has(td) || !field || !document) return false
    const isNew = paintValue(td, document.fields[field.name], field)
    this.#paintState(td)
    return isNew
  }

  /** @param {HTMLTableCellElement} td */
  #paintState(td) {
    paintState(td, {
      lock: this.#folder.lockOn(this.#id(td), this.#name(td)),
      me: this.#me,
      isHeldHere: this.#edits.get(td)?.isHeld ?? false,
      readOnly: this.#readOnly(td),
    })
    setAttribute(td, 'data-waiting', this.#wishes.has(td))
    if (td.dataset.state !== 'locked') this.#offers.get(td)?.()
  }

  /** @param {HTMLTableCellElement} td @returns {string | undefined} why */
  #readOnly(td) {
    if (!this.#folder.canWrite) return 'Read-only: you may look at this folder, but not change it'
    return this.#folder.documents.get(this.#id(td))?.readonly ? 'Read-only file' : undefined
  }

  /** @param {HTMLTableCellElement} td */
  async #edit(td) {
    const field = this.#fieldOf(td)
    const open = this.#edits.get(td)
    if (open) return open.focus()
    if (!field || td.ariaBusy) return
    if (this.#readOnly(td)) return showTip(td)
    if (!this.#folder.isReady) return void toast('You are offline: editing goes on when the connection is back.')
    if (td.dataset.state === 'locked' || this.#wishes.has(td)) return this.#offer(td, field)
    await this.#begin(td, field)
  }

  /** @param {HTMLTableCellElement} td @param {FieldDefinition} field */
  async #begin(td, field) {
    td.ariaBusy = 'true'
    try {
      this.#opened(td, await Edit.begin(this.#place(td, field)))
    } catch (error) {
      this.#refused(td, field, /** @type {LockstepError} */ (error))
    } finally {
      td.ariaBusy = null
    }
  }

  /** @param {HTMLTableCellElement} td @param {FieldDefinition} field @returns {import('./edit.js').Place} */
  #place(td, field) {
    return {
      folder: this.#folder,
      td,
      document: this.#id(td),
      field,
      onState: () => this.#paintState(td),
      onLeave: (move) => this.#focus(move === 0 ? td : this.#neighbour(td, 0, move) ?? td),
      onEnd: () => this.#ended(td),
    }
  }

  /** @param {HTMLTableCellElement} td @param {Edit} edit */
  #opened(td, edit) {
    this.#edits.set(td, edit)
    this.#paintState(td)
    if (!td.isConnected) edit.orphan()
  }

  /** @param {HTMLTableCellElement} td @param {FieldDefinition} field @param {LockstepError} error */
  #refused(td, field, error) {
    const { lock } = error.details
    if (error.code !== 'LOCKED' || !lock) return void toast(`This cell cannot be edited now. ${asSentence(error.message)}`, { tone: 'warning' })
    this.#folder.noteLock(lock)
    this.#offer(td, field)
  }

  /** Somebody else has it: what can be done about that. @param {HTMLTableCellElement} td @param {FieldDefinition} field */
  #offer(td, field) {
    showTip(td)
    this.#wishes.get(td)?.show()
    const lock = this.#folder.lockOn(this.#id(td), field.name)
    if (!lock || this.#wishes.has(td)) return
    const action = { label: 'Ask for it', run: () => void this.#ask(td, field) }
    const takeOver = (/** @type {string} */ reason) => void this.#takeOver(td, field, lock, reason)
    const more = this.#folder.role === 'manager' ? { label: 'Take over', ask: 'Why?', run: takeOver } : undefined
    this.#offers.set(td, toast(`${lock.displayName} is editing “${field.label}”.`, { action, more }))
  }

  /** @param {HTMLTableCellElement} td @param {FieldDefinition} field */
  async #ask(td, field) {
    const wish = new Wish(this.#folder.space, this.#id(td), field)
    this.#wishes.set(td, wish)
    this.#paintState(td)
    this.#focus(td) // the button that was pressed is gone
    const held = await wish.come()
    this.#wishes.delete(td)
    if (!held) return this.#paintState(td)
    toast(`“${field.label}” is yours now.`)
    this.#opened(td, new Edit(this.#place(td, field), held))
  }

  /** @param {HTMLTableCellElement} td @param {FieldDefinition} field @param {import('../lockstep.js').Lock} lock
   * @param {string} reason */
  async #takeOver(td, field, lock, reason) {
    try {
      await this.#folder.space.breakLock(lock.document, lock.field, reason)
      if (!this.#wishes.has(td)) await this.#begin(td, field)
    } catch (error) {
      this.#refused(td, field, /** @type {LockstepError} */ (error))
    }
  }

  /** @param {HTMLTableCellElement} td */
  #ended(td) {
    this.#edits.delete(td)
    this.#paintCell(td)
  }

  /** @param {EventTarget | null} target @param {(td: HTMLTableCellElement) => void} action */
  #onCell(target, action) {
    const td = target instanceof Element ? target.closest('td[data-field]') : null
    if (td) action(/** @type {HTMLTableCellElement} */ (td))
  }

  /** @param {HTMLTableCellElement} td */
  #activate(td) {
    this.#active?.setAttribute('tabindex', '-1')
    this.#active = td
    td.setAttribute('tabindex', '0')
  }

  /** @param {HTMLTableCellElement | null} td */
  #focus(td) {
    td?.focus()
    td?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const td = event.target
    const wish = wishOf(event)
    if (!wish || !(td instanceof HTMLTableCellElement) || td.dataset.field === undefined) return
    event.preventDefault()
    if (wish === 'edit') void this.#edit(td)
    else this.#focus(this.#neighbour(td, ...wish))
  }

  /** The cell so far away, or the last one on the way there.
   * @param {HTMLTableCellElement} td @param {number} down @param {number} right */
  #neighbour(td, down, right) {
    const rows = [...this.#body.rows]
    const row = rows[within(rows.indexOf(/** @type {HTMLTableRowElement} */ (td.parentElement)) + down, rows.length)]
    const cells = this.#cells(row?.dataset.row ?? '')
    const names = this.#folder.fields.map((field) => field.name)
    return cells[within(names.indexOf(this.#name(td)) + right, cells.length)] ?? null
  }

  /** @param {string} id @returns {HTMLTableCellElement[]} the cells with a field */
  #cells(id) {
    const cells = [...(this.#rows.get(id)?.cells ?? [])]
    return cells.slice(1, -1)
  }

  /** @param {HTMLTableCellElement} td */
  #id(td) {
    return td.dataset.document ?? ''
  }

  /** @param {HTMLTableCellElement} td */
  #name(td) {
    return td.dataset.field ?? ''
  }

  /** @param {HTMLTableCellElement} td */
  #fieldOf(td) {
    return this.#folder.fields.find((field) => field.name === td.dataset.field)
  }
}

/** @param {number} index @param {number} count */
const within = (index, count) => Math.max(0, Math.min(index, count - 1))
