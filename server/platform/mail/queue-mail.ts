import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { type Letter, type LetterKind, readMailbox } from '#core/letters.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

export type Addressed = {
  /** What it is about and to whom, the same for the same thing: it is sent once. */
  key: string
  address: string
  /** Null: a member of staff, or somebody invited. */
  studentId: string | null
  letter: Letter
}

type Mailing = {
  courseId: string
  kind: LetterKind
  /** What it is about, as people read it: an exam. */
  label: string
  actor: Actor
  letters: readonly Addressed[]
}

type Writing = Pick<Deps, 'now' | 'secret' | 'randomBytes'> & { db: Prisma.TransactionClient }

/**
 * Keeps letters to be sent in the background, in the transaction of what they tell. Those that were sent or wait already
 * are left out; an address that is none is kept as refused, so that its sender sees it.
 */
export async function queueMail(deps: Writing, { courseId, kind, label, actor, letters }: Mailing) {
  const at = deps.now()
  const keys = letters.map(({ key }) => key)
  const known = await deps.db.mailMessage.findMany({ where: { key: { in: keys } }, select: { key: true } })
  const before = new Set(known.map(({ key }) => key))
  const fresh = letters.filter(({ key }) => !before.has(key))
  if (fresh.length === 0) return { mailingId: null, queued: 0, already: letters.length }
  const { id: mailingId } = await deps.db.mailing.create({
    data: { courseId, kind, label, at, byId: actor.id, byName: actor.name },
  })
  const rows = fresh.map(({ key, address, studentId, letter }) => {
    const id = newId(deps)
    const mailbox = readMailbox(address)
    return {
      ...{ id, mailingId, key, studentId, at, nextAt: at },
      address: studentId === null ? address : null,
      ...(mailbox
        ? { state: 'waiting', sealed: seal(deps, { id, content: { to: mailbox, letter } }) }
        : { state: 'refused', failure: 'bad_address', endedAt: at }),
    }
  })
  // Two requests at once may have the same keys: the first one keeps them.
  const { count } = await deps.db.mailMessage.createMany({ data: rows, skipDuplicates: true })
  return { mailingId, queued: count, already: letters.length - count }
}

function newId({ randomBytes }: Pick<Deps, 'randomBytes'>) {
  const bytes = randomBytes(16)
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x40, 6)
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

type Content = { to: string; letter: Letter }
const ivBytes = 12
const tagBytes = 16
const keyOf = ({ secret }: Pick<Deps, 'secret'>) => Buffer.from(hkdfSync('sha256', secret, '', 'mail', 32))

/** A letter may hold a code or a link: until it is sent, the database alone does not give it. Bound to its message. */
function seal(deps: Pick<Deps, 'secret' | 'randomBytes'>, { id, content }: { id: string; content: Content }) {
  const iv = deps.randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(deps), iv).setAAD(Buffer.from(id))
  const text = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()])
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), text]))
}

/** Null when it was sealed under another secret. */
export function openSealed(deps: Pick<Deps, 'secret'>, { id, sealed }: { id: string; sealed: Uint8Array }) {
  const bytes = Buffer.from(sealed)
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(deps), bytes.subarray(0, ivBytes))
      .setAAD(Buffer.from(id))
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])
    return JSON.parse(text.toString('utf8')) as Content
  } catch {
    return null
  }
}
