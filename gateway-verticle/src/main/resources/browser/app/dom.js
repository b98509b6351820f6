/** The few lines that every view would repeat. */

/**
 * A new element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | boolean | undefined>} [attributes] undefined and false leave one out, true sets it empty
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value)
  node.append(...children)
  return node
}

/** @param {Element} node @param {string} name @param {string | boolean | undefined} value as of `element` */
export function setAttribute(node, name, value) {
  if (value === undefined || value === false) node.removeAttribute(name)
  else node.setAttribute(name, value === true ? '' : value)
}

/** The element of the page with this id. @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

/** A server's message as a sentence among others. @param {string} text */
export const asSentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.')

/** Up to two letters for a round picture. @param {string} name */
export const initials = (name) =>
  name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0].toUpperCase())
    .join('')

/** One of eight colours, always the same for the same text. @param {string} text */
export function hue(text) {
  let hash = 0x811c9dc5 // FNV-1a
  for (const letter of text) hash = Math.imul(hash ^ /** @type {number} */ (letter.codePointAt(0)), 0x01000193)
  return String((hash >>> 16) % 8)
}
