import { createHmac, timingSafeEqual } from 'node:crypto'
import type { RulesView } from '#contract/assessment.ts'
import type { Prisma, SealedSheet } from '#prisma/client/client.ts'
import { canonicalJson, sha256 } from '#server/platform/canonical.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { SheetLine } from './live-sheet.ts'

/** Who a line is about. The salt keeps a name from being guessed from its digest once the name itself is erased. */
type Identity = Pick<SheetLine, 'familyName' | 'givenName' | 'number' | 'email' | 'group'>
export type People = Record<string, Identity & { salt: string }>
type SealedLine = Omit<SheetLine, keyof Identity> & { identityHash: string }

/** What is signed. Names are outside, each by its digest here: erasing one leaves the signature of the marks whole. */
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

export type Sealed = Omit<SealedSheet, 'content' | 'people'> & { content: SealedContent; people: People }
export const toSealed = (row: SealedSheet) => row as unknown as Sealed

type Given = Omit<SealedContent, 'lines'> & { lines: readonly SheetLine[] }

/** The columns of a sealed sheet: its content, the names beside it, the hash and its signature. */
export function seal({ secret, randomBytes }: Deps, { lines, ...head }: Given) {
  const people: People = {}
  const sealed = lines.map(({ familyName, givenName, number, email, group, ...line }): SealedLine => {
    const identity = { familyName, givenName, number, email, group, salt: randomBytes(16).toString('hex') }
    people[line.studentId] = identity
    return { ...line, identityHash: sha256(canonicalJson(identity)) }
  })
  const content: SealedContent = { ...head, lines: sealed }
  const hash = sha256(canonicalJson(content))
  return {
    content: content as unknown as Prisma.InputJsonValue,
    people: people as unknown as Prisma.InputJsonValue,
    hash,
    signature: sign(secret, hash),
  }
}

/** The content has its hash, the hash its signature, and every name that is still there its digest. */
export function isIntact({ secret }: Pick<Deps, 'secret'>, { content, people, hash, signature }: Sealed): boolean {
  const expected = sign(secret, hash)
  return (
    sha256(canonicalJson(content)) === hash &&
    signature.length === expected.length &&
    timingSafeEqual(Buffer.from(signature), Buffer.from(expected)) &&
    content.lines.every(({ studentId, identityHash }) => {
      const identity = people[studentId]
      return identity === undefined || sha256(canonicalJson(identity)) === identityHash
    })
  )
}

const nobody: Identity = { familyName: '', givenName: '', number: '', email: '', group: '' }

/** The lines with their names; one that was erased has none. */
export function linesOf({ content, people }: Sealed): SheetLine[] {
  return content.lines.map((line) => {
    const { familyName, givenName, number, email, group } = people[line.studentId] ?? nobody
    return { ...line, familyName, givenName, number, email, group }
  })
}

const sign = (secret: Buffer, hash: string) => createHmac('sha256', secret).update(`sealed-sheet:${hash}`).digest('hex')
