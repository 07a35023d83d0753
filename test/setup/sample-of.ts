import { z } from 'zod'

type Json = Record<string, unknown>

/** A value that a schema accepts, generated from the schema: used to call every endpoint. */
export function sampleOf(schema: z.ZodType): unknown {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Json
  const sample = sampleIn(whole, (whole['$defs'] ?? {}) as Json)
  const accepted = [sample, ...nearby(sample)].find((one) => schema.safeParse(one).success)
  if (accepted === undefined) throw new Error(`no sample of this schema: ${JSON.stringify(whole).slice(0, 500)}`)
  return accepted
}

/**
 * Variants of a sample, for constraints that JSON schema does not express: one of two fields, a number written as text.
 */
function nearby(sample: unknown): unknown[] {
  const fields = Object.keys(sample as object)
  const without = fields.map((name) =>
    Object.fromEntries(Object.entries(sample as object).filter(([other]) => other !== name)),
  )
  return [...without, ...withEachLeaf(sample, () => [null])]
}

function sampleIn(schema: Json, defs: Json): unknown {
  const { type, $ref, anyOf, oneOf, allOf } = schema as Record<string, Json[] & string>
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return schema['enum'][0]
  if (typeof $ref === 'string') return sampleIn(defs[$ref.split('/').at(-1) ?? ''] as Json, defs)
  const [first] = anyOf ?? oneOf ?? []
  if (first) return sampleIn(first as Json, defs)
  if (allOf) return Object.assign({}, ...allOf.map((one) => sampleIn(one as Json, defs)))
  switch (type) {
    case 'object':
      return objectOf(schema, defs)
    case 'array':
      return Array.from({ length: Math.max(1, Number(schema['minItems'] ?? 1)) }, () =>
        sampleIn(schema['items'] as Json, defs),
      )
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema['minimum'] ?? 1)) > Number(schema['maximum'] ?? 1)
        ? schema['maximum']
        : Math.max(1, Number(schema['minimum'] ?? 1))
    case 'boolean':
      return true
    case 'string':
      return stringOf(schema)
    default:
      return null
  }
}

function objectOf({ properties = {}, additionalProperties, propertyNames }: Json, defs: Json) {
  const named = Object.entries(properties as Record<string, Json>).map(([name, one]) => [name, sampleIn(one, defs)])
  const others =
    typeof additionalProperties === 'object' && named.length === 0
      ? [[sampleIn((propertyNames ?? { type: 'string' }) as Json, defs), sampleIn(additionalProperties as Json, defs)]]
      : []
  return Object.fromEntries([...named, ...others])
}

const formats: Record<string, string> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  'date-time': '2027-01-12T09:00:00Z',
  date: '2027-01-12',
  email: 'ana@exemple.fr',
}

function stringOf({ format, pattern, minLength = 1, maxLength = Infinity }: Json): string {
  const known = formats[String(format)]
  if (known) return known
  const candidates = [
    'a',
    '1',
    'ana@exemple.fr',
    'a'.repeat(64),
    '2027-01-12T09:00:00Z',
    'Europe/Paris',
    'QUJD',
    'abcd2345',
    'https://moodle.exemple.fr/lti',
    '0',
    ...Object.values(formats),
  ]
  const fits = (word: string) =>
    word.length >= Number(minLength) &&
    word.length <= Number(maxLength) &&
    (!pattern || new RegExp(String(pattern), 'u').test(word))
  return candidates.find(fits) ?? 'a'.repeat(Number(minLength))
}

/** The same value with each leaf replaced in turn. */
export function* withEachLeaf(value: unknown, other: (leaf: unknown) => readonly unknown[]): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries())
      for (const changed of withEachLeaf(one, other)) yield value.with(index, changed)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value))
      for (const changed of withEachLeaf(one, other)) yield { ...value, [name]: changed }
  } else yield* other(value)
}
