import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '#contract/contract.ts'
import { openApi } from '#server/platform/openapi.ts'

const endpoints = Object.entries(contract).flatMap(([concept, all]) =>
  Object.entries(all).map(([name, endpoint]) => ({ concept, name, ...endpoint, endpoint })),
)
const schemaOf = (schema: z.ZodType) =>
  JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', cycles: 'ref', io: 'output' }))

const modules = new Map<string, Record<string, unknown>>()
for (const file of readdirSync('contract', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
))
  modules.set(file, await import(pathToFileURL(`contract/${file}`).href))

it.each([...modules].filter(([file]) => file.includes('/')))('%s: its endpoints are in the contract', (_, module) => {
  const said = new Set<unknown>(endpoints.map(({ endpoint }) => endpoint))
  const isEndpoint = (value: unknown) => typeof value === 'object' && value !== null && 'access' in value
  expect(Object.entries(module).filter(([, value]) => isEndpoint(value) && !said.has(value))).toEqual([])
})

/**
 * Student replies refused before the release, each tested with its concept: the marked copy holds keys and
 * explanations, a rubric holds the weights of its criteria. And one that needs the student's answer: the correction of
 * a practice question, or of a mock exam of them, which no exam asks.
 */
const explained = ['getMyReview', 'getMyProject', 'listMyProjects', 'answerPracticeQuestion', 'markMockExam']

it.each(endpoints.filter(({ access, name }) => access === 'student' && !explained.includes(name)))(
  '$method $path can hold no key, no weight, no explanation',
  ({ endpoint }) => {
    expect(schemaOf(endpoint.reply)).not.toMatch(
      /"(is)?correct"|"key"|"solution"|"weight"|"explanation"|"feedback"|"seed"/i,
    )
  },
)

/** Every object of a JSON schema that has this property, wherever it is. */
function objectsWith(schema: unknown, isOne: (properties: Record<string, unknown>) => boolean): string[][] {
  if (typeof schema !== 'object' || schema === null) return []
  const properties = 'properties' in schema ? (schema.properties as Record<string, unknown>) : {}
  return [
    ...(isOne(properties) ? [Object.keys(properties)] : []),
    ...Object.values(schema).flatMap((value) => objectsWith(value, isOne)),
  ]
}

it.each(endpoints)('$name: a question that is shown has its stem, and names its document', ({ endpoint }) => {
  const hasText = (choices: unknown) => objectsWith(choices, (one) => 'text' in one).length > 0
  const questions = objectsWith(
    JSON.parse(schemaOf(endpoint.reply)),
    (properties) => 'stem' in properties || hasText(properties['choices']),
  )
  for (const names of questions) expect(names).toEqual(expect.arrayContaining(['stem', 'context']))
})

it.each(endpoints)('$name: courses are in the address of what needs a right in one', ({ access, path }) => {
  const needsCourse = access === 'invigilator' || access === 'trainer' || access === 'owner'
  expect(path.startsWith('/api/courses/:courseId')).toBe(needsCourse)
})

it('no two endpoints answer the same address', () => {
  const addresses = endpoints.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':x')}`)
  expect(addresses.filter((address, i) => addresses.indexOf(address) !== i)).toEqual([])
})

// A form of another site is written by its protocol, which grows: what is not known of it is left out.
it.each(endpoints.filter(({ body, fromElsewhere }) => body && !fromElsewhere))(
  '$name refuses fields it does not know',
  ({ body }) => {
    const parsed = body?.safeParse({ 'a field nobody knows': 1 })
    expect(parsed?.success).toBe(false)
  },
)

it('what the browser has whole takes no schema of what it has stripped: it is null there', async () => {
  // web/strip-contract.ts: a file that exports a function is left as it is, the others keep words alone.
  const isWhole = (file: string) => Object.values(modules.get(file) ?? {}).some((value) => typeof value === 'function')
  const missing = [...modules.keys()].filter(isWhole).flatMap((file) =>
    [
      ...readFileSync(`contract/${file}`, 'utf8').matchAll(/^import \{([^}]*)\} from '(\.\/|#contract\/)([^']+)'/gm),
    ].flatMap(([, names = '', where, name = '']) => {
      const from = where === './' ? join(dirname(file), name) : name
      return names
        .split(',')
        .map((each) => each.trim())
        .filter((each) => !isWhole(from) && modules.get(from)?.[each] instanceof z.ZodType)
        .map((each) => `${file}: ${each} of ${from}`)
    }),
  )
  expect(missing).toEqual([])
})

it('reading changes nothing: writes are never GET, and GET has no body', () => {
  expect(endpoints.filter(({ method, body }) => method === 'GET' && body)).toEqual([])
})

it('describes every endpoint in OpenAPI 3.1, with its refusals', () => {
  const document = openApi()
  expect(document.openapi).toBe('3.1.0')
  for (const { method, path, summary } of endpoints) {
    const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    expect(operation?.summary).toBe(summary)
  }
})

it('every $ref of the description leads somewhere in it', () => {
  const document = JSON.parse(JSON.stringify(openApi())) as Record<string, unknown>
  const lost: string[] = []
  const walk = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return
    const { $ref } = value as { $ref?: unknown }
    if (typeof $ref === 'string' && !isIn(document, $ref)) lost.push(`${path} → ${$ref}`)
    for (const [name, one] of Object.entries(value)) walk(one, `${path}/${name}`)
  }
  walk(document, '#')
  expect(lost).toEqual([])
})

const isIn = (document: unknown, ref: string) =>
  ref.startsWith('#/') &&
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document) !== undefined
