/** The input element for each type of field, and the text in it. */

import { element } from './dom.js'
import { choices, joinChoices } from './value.js'

/**
 * @typedef {import('../lockstep.js').FieldDefinition} FieldDefinition
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Editor
 */

/** @type {Record<string, string>} */
const INPUT_TYPES = { number: 'number', date: 'date', url: 'url', checkbox: 'checkbox' }

/** @param {FieldDefinition} field @param {string} text as of `toText` @returns {Editor} */
export function createEditor(field, text) {
  const editor = create(field, text)
  editor.classList.add('editor')
  editor.setAttribute('aria-label', field.label)
  if (field.type !== 'checkbox') editor.required = field.required
  return editor
}

/** @param {FieldDefinition} field @param {string} text @returns {Editor} */
function create(field, text) {
  if (field.type === 'select' || field.type === 'multiselect') return createSelect(field, text)
  if (field.type === 'textarea') {
    const area = element('textarea', { rows: '5' })
    area.value = text
    return area
  }
  const input = element('input', { type: INPUT_TYPES[field.type] ?? 'text', autocomplete: 'off' })
  if (field.type === 'number') input.step = 'any'
  if (field.type === 'checkbox') input.checked = text === '1'
  else input.value = text
  return input
}

/** A value that is no option (any more) can be kept. @param {FieldDefinition} field @param {string} text */
function createSelect(field, text) {
  const isMultiple = field.type === 'multiselect'
  const chosen = isMultiple ? choices(text) : [text]
  const select = element('select', { multiple: isMultiple })
  if (!isMultiple) select.append(element('option', { value: '' }, ''))
  for (const option of new Set([...field.options, ...chosen])) {
    if (option === '') continue
    select.append(element('option', { value: option, selected: chosen.includes(option) }, option))
  }
  return select
}

/** @param {Editor} editor @returns {string} as of `toText` */
export function readEditor(editor) {
  if (editor instanceof HTMLInputElement && editor.type === 'checkbox') return editor.checked ? '1' : '0'
  if (editor instanceof HTMLSelectElement && editor.multiple) {
    return joinChoices([...editor.selectedOptions].map((option) => option.value))
  }
  return editor.value
}

/** Puts the caret where one goes on writing. @param {Editor} editor */
export function enter(editor) {
  editor.focus()
  if (editor instanceof HTMLTextAreaElement) editor.setSelectionRange(editor.value.length, editor.value.length)
  else if (editor instanceof HTMLInputElement && editor.type !== 'checkbox') editor.select()
}
