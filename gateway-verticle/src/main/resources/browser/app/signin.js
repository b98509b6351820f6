/** The sign-in form. On one's own machine it offers the users of the demo data. */

import { asSentence, byId, element } from './dom.js'

const DEMO_USERS = ['alice', 'bob', 'carol', 'admin']
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * @param {import('../lockstep.js').Lockstep} lockstep
 * @param {(me: import('../lockstep.js').Me) => void} onSignedIn
 */
export function startSignIn(lockstep, onSignedIn) {
  const form = /** @type {HTMLFormElement} */ (byId('signin'))
  const submit = async () => {
    const data = new FormData(form)
    form.ariaBusy = 'true'
    showProblem('')
    try {
      const me = await lockstep.signIn(String(data.get('user')), String(data.get('password')))
      form.reset()
      onSignedIn(me)
    } catch (error) {
      const { code, message } = /** @type {import('../lockstep.js').LockstepError} */ (error)
      showProblem(code === 'UNAUTHENTICATED' ? 'This name and password do not match.' : asSentence(message))
    } finally {
      form.ariaBusy = null
    }
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!form.ariaBusy) void submit()
  })
  if (LOOPBACK.includes(location.hostname)) offerDemoUsers(form)
}

/** Shows the form over what is there, which stays as it is. @param {string} [why] */
export function askToSignIn(why = '') {
  document.body.dataset.view = 'signin'
  byId('folder').inert = true
  byId('bar').inert = true
  showProblem(why)
  byId('signin').querySelector('input')?.focus()
}

export const isAskingToSignIn = () => document.body.dataset.view === 'signin'

export function leaveSignIn() {
  document.body.dataset.view = 'folder'
  byId('folder').inert = false
  byId('bar').inert = false
}

/** @param {string} sentence */
function showProblem(sentence) {
  byId('signin-problem').textContent = sentence
}

/** @param {HTMLFormElement} form */
function offerDemoUsers(form) {
  const buttons = DEMO_USERS.map((user) => {
    const button = element('button', { type: 'button', class: 'demo', 'data-demo': user }, user)
    button.addEventListener('click', () => {
      for (const name of ['user', 'password']) {
        const input = form.elements.namedItem(name)
        if (input instanceof HTMLInputElement) input.value = user
      }
      form.requestSubmit()
    })
    return button
  })
  byId('demo-users').append(...buttons)
  byId('demo').hidden = false
}
