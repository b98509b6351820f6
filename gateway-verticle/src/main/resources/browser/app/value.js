/**
 * How a field's JSON value becomes text and comes back. A value keeps the JSON type that it has; a new one gets the type
 * of its field, except in MetaVox spaces, where everything is text: checkbox `1` / `0`, several choices joined by `;#`.
 */

/** @typedef {import('../lockstep.js').FieldDefinition} FieldDefinition */

const SEPARATOR = ';#'
const days = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** The value as its editor holds it: '' for none, checkbox `1` or `0`, date as yyyy-mm-dd.
 * @param {unknown} value @param {FieldDefinition} field @returns {string} */
export function toText(value, field) {
  if (field.type === 'checkbox') return isTrue(value) ? '1' : '0'
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.join(SEPARATOR)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** @param {string} text as of `toText` @param {FieldDefinition} field @param {unknown} before the value that it replaces
 * @param {boolean} isText whether new values are text @returns {unknown} null for none */
export function fromText(text, field, before, isText) {
  const keepsText = typeof before === 'string' || (isText && (before === undefined || before === null))
  if (keepsText) return text
  if (field.type === 'checkbox') return typeof before === 'number' ? Number(text) : text === '1'
  if (text === '') return null
  if (field.type === 'number') return Number(text)
  if (field.type === 'multiselect') return text.split(SEPARATOR)
  return text
}

/** The value as people read it. @param {unknown} value @param {FieldDefinition} field @returns {string} */
export function toDisplay(value, field) {
  const text = toText(value, field)
  if (field.type === 'date') return formatDate(text)
  return field.type === 'multiselect' ? choices(text).join(', ') : text
}

/** @param {string} text @returns {string[]} */
export const choices = (text) => text.split(SEPARATOR).filter(Boolean)

/** @param {string[]} chosen @returns {string} */
export const joinChoices = (chosen) => chosen.join(SEPARATOR)

/** @param {unknown} value */
const isTrue = (value) => value === true || value === 1 || value === '1' || value === 'true'

/** @param {string} text */
function formatDate(text) {
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? text : days.format(date)
}
