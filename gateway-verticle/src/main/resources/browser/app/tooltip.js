/** The one tooltip of the page: shows an element's `data-tip` while it is hovered or focused. */

import { byId } from './dom.js'

const GAP_PX = 6

/** @type {Element | null} */
let owner = null
/** @type {EventTarget | null} */
let hovered = null

export function startTooltip() {
  document.addEventListener('pointerover', ({ target }) => showTip((hovered = target)))
  document.addEventListener('focusin', ({ target }) => showTip(target))
  document.addEventListener('focusout', () => showTip(null))
  document.documentElement.addEventListener('pointerleave', () => showTip((hovered = null)))
  document.addEventListener('scroll', () => showTip(null), { capture: true, passive: true })
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && showTip(null))
  // What there is to say may come, change or go under the pointer or the focus.
  new MutationObserver(() => showTip(document.activeElement?.matches('[data-tip]') ? document.activeElement : hovered)).observe(
    document.body,
    { subtree: true, attributeFilter: ['data-tip'] },
  )
}

/** Shows what the element, or one around it, has to say; nothing when it has nothing. @param {EventTarget | null} target */
export function showTip(target) {
  const tooltip = byId('tooltip')
  const next = target instanceof Element && target.isConnected ? target.closest('[data-tip]') : null
  if (owner !== next) owner?.removeAttribute('aria-describedby')
  owner = next
  tooltip.hidden = !owner
  if (!owner) return
  owner.setAttribute('aria-describedby', tooltip.id)
  place(tooltip, owner)
}

/** @param {HTMLElement} tooltip @param {Element} near */
function place(tooltip, near) {
  tooltip.textContent = near.getAttribute('data-tip')
  const box = near.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = tooltip
  const above = box.top - height - GAP_PX
  const left = Math.min(box.left + box.width / 2 - width / 2, innerWidth - width - GAP_PX)
  tooltip.style.left = `${Math.max(GAP_PX, left)}px`
  tooltip.style.top = `${above > GAP_PX ? above : box.bottom + GAP_PX}px`
}
