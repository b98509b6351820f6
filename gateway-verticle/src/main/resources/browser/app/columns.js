/** The columns of the grid: one for each field, between the file and its last change. */

import { element } from './dom.js'

/** @typedef {import('../lockstep.js').FieldDefinition} FieldDefinition */

/** @type {Record<string, number>} the least width of a column in rem; what is left over is shared in proportion */
const WIDTHS = {
  text: 19,
  textarea: 18,
  number: 6.5,
  date: 9,
  select: 9.5,
  multiselect: 11,
  checkbox: 7.5,
  url: 14,
  user: 9.5,
  filelink: 14,
}
const CHANGED_WIDTH = 12.5
const LETTER_WIDTH = 0.55

/** @param {FieldDefinition[]} fields */
export function headRow(fields) {
  const head = (/** @type {string} */ label, attributes = {}) =>
    element('th', { scope: 'col', role: 'columnheader', ...attributes }, label)
  const columns = fields.map(({ name, label, type, required }) =>
    head(label, { class: `type-${type}`, 'data-column': name, 'data-required': required }),
  )
  return element('tr', { role: 'row' }, head('File'), ...columns, head('Last change'))
}

/** The widths of the columns, and the least of the whole. @param {FieldDefinition[]} fields */
export function layOut(fields) {
  const widths = fields.map(({ type, label }) => Math.max(WIDTHS[type] ?? WIDTHS.text, label.length * LETTER_WIDTH + 2))
  widths.push(CHANGED_WIDTH)
  const tracks = widths.map((rem) => `minmax(${rem}rem, ${rem}fr)`)
  const sum = widths.reduce((total, rem) => total + rem, 0)
  return { columns: `var(--file-width) ${tracks.join(' ')}`, width: `calc(var(--file-width) + ${sum}rem)` }
}
