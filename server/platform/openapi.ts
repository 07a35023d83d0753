import { z } from 'zod'
import { tokenPrefix } from '#contract/auth/api-tokens.ts'
import { contract } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { type RefusalCode, refusalCodes } from '#core/refusal.ts'
import { httpStatusOf } from './refusals.ts'

/** Refusals that any endpoint may give, depending on its access. */
export function refusalsOf({
  access,
  method,
  body,
  bodyLimit,
  params,
  query,
  scopes,
  lane,
  refusals = [],
}: Endpoint): RefusalCode[] {
  const shared: RefusalCode[] = []
  if (body || query) shared.push('invalid_request')
  if (body) shared.push('too_large')
  if (body && access !== 'anyone' && access !== 'student') shared.push('file_too_heavy', 'server_busy')
  if (bodyLimit) shared.push('server_busy')
  if (method !== 'GET') shared.push('cross_site')
  if (access !== 'anyone') shared.push('not_signed_in', 'not_allowed')
  if (scopes) shared.push('token_unusable', 'token_scope', 'too_many_requests')
  if (lane === 'entrance') shared.push('wait_turn', 'too_many_requests')
  if (lane === 'long') shared.push('too_many_requests')
  if (params) shared.push('not_found')
  return [...new Set([...shared, ...refusals])]
}

/** The whole contract as OpenAPI 3.1, made from the zod shapes that are enforced. */
export function openApi() {
  const paths: Record<string, Record<string, ReturnType<typeof operation>>> = {}
  const schemas: Schemas = {}
  for (const [concept, endpoints] of Object.entries(contract)) {
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
      paths[path] = {
        ...paths[path],
        [endpoint.method.toLowerCase()]: operation({ concept, name, endpoint, schemas }),
      }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Barème API',
      version: '1',
      description:
        'Every endpoint of the platform, from its contract. A refusal is a status, a stable code and details.',
    },
    paths,
    components: {
      schemas: {
        ...schemas,
        Refusal: {
          type: 'object',
          required: ['code'],
          properties: {
            code: { enum: [...refusalCodes, 'internal_error'] },
            details: {},
            requestId: { type: 'string' },
          },
        },
      },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'bareme' },
        token: {
          ...{ type: 'http', scheme: 'bearer', bearerFormat: `${tokenPrefix}…` },
          description: 'An API token of a trainer, with the scopes that an operation names.',
        },
      },
    },
  }
}

type Schemas = Record<string, unknown>
type Named = { io: 'input' | 'output'; name: string; schemas: Schemas }

/** The JSON Schema of one shape, with the schemas it refers to moved to the whole document. */
function jsonSchema(schema: z.ZodType, { io, name, schemas }: Named): Record<string, unknown> {
  const made = z.toJSONSchema(schema, {
    ...{ io, unrepresentable: 'any', cycles: 'ref', reused: 'inline' },
    // In the request a file is base64, whatever the server decodes it to.
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'custom') Object.assign(jsonSchema, { type: 'string', contentEncoding: 'base64' })
    },
  })
  const { $defs = {}, $schema: _version, ...own } = made as Record<string, unknown> & { $defs?: Schemas }
  // Unnamed schemas are numbered from zero in each shape.
  const nameOf = (given: string) => (given.startsWith('__') ? `${name}${given}` : given)
  const placed = (value: unknown) =>
    JSON.parse(JSON.stringify(value), (key, one) =>
      key === '$ref' && typeof one === 'string'
        ? `#/components/schemas/${one === '#' ? name : nameOf(one.replace('#/$defs/', ''))}`
        : one,
    ) as Record<string, unknown>
  for (const [given, definition] of Object.entries($defs)) schemas[nameOf(given)] = placed(definition)
  const whole = placed(own)
  if (JSON.stringify(whole).includes(`"#/components/schemas/${name}"`)) schemas[name] = whole
  return whole
}

/** A session, or a token with any of these scopes. */
const securityOf = ({ scopes = [] }: Endpoint): Record<string, readonly string[]>[] => [
  { session: [] },
  ...scopes.map((scope) => ({ token: [scope] })),
]

type Described = { concept: string; name: string; endpoint: Endpoint; schemas: Schemas }

function operation({ concept, name, endpoint, schemas }: Described) {
  const shape = (schema: z.ZodType, io: 'input' | 'output') =>
    jsonSchema(schema, { io, name: `${name}_${io}`, schemas })
  const refusals = refusalsOf(endpoint)
  const byStatus = byStatusOf(refusals)
  const failures = [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: codes.join(', '),
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/Refusal' } as Record<string, unknown>,
        },
      },
    },
  ])
  return {
    operationId: name,
    tags: [concept],
    summary: endpoint.summary,
    'x-access': endpoint.access,
    'x-refusals': refusals,
    ...(endpoint.access === 'anyone' ? {} : { security: securityOf(endpoint) }),
    'x-token-scopes': endpoint.scopes ?? [],
    parameters: [...parameters(endpoint.params, 'path', shape), ...parameters(endpoint.query, 'query', shape)],
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: shape(endpoint.body, 'input'),
              },
            },
          },
        }
      : {}),
    responses: {
      '200': success(endpoint, shape),
      ...Object.fromEntries(failures),
    } as Record<string, Response>,
  }
}

type Response = {
  description: string
  content?: Record<string, { schema: Record<string, unknown> }>
}

type Shape = (schema: z.ZodType, io: 'input' | 'output') => Record<string, unknown>

function success(endpoint: Endpoint, shape: Shape): Response {
  if (endpoint.kind === 'file')
    return {
      description: 'A file.',
      content: { '*/*': { schema: { type: 'string' } } },
    }
  if (endpoint.kind === 'image')
    return { description: 'An image.', content: { 'image/*': { schema: { type: 'string' } } } }
  if (endpoint.kind === 'events')
    return { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } } } }
  if (endpoint.kind === 'redirect') return { description: 'Sent on to another page (302).' }
  return {
    description: 'Done.',
    content: {
      'application/json': { schema: shape(endpoint.reply, 'output') },
    },
  }
}

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query', shape: Shape) {
  if (!schema) return []
  return Object.entries(schema.shape).map(([name, part]) => ({
    name,
    in: where,
    required: where === 'path' || !(part as z.ZodType).safeParse(undefined).success,
    schema: shape(part as z.ZodType, 'input'),
  }))
}

/** `Map.groupBy` is missing from Node 20. */
function byStatusOf(codes: RefusalCode[]) {
  const groups = new Map<number, RefusalCode[]>()
  for (const code of codes) groups.set(httpStatusOf[code], [...(groups.get(httpStatusOf[code]) ?? []), code])
  return groups
}
