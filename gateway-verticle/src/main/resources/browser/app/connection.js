/** The state of the connection: a dot with a word, and a banner while we are away. */

import { byId } from './dom.js'

/** @type {Record<import('../lockstep.js').State['state'], string>} */
const WORDS = { connecting: 'Connecting', live: 'Live', away: 'Offline', closed: 'Closed' }

/** @param {import('../lockstep.js').Lockstep} lockstep */
export function showConnection(lockstep) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let countdown

  /** @param {import('../lockstep.js').State} state */
  const show = (state) => {
    clearInterval(countdown)
    const connection = byId('connection')
    connection.dataset.state = state.state
    byId('connection-word').textContent = WORDS[state.state]
    // Trying again is still being away: the banner stays until we are back.
    if (state.state === 'away' || state.state === 'live' || state.state === 'closed') {
      byId('offline').hidden = state.state !== 'away'
    }
    if (state.state === 'connecting') byId('next-try').textContent = 'Trying now.'
    if (state.state !== 'away') return
    const tick = () => (byId('next-try').textContent = nextTry(state.retryAt))
    countdown = setInterval(tick, 500)
    tick()
  }

  byId('try-now').addEventListener('click', () => lockstep.connect())
  lockstep.on('state', show)
  show(lockstep.state)
}

/** @param {number} retryAt */
function nextTry(retryAt) {
  const seconds = Math.ceil((retryAt - Date.now()) / 1000)
  return seconds > 0 ? `Next try in ${seconds} s.` : 'Trying now.'
}
