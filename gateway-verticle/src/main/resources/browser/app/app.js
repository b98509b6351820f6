/**
 * The team folder page: puts its parts together.
 *
 * What browser tests may rely on:
 * - `form#signin` with `input[name=user]` and `input[name=password]`; `body[data-view=signin|folder]`
 * - `#connection[data-state=connecting|live|away|closed]`
 * - `#grid[data-ready=true]` while documents and locks are loaded and live
 * - a cell is `td[data-document="456"][data-field="doc_title"]` with `data-state="free|mine|locked"`, `data-locked-by` the
 *   user whose lock stands, `data-elsewhere` when that is us in another tab, `data-value` the value as text
 * - the open editor is `.editor` in its cell; while it is being saved the cell has the class `saving`
 * - a cell that one waits for has `data-waiting`
 * - `#presence [data-user]`, `#tooltip`, `#toasts .toast`, `#offline`, `#space`, `#signout`, `#theme`
 */

import { Lockstep } from '../lockstep.js'
import { showConnection } from './connection.js'
import { asSentence, byId, element } from './dom.js'
import { Folder } from './folder.js'
import { Grid } from './grid.js'
import { showPresence } from './presence.js'
import { askToSignIn, isAskingToSignIn, leaveSignIn, startSignIn } from './signin.js'
import { startTheme } from './theme.js'
import { clearToasts, toast } from './toast.js'
import { startTooltip } from './tooltip.js'

/** @typedef {import('../lockstep.js').LockstepError} LockstepError */

const lockstep = new Lockstep()
const table = /** @type {HTMLTableElement} */ (byId('grid'))
const picker = /** @type {HTMLSelectElement} */ (byId('space'))

/** @type {import('../lockstep.js').Me | null} */
let me = null
/** @type {import('../lockstep.js').SpaceSummary[]} */
let spaces = []
/** @type {Folder | null} */
let folder = null
/** @type {Grid | null} */
let grid = null

startTheme()
startTooltip()
startSignIn(lockstep, (user) => void enter(user, lockstep.spaces()))
showConnection(lockstep)
lockstep.on('state', watchSession)
lockstep.on('error', ({ message }) => toast(`Something went wrong in this page: ${message}`, { tone: 'warning' }))
lockstep.on('knock', ({ space, document, field, byDisplayName }) => {
  if (space === folder?.space.id) grid?.knocked(document, field, byDisplayName)
})
byId('signout').addEventListener('click', () => void leave())
picker.addEventListener('change', () => (location.hash = picker.value))
addEventListener('hashchange', () => me && openSpace())
addEventListener('pagehide', () => grid?.abandon())
addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
void begin()

async function begin() {
  const ownSpaces = lockstep.spaces()
  ownSpaces.catch(() => {}) // not signed in: said by the other call
  try {
    await enter(await lockstep.me(), ownSpaces)
  } catch (error) {
    const { code, message } = /** @type {LockstepError} */ (error)
    askToSignIn(code === 'UNAUTHENTICATED' ? '' : asSentence(message))
  }
}

/**
 * @param {import('../lockstep.js').Me} user
 * @param {Promise<import('../lockstep.js').SpaceSummary[]>} ownSpaces
 */
async function enter(user, ownSpaces) {
  const isSame = me?.user === user.user && folder
  me = user
  byId('me').textContent = user.displayName
  leaveSignIn()
  lockstep.connect()
  if (isSame) return // the session had ended: what is on the screen goes on
  try {
    spaces = await ownSpaces
    picker.replaceChildren(...spaces.map(({ space, title }) => element('option', { value: space }, title)))
    picker.hidden = spaces.length < 2
    byId('title').hidden = spaces.length > 1
    openSpace()
  } catch (error) {
    showFailure(/** @type {LockstepError} */ (error), () => void enter(user, lockstep.spaces()))
  }
}

/** Opens the space that the address names, or the first folder, or the first of all. */
function openSpace() {
  const wanted = decodeURIComponent(location.hash.slice(1))
  // A folder has columns to show; what other wires keep often has none.
  const first = spaces.find(({ space }) => space.startsWith('metavox:'))
  const summary = spaces.find(({ space }) => space === wanted) ?? first ?? spaces[0]
  closeSpace()
  if (!summary || !me) return showNote('No folder has been shared with you yet.')
  picker.value = summary.space
  byId('title').textContent = summary.title
  document.title = `${summary.title} · Lockstep`
  showNote('Loading…')
  const user = me
  const opened = new Folder(lockstep, summary.space, user, {
    onReset: () => {
      showNote(opened.documents.size ? '' : 'This folder is empty.')
      shown.reset()
      showCounts()
    },
    onDocument: (id) => {
      shown.updateDocument(id)
      showNote(opened.documents.size ? '' : 'This folder is empty.')
      showCounts()
    },
    onFields: (id, names) => shown.updateFields(id, names),
    onLocks: (id) => {
      shown.updateLocks(id)
      showCounts()
    },
    onViewers: () => showPresence(opened.viewers, user.user),
    onNames: () => shown.updateNames(),
    onReady: (isReady) => (table.dataset.ready = String(isReady)),
    onTrouble: (error) => {
      if (error.code === 'FORBIDDEN' || error.code === 'NOT_FOUND') closeSpace() // what one may read no longer goes
      showFailure(error, openSpace)
    },
  })
  const shown = new Grid(table, opened, user.user)
  folder = opened
  grid = shown
  opened.start().catch((error) => folder === opened && showFailure(error, openSpace))
}

function closeSpace() {
  grid?.abandon()
  folder?.stop()
  folder = null
  grid = null
  table.dataset.ready = 'false'
  table.replaceChildren()
  showPresence([], '')
  showCounts()
}

async function leave() {
  closeSpace()
  me = null
  clearToasts()
  askToSignIn()
  await lockstep.signOut().catch(({ message }) => toast(`You may still be signed in. ${asSentence(message)}`, { tone: 'warning' }))
}

/** A socket says nothing about why it was refused: the session may have ended.
 * @param {import('../lockstep.js').State} state */
async function watchSession(state) {
  const asked = me
  if (!asked || isAskingToSignIn() || (state.state !== 'away' && state.state !== 'closed')) return
  const isOver = await lockstep.me().then(
    () => false,
    ({ code }) => code === 'UNAUTHENTICATED',
  )
  if (!isOver || me !== asked || isAskingToSignIn()) return // signed out or in again meanwhile
  askToSignIn('Your session has ended. Sign in again to go on where you were.')
  lockstep.close()
}

/** @param {LockstepError} error @param {() => void} again */
function showFailure(error, again) {
  if (error.code === 'UNAUTHENTICATED') return askToSignIn('Your session has ended.')
  if (!folder?.documents.size) showNote(asSentence(error.message))
  toast(asSentence(error.message), { tone: 'warning', action: { label: 'Try again', run: again } })
}

/** @param {string} sentence in place of rows; none hides it */
function showNote(sentence) {
  byId('note').textContent = sentence
  byId('note').hidden = !sentence
}

function showCounts() {
  const { size } = folder?.documents ?? new Map()
  const locks = folder?.lockCount ?? 0
  const files = `${size} ${size === 1 ? 'file' : 'files'}`
  byId('counts').textContent = locks ? `${files}, ${locks} being edited` : files
  byId('hint').textContent = folder?.canWrite
    ? 'Double-click a cell to edit. Enter saves, Esc cancels.'
    : folder?.fields.length ? 'You may look at this folder, but not change it.' : ''
}
