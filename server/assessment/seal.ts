import { createHmac, timingSafeEqual } from 'node:crypto'
import type { RulesView } from '#contract/assessment/rules.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import { anonymousNumber } from '#core/privacy/erasure.ts'
import type { SealedSheet } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sha256 } from '#server/platform/sha256.ts'
import type { LiveSheetLine } from './live-sheet.ts'

/** The person of a line. The salt prevents guessing a name from its digest once the name is erased. */
type Identity = Pick<LiveSheetLine, 'familyName' | 'givenName' | 'number' | 'email' | 'group'>
/**
 * Texts written about a student: a reason may contain names or health data. The jury's reason is part of the working.
 */
type Words = { reasons: Record<string, string>; jury: (Pick<LiveSheetLine, 'working'> & { reason: string }) | null }
type Known = Identity & { words: Words; salt: string }
export type People = Record<string, Known | { erased: string }>
type SealedEntry = Omit<LiveSheetLine['entries'][number], 'reason'>
type SealedLine = Omit<LiveSheetLine, keyof Identity | 'entries' | 'jury' | 'working'> & {
  entries: SealedEntry[]
  jury: { points: number } | null
  working: LiveSheetLine['working'] | null
  identityHash: string
}

/** The signed content. It holds only digests of names and reasons, so that erasing them keeps the marks signed. */
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

type SealInput = Omit<SealedContent, 'lines'> & { lines: readonly LiveSheetLine[] }

/** The columns of a sealed sheet: content, names, hash and signature. */
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

/** Whether content matches its hash, the hash its signature, and every name still present its digest. */
export function isIntact({ secret }: Pick<Deps, 'secret'>, { content, people, hash, signature }: SealedSheet): boolean {
  const expected = sign(secret, hash)
  return (
    sha256(canonicalJson(content)) === hash &&
    signature.length === expected.length &&
    timingSafeEqual(Buffer.from(signature), Buffer.from(expected)) &&
    content.lines.every(({ studentId, identityHash }) => {
      const identity = people[studentId]
      if (identity === undefined) return true
      // The replacement of an erased name must be a number.
      if ('erased' in identity) return anonymousNumber(identity.erased) !== null
      return sha256(canonicalJson(identity)) === identityHash
    })
  )
}

const nobody: Identity = { familyName: '', givenName: '', number: '', email: '', group: '' }

/** The lines with their names; an erased one has a number instead, and no reasons. */
export function sealedLinesOf({ content, people }: SealedSheet): LiveSheetLine[] {
  return content.lines.map(({ entries, jury, working, ...figures }) => {
    const known = people[figures.studentId] ?? { erased: '' }
    const { words, ...identity } = 'erased' in known ? { ...nobody, familyName: known.erased, words: null } : known
    const { familyName, givenName, number, email, group } = identity
    return {
      ...{ ...figures, familyName, givenName, number, email, group },
      // The entries with their reasons, mark and waiting reason as they were sealed.
      entries: entries.map(
        (entry) => ({ ...entry, reason: words?.reasons[entry.component] ?? '' }) as LiveSheetLine['entries'][number],
      ),
      jury: jury && { ...jury, reason: words?.jury?.reason ?? '' },
      working: working ?? words?.jury?.working ?? { fr: '', en: '' },
    }
  })
}

/** The people of a sheet with these names removed; the signature stays valid, and digests cannot be reversed. */
export function withoutNames(people: People, labels: ReadonlyMap<string, string>): People {
  const entries = Object.entries(people).map(([id, known]) => {
    const erased = labels.get(id)
    return [id, erased === undefined ? known : { erased }] as const
  })
  return Object.fromEntries(entries)
}

const sign = (secret: Buffer, hash: string) => createHmac('sha256', secret).update(`sealed-sheet:${hash}`).digest('hex')
