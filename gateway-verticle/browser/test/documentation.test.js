import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { Lockstep, LockstepError } from '../../src/main/resources/browser/lockstep.js'
import { FakeServer } from './fake-server.js'

const PAGE = new URL('../../../docs/client.md', import.meta.url)
const BOBS = { owner: 'bob', displayName: 'Bob', fence: 6 }
const CELL = { space: 'metavox:103', document: '456', field: 'doc_title' }

/** A client of the server that closes with the test, so that its timers keep nobody waiting. */
function clientOf(server, context) {
  const fetch = async () => Response.json({ documents: [{ document: '456', fields: {} }], cursor: 'c.0' })
  return class extends Lockstep {
    constructor(options) {
      super({ ...options, url: 'http://lockstep.test', WebSocket: server.WebSocket, fetch })
      context.after(() => this.close())
    }
  }
}

test('the_examples_of_the_documentation_run_one_after_the_other', async (context) => {
  // Given
  const page = await readFile(PAGE, 'utf8')
  const examples = [...page.matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code.replace(/^import .*$/gm, ''))
  const server = new FakeServer()
  const shown = []
  server.operations = {
    'lockstep.lock.acquire': ({ queue }) => {
      if (queue && shown.at(-1) !== 'Bob is editing, you are number 1 in line') {
        setImmediate(() => server.tell({ type: 'granted', user: 'alice', ...CELL, fence: 7 }))
        throw { failureCode: 423, message: 'Bob has it.', details: { lock: BOBS, waiting: { position: 1 } } }
      }
      return { ...CELL, owner: 'alice', displayName: 'Alice', fence: 7, expiresInMs: 30_000, acquired: true, lockSeq: 1 }
    },
    'lockstep.lock.release': () => ({ released: true }),
    'lockstep.lock.knock': () => ({ lock: BOBS }),
    'lockstep.metadata.write': ({ fields, fence }) => (server.change('456', fields), { fence }),
  }

  // When
  const run = new (async () => {}).constructor('Lockstep', 'LockstepError', 'show', examples.join('\n'))
  await run(clientOf(server, context), LockstepError, (value) => shown.push(value))

  // Then
  assert.deepEqual(server.feed.map(({ patch }) => patch), [{ doc_title: 'New title' }, { doc_title: 'Next title' }])
  assert.deepEqual(shown.map(({ type }) => type).filter(Boolean), ['snapshot', 'changed', 'changed'])
  assert.equal(server.requests('lockstep.lock.release').length, 2)
})
