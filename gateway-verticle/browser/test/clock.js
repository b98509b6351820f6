/** The tests' own time: it stands still until it is told to pass. */

import { mock } from 'node:test'

/** At 1,000,000 ms; takes all mocks off. */
export function stopTheClock() {
  mock.reset()
  mock.timers.reset()
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_000_000 })
}

/** Lets everything that waits for no timer happen. */
export async function settle() {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export async function pass(millis) {
  mock.timers.tick(millis)
  await settle()
}

export async function passSeconds(seconds) {
  for (let second = 0; second < seconds; second++) await pass(1_000)
}
