// Holds a lock with the browser client, which renews it, and writes each line of the standard input into the locked cell for
// as long as the client says that the lock is held.
// Usage: node held-lock.mjs <url> <token> <space> <document> <field> <ttlMillis>
import { createInterface } from 'node:readline'
import SockJS from 'sockjs-client'
import { Lockstep } from '../../../../gateway-verticle/src/main/resources/browser/lockstep.js'

globalThis.SockJS = SockJS
const [url, token, space, document, field, ttlMillis] = process.argv.slice(2)
const lockstep = new Lockstep({ url, token })
await lockstep.connect()
const lock = await lockstep.space(space).acquire(document, field, { ttlMillis: Number(ttlMillis) })
lock.on('lost', ({ message }) => console.log(`lost: ${message}`))
console.log('holds the lock')

for await (const value of createInterface({ input: process.stdin })) {
  if (lock.isHeld) {
    await lockstep.space(space).write(document, { [field]: value }, { fence: lock.fence })
    console.log(`wrote ${value}`)
  } else {
    console.log(`kept ${value} to itself`)
  }
}
