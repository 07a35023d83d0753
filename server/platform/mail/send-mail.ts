import type { FastifyBaseLogger } from 'fastify'
import { readMailbox } from '#core/letters.ts'
import type { Deps, MailServer } from '#server/platform/deps.ts'
import { jobStatesOf } from '#server/platform/job-states.ts'
import { metricsOf } from '#server/platform/metrics.ts'
import { repeat } from '#server/platform/repeat.ts'
import { tellsWhatIsOver } from './letter-keys.ts'
import { openLetter } from './queue-mail.ts'
import { type Handed, handOver } from './transport.ts'

const minute = 60_000
/** Minutes before the next try; a server that asks to come back later does so for a while only (RFC 5321, 4.5.4.1). */
const delays = [1, 5, 15, 30, 60, 120, 240, 480]
/** How long a letter may be in the hands of a server of ours before it is taken for lost with it. */
const claimMs = 5 * minute
const mostInARound = 200

type Claimed = {
  id: string
  sealed: Buffer | null
  tries: number
  replyTo: string | null
  /** Of a student, as it is now. */
  address: string | null
  isOver: boolean
}

/** Sends what is due, one letter after the other; several servers share the work, row by row. */
export async function sendDueMail(deps: Deps, signal: AbortSignal = new AbortController().signal) {
  const server = deps.settings.mail
  if (!server) return 0
  await giveUpLost(deps)
  let sent = 0
  for (let i = 0; i < mostInARound && !signal.aborted; i += 1) {
    const message = await claimOne(deps)
    if (!message) return sent
    if (message.isOver) {
      await cancel(deps, message)
      continue
    }
    const handed = await send(deps, { server, message, signal })
    await write(deps, message, handed)
    if (handed.ok) sent += 1
    else if (handed.isOfServer) {
      await postpone(deps, message.tries)
      return sent
    }
  }
  return sent
}

type Send = { server: MailServer; message: Claimed; signal: AbortSignal }

async function send(deps: Deps, { server, message, signal }: Send): Promise<Handed> {
  const { id, sealed, replyTo, address } = message
  const letter = sealed && openLetter(deps, { id, sealed })
  if (!letter) return { ok: false, failure: 'refused', answer: '', isOfServer: false }
  const to = readMailbox(address ?? '')
  if (to === null) return { ok: false, failure: address ? 'bad_address' : 'no_address', answer: '', isOfServer: false }
  return handOver(server, { letter, id, to, replyTo, signal })
}

/** What it tells is over: it would lead nowhere. */
const cancel = ({ db, now }: Deps, { id }: Claimed) =>
  db.mailMessage.updateMany({
    where: { id },
    data: { state: 'cancelled', sealed: null, endedAt: now(), claimedUntil: null },
  })

/** Takes the next letter for this server; no other takes it, and it is never taken twice without an answer. */
async function claimOne({ pool, now }: Deps): Promise<Claimed | undefined> {
  const { rows } = await pool.query<Claimed>({
    name: 'mail-claim',
    text: `update "MailMessage" m set state = 'sending', "claimedUntil" = $2, tries = tries + 1
           from "Mailing" g left join "Person" p on p.id = g."byId"
           where g.id = m."mailingId" and m.id = (
             select w.id from "MailMessage" w join "Mailing" l on l.id = w."mailingId"
               join "Course" c on c.id = l."courseId" and (c."mailsOut" or l.kind = 'trial')
             where w.state = 'waiting' and w."nextAt" <= $1 order by w."nextAt", w.id limit 1 for update of w skip locked)
           returning m.id, m.sealed, m.tries, p.email as "replyTo", ${tellsWhatIsOver} as "isOver",
             case when m."studentId" is null then m.address
               else (select s.email from "Student" s where s.id = m."studentId") end as address`,
    values: [now(), new Date(now().getTime() + claimMs)],
  })
  return rows[0]
}

/** Of many, because it may be gone: a student is erased, a course deleted. */
async function write({ db, now }: Deps, { id, tries }: Claimed, handed: Handed) {
  const end = { endedAt: now(), claimedUntil: null }
  if (handed.ok) {
    await db.mailMessage.updateMany({
      where: { id },
      data: { ...end, state: 'sent', sealed: null, failure: null, answer: '' },
    })
    return
  }
  const { failure, answer } = handed
  const isRefused = failure === 'refused' || failure === 'bad_address' || failure === 'no_address'
  const isLast = isRefused || failure === 'unsure' || tries > delays.length
  const state = failure === 'unsure' ? 'unsure' : isRefused ? 'refused' : 'gave_up'
  await db.mailMessage.updateMany({
    where: { id },
    data: isLast
      ? { ...end, state, failure, answer }
      : {
          state: 'waiting',
          claimedUntil: null,
          failure,
          answer,
          nextAt: nextTry(now(), failure === 'stopped' ? 0 : tries),
        },
  })
}

const nextTry = (now: Date, tries: number) =>
  new Date(now.getTime() + (tries === 0 ? 0 : (delays[tries - 1] ?? delays.at(-1) ?? 1) * minute))

/** What is wrong with the server would be so for the other letters: they wait as long, without a try counted. */
async function postpone({ db, now }: Deps, tries: number) {
  await db.mailMessage.updateMany({
    where: { state: 'waiting', nextAt: { lte: now() } },
    data: { nextAt: nextTry(now(), Math.max(1, tries)) },
  })
}

/** A server of ours that died while it sent: the letter may have left, so a person decides. */
async function giveUpLost({ db, now }: Deps) {
  await db.mailMessage.updateMany({
    where: { state: 'sending', claimedUntil: { lt: now() } },
    data: { state: 'unsure', failure: 'unsure', endedAt: now(), claimedUntil: null },
  })
}

const keptDays = 90
const sealedDays = 7

/** Called by the timer: who was written to is kept ninety days; a letter that did not leave, seven. */
export async function removeOldMail({ db, now }: Deps) {
  const before = (days: number) => new Date(now().getTime() - days * 24 * 60 * minute)
  await db.mailMessage.updateMany({
    where: { state: { not: 'waiting' }, sealed: { not: null }, endedAt: { lt: before(sealedDays) } },
    data: { sealed: null },
  })
  await db.mailing.deleteMany({ where: { at: { lt: before(keptDays) } } })
}

const everyMs = 3_000

/** Sends in a loop of its own: a mail server that hangs holds no exam. Returns the function that stops it. */
export function startMail(deps: Deps, log: FastifyBaseLogger) {
  const stop = new AbortController()
  const round = async () => {
    try {
      await sendDueMail(deps, stop.signal)
      jobStatesOf(deps).succeeded('send_mail', deps.now())
      metricsOf(deps)?.jobEnded('send_mail', 'done')
    } catch (error) {
      jobStatesOf(deps).failed('send_mail', deps.now())
      metricsOf(deps)?.jobEnded('send_mail', 'failed')
      log.error({ err: error }, 'letters were not sent')
    }
  }
  const end = deps.settings.mail ? repeat(round, everyMs) : () => Promise.resolve()
  return () => {
    stop.abort()
    return end()
  }
}
