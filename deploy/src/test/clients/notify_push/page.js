// What a page of an app does with the client: bundled with it, then run in a browser.
import { listen } from '@nextcloud/notify_push'

const heard = []
window.heard = heard
window.hear = (name, credentials) =>
  listen(name, (message, body) => heard.push(`${message} ${JSON.stringify(body)}`), credentials && { credentials })
