import type { FastifyBaseLogger } from 'fastify'
import type { Deps, MailServer } from '#server/platform/deps.ts'
import { jobStatesOf } from '#server/platform/job-states.ts'
import { metricsOf } from '#server/platform/metrics.ts'
import { openSealed } from './queue-mail.ts'
import { type Handed, handOver } from './transport.ts'

const minute = 60_000
/** Minutes before the next try; a server that asks to come back later does so for a while only (RFC 5321, 4.5.4.1). */
const delays = [1, 5, 15, 30, 60, 120, 240, 480]
/** How long a letter may be in the hands of a server of ours before it is taken for lost with it. */
const claimMs = 5 * minute
const mostInARound = 200

type Claimed = { id: string; sealed: Buffer | null; tries: number; replyTo: string | null }

/** Sends what is due, one letter after the other; several servers share the work, row by row. */
export async function sendDueMail(deps: Deps, signal: AbortSignal = new AbortController().signal) {
  const server = deps.settings.mail
  if (!server) return 0
  await giveUpLost(deps)
  let sent = 0
  for (let i = 0; i < mostInARound && !signal.aborted; i += 1) {
    const message = await claimOne(deps)
    if (!message) return sent
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

async function send(deps: Deps, { server, message: { id, sealed, replyTo }, signal }: Send): Promise<Handed> {
  const content = sealed && openSealed(deps, { id, sealed })
  if (!content) return { ok: false, failure: 'refused', answer: '', isOfServer: false }
  return handOver(server, { ...content, id, replyTo, signal })
}

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
           returning m.id, m.sealed, m.tries, p.email as "replyTo"`,
    values: [now(), new Date(now().getTime() + claimMs)],
  })
  return rows[0]
}

async function write({ db, now }: Deps, { id, tries }: Claimed, handed: Handed) {
  const end = { endedAt: now(), claimedUntil: null }
  if (handed.ok) {
    await db.mailMessage.update({
      where: { id },
      data: { ...end, state: 'sent', sealed: null, failure: null, answer: '' },
    })
    return
  }
  const { failure, answer } = handed
  const isOver = failure === 'refused' || failure === 'unsure' || tries > delays.length
  const state = failure === 'unsure' ? 'unsure' : failure === 'refused' ? 'refused' : 'gave_up'
  await db.mailMessage.update({
    where: { id },
    data: isOver
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
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()
  const run = async () => {
    try {
      await sendDueMail(deps, stop.signal)
      jobStatesOf(deps).succeeded('send_mail', deps.now())
      metricsOf(deps)?.jobEnded('send_mail', 'done')
    } catch (error) {
      jobStatesOf(deps).failed('send_mail', deps.now())
      metricsOf(deps)?.jobEnded('send_mail', 'failed')
      log.error({ err: error }, 'letters were not sent')
    }
    if (!stop.signal.aborted) timer = setTimeout(next, everyMs)
  }
  const next = () => {
    underWay = run()
  }
  if (deps.settings.mail) next()
  return async () => {
    stop.abort()
    clearTimeout(timer)
    await underWay
  }
}
