import { type Letter, type LetterKind, readMailbox } from '#core/letters.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { openBytes, sealBytes } from '#server/platform/seal-bytes.ts'

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
 * Keeps letters to be sent in the background, in the transaction of what they tell. Those that were sent, may have been
 * or wait already are left out; an address that is none is kept as refused, so that its sender sees it.
 */
export async function queueMail(deps: Writing, { courseId, kind, label, actor, letters }: Mailing) {
  const at = deps.now()
  await freeKeys(deps.db, letters)
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
    return {
      ...{ id, mailingId, key, studentId, at, nextAt: at, sealed: sealLetter(deps, { id, letter }) },
      address: studentId === null ? address : null,
      ...(readMailbox(address)
        ? { state: 'waiting' }
        : { state: 'refused', failure: address === '' ? 'no_address' : 'bad_address', endedAt: at }),
    }
  })
  // Two requests at once may have the same keys: the first one keeps them.
  const { count } = await deps.db.mailMessage.createMany({ data: rows, skipDuplicates: true })
  return { mailingId, queued: count, already: letters.length - count }
}

/** A letter that did not leave stays in the list; the new one, to an address that can be one, takes its place. */
function freeKeys(db: Prisma.TransactionClient, letters: readonly Addressed[]) {
  const keys = letters.filter(({ address }) => readMailbox(address) !== null).map(({ key }) => key)
  return db.$executeRaw`
    update "MailMessage" set key = key || ':' || id, sealed = null
    where key = any(${keys}::text[]) and state in ('refused', 'gave_up', 'cancelled')`
}

function newId({ randomBytes }: Pick<Deps, 'randomBytes'>) {
  const bytes = randomBytes(16)
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x40, 6)
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

type Content = { letter: Letter }

/** A letter may hold a code or a link: until it is sent, the database alone does not give it. Bound to its message. */
const sealLetter = (deps: Pick<Deps, 'secret' | 'randomBytes'>, { id, letter }: Content & { id: string }) =>
  sealBytes(deps, { purpose: 'mail', id, bytes: Buffer.from(JSON.stringify({ letter } satisfies Content)) })

/** Null when it was sealed under another secret. */
export function openLetter(deps: Pick<Deps, 'secret'>, { id, sealed }: { id: string; sealed: Uint8Array }) {
  const bytes = openBytes(deps, { purpose: 'mail', id, sealed })
  return bytes && (JSON.parse(bytes.toString('utf8')) as Content).letter
}
