import { createHmac, timingSafeEqual } from 'node:crypto'
import type { RulesView } from '#contract/assessment/rules.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import { anonymousNumber } from '#core/privacy/erasure.ts'
import type { SealedSheet } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sha256 } from '#server/platform/sha256.ts'
import type { SheetLine } from './live-sheet.ts'

/** Who a line is about. The salt keeps a name from being guessed from its digest once the name itself is erased. */
type Identity = Pick<SheetLine, 'familyName' | 'givenName' | 'number' | 'email' | 'group'>
/** What people wrote of somebody: a reason may name them, or say why they were ill. The jury's stands in the working. */
type Words = { reasons: Record<string, string>; jury: (Pick<SheetLine, 'working'> & { reason: string }) | null }
type Known = Identity & { words: Words; salt: string }
export type People = Record<string, Known | { erased: string }>
type SealedEntry = Omit<SheetLine['entries'][number], 'reason'>
type SealedLine = Omit<SheetLine, keyof Identity | 'entries' | 'jury' | 'working'> & {
  entries: SealedEntry[]
  jury: { points: number } | null
  working: SheetLine['working'] | null
  identityHash: string
}

/** What is signed. Names and reasons are outside, by their digest here: erasing them leaves the marks signed. */
export type SealedContent = {
  number: number
  courseTitle: string
  year: string
  title: string
  rules: RulesView
  sealedAt: string
  sealedByName: string
  lines: SealedLine[]
}

type SealInput = Omit<SealedContent, 'lines'> & { lines: readonly SheetLine[] }

/** The columns of a sealed sheet: its content, the names beside it, the hash and its signature. */
export function seal({ secret, randomBytes }: Deps, { lines, ...head }: SealInput) {
  const people: People = {}
  const sealed = lines.map((line): SealedLine => {
    const { familyName, givenName, number, email, group, entries, jury, working, ...figures } = line
    const words = {
      reasons: Object.fromEntries(entries.map(({ component, reason }) => [component, reason])),
      jury: jury && { reason: jury.reason, working },
    }
    const known = { familyName, givenName, number, email, group, words, salt: randomBytes(16).toString('hex') }
    people[line.studentId] = known
    return {
      ...figures,
      entries: entries.map(({ reason: _reason, ...entry }) => entry),
      jury: jury && { points: jury.points },
      working: jury ? null : working,
      identityHash: sha256(canonicalJson(known)),
    }
  })
  const content: SealedContent = { ...head, lines: sealed }
  const hash = sha256(canonicalJson(content))
  return {
    content: content,
    people: people,
    hash,
    signature: sign(secret, hash),
  }
}

/** The content has its hash, the hash its signature, and every name that is still there its digest. */
export function isIntact({ secret }: Pick<Deps, 'secret'>, { content, people, hash, signature }: SealedSheet): boolean {
  const expected = sign(secret, hash)
  return (
    sha256(canonicalJson(content)) === hash &&
    signature.length === expected.length &&
    timingSafeEqual(Buffer.from(signature), Buffer.from(expected)) &&
    content.lines.every(({ studentId, identityHash }) => {
      const identity = people[studentId]
      if (identity === undefined) return true
      // What is put instead of a name that was erased can be nothing but a number.
      if ('erased' in identity) return anonymousNumber(identity.erased) !== null
      return sha256(canonicalJson(identity)) === identityHash
    })
  )
}

const nobody: Identity = { familyName: '', givenName: '', number: '', email: '', group: '' }

/** The lines with their names; one that was erased has a number instead, and nobody's words. */
export function sealedLinesOf({ content, people }: SealedSheet): SheetLine[] {
  return content.lines.map(({ entries, jury, working, ...figures }) => {
    const known = people[figures.studentId] ?? { erased: '' }
    const { words, ...identity } = 'erased' in known ? { ...nobody, familyName: known.erased, words: null } : known
    const { familyName, givenName, number, email, group } = identity
    return {
      ...{ ...figures, familyName, givenName, number, email, group },
      // The same entry with its reason: a mark and what it waits for go together, as they were sealed.
      entries: entries.map(
        (entry) => ({ ...entry, reason: words?.reasons[entry.component] ?? '' }) as SheetLine['entries'][number],
      ),
      jury: jury && { ...jury, reason: words?.jury?.reason ?? '' },
      working: working ?? words?.jury?.working ?? { fr: '', en: '' },
    }
  })
}

/** The people of a sheet without the names of these; the signature holds, nothing can be guessed from a digest. */
export function withoutNames(people: People, labels: ReadonlyMap<string, string>): People {
  const entries = Object.entries(people).map(([id, known]) => {
    const erased = labels.get(id)
    return [id, erased === undefined ? known : { erased }] as const
  })
  return Object.fromEntries(entries)
}

const sign = (secret: Buffer, hash: string) => createHmac('sha256', secret).update(`sealed-sheet:${hash}`).digest('hex')
