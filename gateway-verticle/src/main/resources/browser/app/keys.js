/** What a key asks for in a cell that has the focus (the ARIA grid pattern). */

const PAGE_ROWS = 10

/** @typedef {[down: number, right: number]} Move in cells; infinite: as far as there are any */

/** @type {Record<string, Move>} */
const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-PAGE_ROWS, 0],
  PageDown: [PAGE_ROWS, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
}

/** @type {Record<string, Move>} with Ctrl or Cmd */
const FAR_MOVES = {
  ArrowUp: [-Infinity, 0],
  ArrowDown: [Infinity, 0],
  ArrowLeft: [0, -Infinity],
  ArrowRight: [0, Infinity],
  Home: [-Infinity, -Infinity],
  End: [Infinity, Infinity],
}

/** @param {KeyboardEvent} event @returns {Move | 'edit' | undefined} */
export function wishOf({ key, altKey, ctrlKey, metaKey }) {
  if (altKey) return undefined
  if (key === 'Enter' || key === 'F2') return 'edit'
  return ctrlKey || metaKey ? FAR_MOVES[key] : MOVES[key]
}
