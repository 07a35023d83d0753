import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { MailFailure } from '#contract/auth/mail.ts'
import { cutText } from '#core/cut-text.ts'
import type { Letter } from '#core/letters.ts'
import type { MailServer } from '#server/platform/deps.ts'
import { htmlOf } from './html-of.ts'

export type Handed =
  | { ok: true }
  /** `isOfServer`: the next letter would meet the same. `answer`: the words of the server. */
  | { ok: false; failure: MailFailure; answer: string; isOfServer: boolean }

type Sending = {
  /** Names the message, so that a copy can be recognised. */
  id: string
  to: string
  /** Where an answer goes: who sent it. */
  replyTo: string | null
  letter: Letter
  signal: AbortSignal
}

const calendarFile = (content: string) => ({
  ...{ filename: 'examen.ics', content, contentType: 'text/calendar; charset=utf-8; method=PUBLISH' },
})

/** Hands one letter to the mail server, over a connection of its own: nothing is sent again behind our back. */
export async function handOver(server: MailServer, { id, to, replyTo, letter, signal }: Sending): Promise<Handed> {
  const from = { name: server.from.name, address: server.from.address }
  const bytes = await new MailComposer({
    ...{ from, to, subject: letter.subject, text: letter.text, html: htmlOf(letter.text) },
    ...(replyTo ? { replyTo } : {}),
    ...(letter.calendar === undefined ? {} : { attachments: [calendarFile(letter.calendar)] }),
    messageId: `<${id}@${server.from.address.split('@')[1] ?? 'bareme'}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
    .compile()
    .build()
  let isHanded = false
  const raw = Readable.from([bytes])
  raw.once('end', () => {
    isHanded = true
  })
  const transport = createTransport({
    ...{ host: server.host, port: server.port, secure: server.tls === 'implicit' },
    ...(server.tls === 'required' ? { requireTLS: true } : {}),
    ...(server.user === null ? {} : { auth: { user: server.user, pass: server.password ?? '' } }),
    tls: { minVersion: 'TLSv1.2' },
    ...{ connectionTimeout: server.patienceMs, greetingTimeout: server.patienceMs, socketTimeout: server.patienceMs },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
  try {
    await transport.sendMail({ envelope: { from: server.from.address, to: [to] }, raw, signal } as never)
    return { ok: true }
  } catch (error) {
    return { ok: false, ...judge(error as SmtpError, { isHanded }) }
  } finally {
    transport.close()
  }
}

type SmtpError = Error & { code?: string; command?: string; responseCode?: number; response?: string }

function judge(error: SmtpError, { isHanded }: { isHanded: boolean }) {
  const { code, command, responseCode = 0 } = error
  const answer = cutText((error.response ?? '').replace(/[\s\p{Cc}]+/gu, ' '), 300)
  const of = (failure: MailFailure, isOfServer: boolean) => ({ failure, answer, isOfServer })
  if (code === 'EAUTH' || command?.startsWith('AUTH')) return of('not_signed_in', true)
  if (code === 'ETLS' || command === 'STARTTLS' || isOfCertificate(error)) return of('no_tls', true)
  // 421 closes the connection, 503 is about its state: neither speaks of this letter.
  if (responseCode >= 500 && responseCode !== 503 && command !== 'CONN') return of('refused', false)
  if (responseCode >= 400 && responseCode !== 421 && command !== 'CONN') return of('later', false)
  if (isHanded && responseCode === 0) return of('unsure', code !== 'EABORT')
  if (code === 'EABORT') return of('stopped', true)
  return of(code === 'ETIMEDOUT' ? 'silent' : 'unreachable', true)
}

/** OpenSSL names its refusals: `DEPTH_ZERO_SELF_SIGNED_CERT`, `CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`. */
const isOfCertificate = ({ message }: Error) => /certificate|altname|\bTLS\b|\bSSL\b/i.test(message)
