/** Shows the OpenAPI document of the server that serves this page. */

/**
 * A part of the document: what it may be, the OpenAPI specification says.
 *
 * @typedef {any} Part
 */

/** @type {Part} */
const api = await (await fetch('/api/v1/openapi.json')).json()
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/**
 * A new element; texts may mark code with backticks.
 *
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  for (const child of children) made.append(...(typeof child === 'string' ? marked(child) : [child]))
  return made
}

/** @param {string} text */
function marked(text) {
  return text.split('`').map((part, index) => {
    if (index % 2 === 0) return part
    const code = document.createElement('code')
    code.textContent = part
    return code
  })
}

/**
 * What a value of the document stands for, references followed.
 *
 * @param {Part} value
 * @returns {Part}
 */
function resolved(value) {
  return value?.$ref ? resolved(value.$ref.slice(2).split('/').reduce((/** @type {Part} */ at, /** @type {string} */ key) => at[key], api)) : (value ?? {})
}

/**
 * The type of a schema in few words.
 *
 * @param {Part} given
 * @returns {string}
 */
function typeOf(given) {
  const schema = resolved(given)
  if (schema.allOf && !schema.properties) return typeOf(schema.allOf[0])
  if (schema.enum) return schema.enum.join(' | ')
  if ('const' in schema) return String(schema.const)
  if (schema.oneOf) return schema.oneOf.map(typeOf).join(' or ')
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`
  const range = schema.minimum === undefined ? '' : ` ${schema.minimum} to ${schema.maximum ?? '…'}`
  return (schema.format ?? schema.type ?? 'any') + range
}

/**
 * The rows of an object's keys, those of objects inside it with their path.
 *
 * @param {Part} given
 * @param {string} path
 * @returns {HTMLElement[]}
 */
function rows(given, path = '') {
  const schema = resolved(given)
  const inherited = (schema.allOf ?? []).flatMap((/** @type {Part} */ part) => rows(part, path))
  return inherited.concat(
    Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
      const property = resolved(value)
      const isList = property.type === 'array'
      const inside = resolved(isList ? property.items : property)
      const key = `${path}${name}${isList ? '[]' : ''}`
      return [
        row(key, schema.required?.includes(name), value, value.description ?? property.description ?? ''),
        ...(path.split('.').length < 4 ? rows(inside, `${key}.`) : []),
      ]
    }),
  )
}

/**
 * @param {string} name
 * @param {boolean | undefined} isRequired
 * @param {Part} schema
 * @param {string} text
 */
function row(name, isRequired, schema, text) {
  const standard = resolved(schema).default
  const facts = [typeOf(schema), isRequired ? 'required' : '', standard === undefined ? '' : `${JSON.stringify(standard)} when not given`]
  return element('tr', {}, element('td', {}, name), element('td', {}, element('em', {}, facts.filter(Boolean).join(', ')), text && ` ${text}`))
}

/**
 * @param {string} title
 * @param {HTMLElement[]} tableRows
 */
function section(title, tableRows) {
  return tableRows.length ? [element('h4', {}, title), element('table', {}, ...tableRows)] : []
}

/** @param {Part} parameter */
function parameterRow(parameter) {
  const schema = parameter.schema ?? /** @type {Part} */ (Object.values(parameter.content)[0]).schema
  return row(`${parameter.name} (${parameter.in})`, parameter.required, schema, parameter.description ?? resolved(schema).description ?? '')
}

/** @param {[string, Part]} answer */
function responseRow([status, given]) {
  const response = resolved(given)
  const bodies = Object.entries(response.content ?? {}).map(([type, media]) => {
    const inside = rows(media.schema)
    return inside.length && status < '300' ? element('details', {}, element('summary', {}, type), element('table', {}, ...inside)) : ''
  })
  return element('tr', {}, element('td', {}, status), element('td', {}, response.description, ...bodies))
}

/**
 * The command that calls an operation with its example.
 *
 * @param {string} method
 * @param {string} path
 * @param {Part[]} parameters
 * @param {Part} body the example of one; undefined without a body
 * @param {boolean} isOpen whether it is for everybody
 */
function curl(method, path, parameters, body, isOpen) {
  const example = (/** @type {string} */ name) => resolved(parameters.find(one => one.name === name)).example ?? name
  const url = path.replace(/\{(\w+)\}/g, (_, name) => example(name))
  const parts = ['curl']
  if (!isOpen) parts.push('-u alice:alice')
  if (method !== 'get' && !(method === 'post' && body)) parts.push(`-X ${method.toUpperCase()}`)
  if (body) parts.push(`-H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`)
  return [...parts, `'${location.origin}${api.servers[0].url}${url}'`].join(' ')
}

/**
 * @param {string} path
 * @param {string} method
 * @param {Part} item the path's part of the document
 */
function operation(path, method, item) {
  const about = item[method]
  const parameters = [...(item.parameters ?? []), ...(about.parameters ?? [])].map(resolved)
  const media = resolved(about.requestBody).content?.['application/json']
  const isOpen = about.security?.length === 0
  return element(
    'article',
    { id: about.operationId },
    element('h3', {}, element('span', { class: `method ${method}` }, method.toUpperCase()), path),
    element('p', {}, `${about.summary}.`),
    ...(about.description ? [element('p', {}, about.description.trim())] : []),
    ...section('Parameters', parameters.map(parameterRow)),
    ...section('Body', media ? rows(media.schema) : []),
    ...section('Answers', Object.entries(about.responses).map(responseRow)),
    element('h4', {}, 'Example'),
    element('pre', {}, curl(method, path, parameters, media?.example, isOpen)),
  )
}

const contents = [element('a', { href: '/' }, 'Lockstep')]
const main = [
  element('h1', {}, `${api.info.title} `, element('small', {}, 'REST interface, ', element('a', { href: '/api/v1/openapi.json' }, 'OpenAPI 3.1'))),
  element('p', {}, api.info.description.trim().replace(/([^\n])\n(?!\n)/g, '$1 ')),
]
for (const tag of api.tags) {
  contents.push(element('h2', {}, tag.name))
  main.push(element('h2', {}, tag.name), element('p', {}, tag.description))
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter(one => item[one]?.tags.includes(tag.name))) {
      contents.push(element('a', { href: `#${item[method].operationId}` }, item[method].summary))
      main.push(operation(path, method, item))
    }
  }
}
document.querySelector('#contents')?.replaceChildren(...contents)
document.querySelector('#operations')?.replaceChildren(...main)
document.querySelector('#operations')?.removeAttribute('aria-busy')
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView()

export {}
