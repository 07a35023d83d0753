import { type LetterContent, writeLetter } from '#core/letters.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { keyOfLink } from '#server/platform/mail/letter-keys.ts'
import { queueMail } from '#server/platform/mail/queue-mail.ts'
import { languageOf } from './mailings.ts'

type LinkLetter = {
  deps: Deps
  courseId: string
  actor: Actor
  address: string
  link: { id: string; link: string; expiresAt: Date }
  kind: 'invitation' | 'new_link'
  /** Of the colleague; empty for somebody invited. */
  name: string
}

/** Keeps the letter with a one-time link, in the transaction that makes the link. */
export async function mailLink(tx: Prisma.TransactionClient, { deps, link, kind, name, ...about }: LinkLetter) {
  const { courseId, actor, address } = about
  const { title, language, timeZone } = await languageOf({ db: tx }, courseId)
  const until = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone })
  const content: LetterContent = {
    ...{ kind, name, course: title, by: actor.name, link: link.link, until: until.format(link.expiresAt) },
  }
  const letters = [{ key: keyOfLink(link.id), address, studentId: null, letter: writeLetter(content, language) }]
  await queueMail({ ...deps, db: tx }, { courseId, kind, label: '', actor, letters })
}
