/** One cell as it looks when nobody edits it here: its value, and who keeps others off it. */

import { element, hue, initials, setAttribute } from './dom.js'
import { choices, toDisplay, toText } from './value.js'

/**
 * @typedef {import('../lockstep.js').FieldDefinition} FieldDefinition
 * @typedef {object} CellState
 * @property {import('../lockstep.js').Lock | undefined} lock
 * @property {string} me the user's own name
 * @property {boolean} isHeldHere whether this page holds the lock
 * @property {string} [readOnly] why nobody of us may edit it
 */

/** Shows a value. Whether it is another one than before.
 * @param {HTMLTableCellElement} td @param {unknown} value @param {FieldDefinition} field */
export function paintValue(td, value, field) {
  const text = toText(value, field)
  const isNew = td.dataset.value !== undefined && td.dataset.value !== text
  td.dataset.value = text
  td.replaceChildren(valueNode(text, toDisplay(value, field), field))
  return isNew
}

/** @param {string} text @param {string} display @param {FieldDefinition} field */
function valueNode(text, display, field) {
  switch (field.type) {
    case 'checkbox':
      return element('span', { class: 'check', 'data-checked': text }, element('span', {}, text === '1' ? 'Yes' : 'No'))
    case 'select':
    case 'multiselect':
      return element('div', { class: 'value' }, ...choices(text).map((choice) => chip(choice, field)))
    case 'user':
      return text ? element('div', { class: 'value person' }, avatar(text, display), display) : element('div')
    case 'url':
      return element('div', { class: 'value' }, ...link(text))
    default:
      return element('div', { class: 'value' }, display)
  }
}

/** @param {string} choice @param {FieldDefinition} field */
function chip(choice, { options }) {
  const index = options.indexOf(choice)
  return element('span', { class: 'chip', 'data-hue': index < 0 ? hue(choice) : String(index % 8) }, choice)
}

/** The initials are drawn by the style sheet: they are no part of the text. @param {string} user @param {string} name */
export const avatar = (user, name) =>
  element('span', { class: 'avatar', 'data-hue': hue(user), 'data-initials': initials(name), 'aria-hidden': 'true' })

/** @param {string} text */
function link(text) {
  if (!/^https?:\/\//i.test(text)) return [text]
  const attributes = { href: text, target: '_blank', rel: 'noopener noreferrer', tabindex: '-1' }
  return [element('a', attributes, text.replace(/^https?:\/\//i, ''))]
}

/** Shows whose the cell is. @param {HTMLTableCellElement} td @param {CellState} state */
export function paintState(td, state) {
  const { lock, me, isHeldHere, readOnly } = state
  const isOurs = isHeldHere || lock?.owner === me
  td.dataset.state = isOurs ? 'mine' : lock ? 'locked' : 'free'
  const isLocked = td.dataset.state === 'locked'
  const tip = tipOf(state, isLocked)
  setAttribute(td, 'data-locked-by', isHeldHere ? me : lock?.owner)
  setAttribute(td, 'data-locked-initials', isLocked && lock ? initials(lock.displayName) : undefined)
  setAttribute(td, 'data-hue', isLocked && lock ? hue(lock.owner) : undefined)
  setAttribute(td, 'data-elsewhere', isOurs && !isHeldHere)
  setAttribute(td, 'data-tip', tip)
  setAttribute(td, 'title', tip)
  setAttribute(td, 'aria-disabled', isLocked ? 'true' : undefined)
  setAttribute(td, 'aria-readonly', readOnly ? 'true' : undefined)
}

/** @param {CellState} state @param {boolean} isLocked */
function tipOf({ lock, isHeldHere, readOnly }, isLocked) {
  if (isHeldHere) return undefined
  if (isLocked) return `🔒 Being edited by ${lock?.displayName}`
  return readOnly ?? (lock ? 'You are editing this elsewhere. Double-click to go on here.' : undefined)
}

/** Draws the eye to a value that somebody else changed. @param {HTMLElement} td */
export function flash(td) {
  td.classList.remove('flash')
  void td.offsetWidth // makes the animation start again
  td.classList.add('flash')
  td.addEventListener('animationend', () => td.classList.remove('flash'), { once: true })
}
