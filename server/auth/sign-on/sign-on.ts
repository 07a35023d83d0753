import { Refusal } from '#core/refusal.ts'
import { recordEvent } from '#server/platform/account-events.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Http } from '#server/platform/serve.ts'
import type { Served, SignOnProvider } from '#server/platform/sign-on-file.ts'
import { askOwners, findStaff } from './admit-staff.ts'
import { casAddress, finishCas } from './cas.ts'
import { holds, type SignedOn, signOnSource, verifiedEmail } from './claims.ts'
import { findStudentRows } from './find-student-rows.ts'
import { endFlow, type Flow, keepProof, pageOf, startFlow } from './flow.ts'
import { finishOidc, oidcAddress } from './oidc.ts'

/** The pages at both ends; a query says why a sign-in elsewhere led to nothing. */
const doors = { staff: '/connexion', students: '/' } as const
const homes = { staff: '/connexion', students: '/mes-examens' } as const

export const listProviders = ({ settings }: Deps) => ({
  providers: settings.signOn.map(({ name, label, serves }) => ({ name, label, serves })),
})

export function findProvider({ settings }: Deps, name: string): SignOnProvider {
  const provider = settings.signOn.find((one) => one.name === name)
  if (!provider) throw new Refusal('not_found')
  return provider
}

const callbackOf = ({ settings }: Deps, http: Pick<Http, 'origin'>, { name }: SignOnProvider) =>
  `${settings.publicUrl ?? http.origin}/api/sso/${name}/callback`

type Start = { provider: string; wanted: Served; back: string | undefined }

export async function startSignOn(deps: Deps, http: Http, { provider: name, wanted, back }: Start) {
  const provider = findProvider(deps, name)
  if (!provider.serves.includes(wanted)) throw new Refusal('not_found')
  const callback = callbackOf(deps, http, provider)
  const flow = startFlow(deps, http, { provider: name, wanted, back: pageOf(back) })
  return leadOn(http, { provider, wanted }, async () =>
    provider.type === 'cas'
      ? casAddress(provider, { callback, state: flow.state })
      : oidcAddress(provider, { flow, callback, now: deps.now().getTime() }),
  )
}

type Return = { provider: string; query: Readonly<Record<string, string | undefined>> }

export async function endSignOn(deps: Deps, http: Http, { provider: name, query }: Return) {
  const provider = findProvider(deps, name)
  const wanted = provider.serves[0] ?? 'staff'
  return leadOn(http, { provider, wanted }, async () => {
    const flow = endFlow(deps, http, { provider: name, state: query['state'] ?? '' })
    return leadOn(http, { provider, wanted: flow.wanted }, async () => {
      const callback = callbackOf(deps, http, provider)
      const signedOn =
        provider.type === 'cas'
          ? await finishCas(provider, { callback, state: flow.state, ticket: query['ticket'] })
          : await finishOidc(provider, { flow, callback, now: deps.now().getTime(), query })
      return enter(deps, http, { provider, flow, signedOn })
    })
  })
}

/** A refusal is a page: the person is in the middle of a walk from site to site. Its cause is in the log alone. */
async function leadOn(
  http: Http,
  { provider, wanted }: { provider: SignOnProvider; wanted: Served },
  go: () => Promise<string>,
): Promise<string> {
  try {
    return await go()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found') throw error
    const { cause } = (error.details ?? {}) as { cause?: string }
    http.log.warn(
      { event: 'sign_on_refused', provider: provider.name, code: error.code, cause, address: http.ip },
      'account',
    )
    return `${doors[wanted]}?sso=${error.code}`
  }
}

type Entering = { provider: SignOnProvider; flow: Flow; signedOn: SignedOn }

/** As what they asked for; as the other when the provider serves both and only that is known. */
async function enter(deps: Deps, http: Http, entering: Entering): Promise<string> {
  const { provider, flow, signedOn } = entering
  if (!isSubject(signedOn.subject)) throw new Refusal('provider_failed', { cause: 'no subject' })
  const both = provider.serves.toSorted((a) => (a === flow.wanted ? -1 : 1))
  for (const as of both) {
    const page = as === 'staff' ? await enterAsStaff(deps, http, entering) : await enterAsStudent(deps, http, entering)
    if (page !== null) return page
  }
  if (flow.wanted === 'staff') return askOwners(deps, entering)
  const isUnread = provider.students.match === 'email' && verifiedEmail(provider, signedOn.claims) === null
  throw new Refusal(isUnread ? 'email_unverified' : 'student_unknown')
}

/** What names somebody over there: OpenID allows 255 characters. */
const isSubject = (subject: string) => /^[^\0\p{Cs}]{1,255}$/u.test(subject)

async function enterAsStaff(deps: Deps, http: Http, { provider, flow, signedOn }: Entering) {
  const person = await findStaff(deps, { provider, signedOn })
  if (!person) return null
  const { secondFactor } = provider.staff
  const isStrong = secondFactor !== undefined && holds(signedOn.claims, secondFactor)
  const { subject, sourceSession } = signedOn
  const origin = { source: signOnSource(provider), subject, sourceSession }
  if (person.secondFactorAt && !isStrong) {
    keepProof(deps, http, { personId: person.id, ...origin, provider: provider.name, back: flow.back })
    return `${doors.staff}?sso=second_factor`
  }
  await http.signIn({ personId: person.id }, { ...origin, isStrong })
  const detail = { provider: provider.label.fr }
  await recordEvent(deps, { personId: person.id, kind: 'signed_on', from: http, detail })
  return flow.back ?? homes.staff
}

async function enterAsStudent(deps: Deps, http: Http, { provider, flow, signedOn }: Entering) {
  const rows = await findStudentRows(deps, { provider, signedOn })
  const asked = await courseOfPage(deps, flow.back)
  // A copy that runs comes first: another course would take it from under the student's hand.
  const row = rows.find(({ isRunning }) => isRunning) ?? rows.find(({ courseId }) => courseId === asked) ?? rows[0]
  if (!row) return null
  const { subject, sourceSession } = signedOn
  await http.signIn({ studentId: row.id }, { source: signOnSource(provider), subject, sourceSession })
  http.log.info({ event: 'student_signed_on', studentId: row.id, provider: provider.name, address: http.ip }, 'account')
  return flow.back ?? homes.students
}

/** The course of the exam whose page was asked for. */
async function courseOfPage({ db }: Deps, page: string | null) {
  const [, examId] = /^\/examens\/([0-9a-f-]{36})$/.exec(page ?? '') ?? []
  const exam = examId ? await db.exam.findUnique({ where: { id: examId }, select: { courseId: true } }) : null
  return exam?.courseId
}
