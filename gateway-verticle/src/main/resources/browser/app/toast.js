/** Short calm messages in the corner. They go by themselves, but not while they are hovered or focused. */

import { byId, element } from './dom.js'

const SHOWN_MS = 8_000
const MOST = 4

/**
 * @param {string} sentence
 * @param {{ tone?: 'info' | 'warning', action?: { label: string, run: () => void } }} [options] with an action it stays
 * @returns {() => void} takes it away
 */
export function toast(sentence, { tone = 'info', action } = {}) {
  const list = byId('toasts')
  const same = [...list.children].find((node) => node.querySelector('p')?.textContent === sentence)
  same?.remove()
  const close = element('button', { type: 'button', class: 'quiet', 'aria-label': 'Dismiss' }, '×')
  const node = element('div', { class: 'toast', 'data-tone': tone }, element('p', {}, sentence))
  close.addEventListener('click', () => node.remove())
  if (action) node.append(actionButton(action, node))
  node.append(close)
  list.append(node)
  while (list.children.length > MOST) list.firstElementChild?.remove()
  if (!action) expire(node)
  return () => node.remove()
}

/** @param {{ label: string, run: () => void }} action @param {HTMLElement} node */
function actionButton({ label, run }, node) {
  const button = element('button', { type: 'button' }, label)
  button.addEventListener('click', () => {
    run()
    node.remove()
  })
  return button
}

/** @param {HTMLElement} node */
function expire(node) {
  setTimeout(() => (node.matches(':hover, :focus-within') ? expire(node) : node.remove()), SHOWN_MS)
}

export function clearToasts() {
  byId('toasts').replaceChildren()
}
