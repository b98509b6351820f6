/** Short calm messages in the corner. They go by themselves, but not while they are hovered or focused. */

import { byId, element } from './dom.js'

const SHOWN_MS = 8_000
const MOST = 4

/** @typedef {{ label: string, run: (answer: string) => void, ask?: string }} Action `ask`: what has to be answered first */

/**
 * @param {string} sentence
 * @param {{ tone?: 'info' | 'warning', action?: Action, more?: Action }} [options] with an action it stays
 * @returns {() => void} takes it away
 */
export function toast(sentence, { tone = 'info', action, more } = {}) {
  const list = byId('toasts')
  const same = [...list.children].find((node) => node.querySelector('p')?.textContent === sentence)
  same?.remove()
  const close = element('button', { type: 'button', class: 'quiet', 'aria-label': 'Dismiss' }, '×')
  const node = element('div', { class: 'toast', 'data-tone': tone }, element('p', {}, sentence))
  close.addEventListener('click', () => node.remove())
  for (const each of [action, more]) if (each) node.append(actionForm(each, node))
  node.append(close)
  list.append(node)
  while (list.children.length > MOST) list.firstElementChild?.remove()
  if (!action) expire(node)
  return () => node.remove()
}

/** @param {Action} action @param {HTMLElement} node */
function actionForm({ label, run, ask }, node) {
  const answer = element('input', { required: true, maxlength: '80', placeholder: ask, 'aria-label': ask, autocomplete: 'off' })
  const form = element('form', {}, ...(ask ? [answer] : []), element('button', { type: 'submit' }, label))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    node.remove()
    run(answer.value)
  })
  return form
}

/** @param {HTMLElement} node */
function expire(node) {
  setTimeout(() => (node.matches(':hover, :focus-within') ? expire(node) : node.remove()), SHOWN_MS)
}

export function clearToasts() {
  byId('toasts').replaceChildren()
}
