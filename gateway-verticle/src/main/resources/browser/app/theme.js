/** Light or dark: as the system says, until the user says otherwise. */

import { byId } from './dom.js'

const KEY = 'lockstep.theme'

export function startTheme() {
  apply(localStorage.getItem(KEY))
  byId('theme').addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark'
    localStorage.setItem(KEY, next)
    apply(next)
  })
}

/** @param {string | null} theme */
function apply(theme) {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
}

function isDark() {
  const { theme } = document.documentElement.dataset
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
}
