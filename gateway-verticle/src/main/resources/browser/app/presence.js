/** Who is here, as round pictures. */

import { avatar } from './cell.js'
import { byId, element } from './dom.js'

const SHOWN = 6

/** @param {import('../lockstep.js').Viewer[]} viewers @param {string} me the user's own name: shown first */
export function showPresence(viewers, me) {
  const sorted = [...viewers].sort((a, b) => Number(b.user === me) - Number(a.user === me) || a.user.localeCompare(b.user))
  const items = sorted.map(({ user, displayName }, index) => {
    const tip = user === me ? `${displayName} (you)` : displayName
    const item = element('li', { 'data-user': user, 'data-tip': tip, 'aria-label': tip, hidden: index >= SHOWN })
    item.append(avatar(user, displayName))
    return item
  })
  const beyond = viewers.length - SHOWN
  const names = sorted.slice(SHOWN).map(({ displayName }) => displayName)
  if (beyond > 0) items.push(element('li', { class: 'beyond', 'data-tip': names.join(', ') }, `+${beyond}`))
  byId('presence').replaceChildren(...items)
}
