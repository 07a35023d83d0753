/**
 * What changed, of a line of the journal, field by field: the values before and after are stored as they were, of any
 * shape, and people read a short text for each.
 */
import { writeExtraTime } from '#core/students/extra-time.ts'
import type { ExtraTime } from '#core/timing.ts'

export type JournalValue = string | number | boolean
/** `field`: the name of the value, without what it is inside of. */
export type JournalChange = {
  readonly field: string
  readonly before: JournalValue | null
  readonly after: JournalValue | null
}

/** More would hide what matters; the file of the journal has them all. */
const mostChanges = 24
const longestText = 200
const longestList = 8

/** The fields that differ; with one side only, its fields. `mostChanges` at most. */
export function journalChanges(before: unknown, after: unknown, most: number = mostChanges): JournalChange[] {
  const [old, fresh] = [fieldsIn(before), fieldsIn(after)]
  const isBoth = old.size > 0 && fresh.size > 0
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((path) => ({ path, before: old.get(path) ?? null, after: fresh.get(path) ?? null }))
    .filter((change) => !isBoth || change.before !== change.after)
    .slice(0, most)
    .map(({ path, ...change }) => ({ field: path.split('/').at(-1) ?? '', ...change }))
}

/** The values inside a value, by their path. */
function fieldsIn(value: unknown, path = '', into = new Map<string, JournalValue>()): Map<string, JournalValue> {
  const said = saidOf(value)
  if (said !== null) into.set(path === '' ? 'value' : path, said)
  else if (typeof value === 'object' && value !== null && !Array.isArray(value))
    for (const [name, inner] of Object.entries(value)) fieldsIn(inner, path === '' ? name : `${path}/${name}`, into)
  return into
}

/** A value that is read at once: a text, a number, a short list, how many in a long one; null for anything else. */
function saidOf(value: unknown): JournalValue | null {
  if (typeof value === 'string') return value === '' ? null : cut(value)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) {
    const texts = value.map(saidOf)
    const isShort = texts.length > 0 && texts.length <= longestList && texts.every((text) => typeof text === 'string')
    return isShort ? cut(texts.join(', ')) : value.length
  }
  return isExtraTime(value) ? writeExtraTime(value) || '–' : null
}

const isExtraTime = (value: unknown): value is ExtraTime =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  (value.kind === 'none' || 'minutes' in value || 'numerator' in value)

const cut = (text: string) => (text.length > longestText ? `${[...text].slice(0, longestText).join('')}…` : text)
