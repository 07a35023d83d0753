import type { Deps } from '#server/platform/deps.ts'

export type LogLine = { at: string; type: string; by: string; text: string; minutes: number | null; names: string[] }

/** `isWhole`: `names` has the whole class; otherwise what concerns only others is left out. */
type LogQuery = {
  examId: string
  names: ReadonlyMap<string, string>
  /** By the id of the student, of whom has no copy too. */
  students: ReadonlyMap<string, string>
  isWhole: boolean
}
const most = 2_000

/** The log of the exam in order: actions on copies, opening and closing, other devices, messages, incidents. */
export async function readLog(deps: Deps, asked: LogQuery): Promise<LogLine[]> {
  const parts = await Promise.all([
    acts(deps, asked),
    takeOvers(deps, asked),
    messages(deps, asked),
    incidents(deps, asked),
    passes(deps, asked),
  ])
  return parts.flat().sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** What happens to the whole exam, as its journal names it. */
export const examSteps = [
  'exam.open',
  'exam.cancel_opening',
  'exam.close',
  'exam.reopen_exam',
  'exam.pause',
  'exam.resume',
  'exam.pause_slot',
  'exam.resume_slot',
  'exam.access',
  'exam.locked_browser',
  'exam.renew_join_code',
  'exam.slots',
  'exam.audience',
]
/** Actions on the whole class, as opposed to those on copies. */
const classWide: Record<string, string> = { 'exam.pause': 'pause_class', 'exam.resume': 'resume_class' }

/** The type of a line, which the pages have words for. */
export const typeOfAct = (action: string) => classWide[action] ?? action.split('.')[1] ?? ''
type Act = { changed?: string[]; intervention?: { minutes?: number }; slotName?: string } | null

async function acts({ db }: Deps, { examId, names, isWhole }: LogQuery): Promise<LogLine[]> {
  const rows = await db.auditLine.findMany({
    where: {
      subject: `exam:${examId}`,
      OR: [{ action: { in: examSteps } }, { action: { startsWith: 'attempt.' } }],
    },
    orderBy: { id: 'asc' },
    take: most,
  })
  return rows.flatMap(({ at, action, actorName, reason, after }) => {
    const act = after as Act
    const changed = act?.changed ?? []
    const [concept] = action.split('.')
    // An action that every copy refused changed nothing.
    if (concept === 'attempt' && changed.length === 0) return []
    if (!isWhole && isOfOthers(changed, names)) return []
    const minutes = act?.intervention?.minutes ?? null
    return [
      {
        at: at.toISOString(),
        type: typeOfAct(action),
        by: actorName,
        text: reason,
        minutes,
        names: act?.slotName ? [act.slotName] : namesOf(changed, names),
      },
    ]
  })
}

/** Only real changes of device: a reloaded page takes over from itself. */
async function takeOvers({ pool }: Deps, { examId, names, isWhole }: LogQuery): Promise<LogLine[]> {
  const { rows } = await pool.query<{ at: Date; attemptId: string; actorName: string }>(takeOverQuery, [examId, most])
  const own = isWhole ? rows : rows.filter(({ attemptId }) => names.has(attemptId))
  return own.map(({ at, attemptId, actorName }) => ({
    at: at.toISOString(),
    type: 'take_over',
    by: actorName,
    text: '',
    minutes: null,
    names: namesOf([attemptId], names),
  }))
}

const takeOverQuery = `
  select at, "attemptId", "actorName" from (
    select ev.id, ev.at, ev."attemptId", ev."actorName", split_part(ev.detail->>'device', ':', 1) as browser,
      lag(split_part(ev.detail->>'device', ':', 1)) over (partition by ev."attemptId" order by ev.id) as former
    from "AttemptEvent" ev join "Attempt" a on a.id = ev."attemptId"
    where a."examId" = $1 and ev.type in ('start', 'take_over')
  ) as held
  where former is not null and former <> browser order by id limit $2`

async function messages({ db }: Deps, { examId, names, isWhole }: LogQuery): Promise<LogLine[]> {
  const rows = await db.examMessage.findMany({
    where: { examId },
    orderBy: { sentAt: 'asc' },
    take: most,
    include: { readings: { select: { attemptId: true } } },
  })
  const idsOf = ({ readings }: (typeof rows)[number]) => readings.map(({ attemptId }) => attemptId)
  const own = isWhole ? rows : rows.filter((row) => !isOfOthers(idsOf(row), names))
  return own.map(({ sentAt, text, authorName, readings }) => ({
    at: sentAt.toISOString(),
    type: 'message',
    by: authorName,
    text,
    minutes: null,
    names: namesOf(
      readings.map(({ attemptId }) => attemptId),
      names,
    ),
  }))
}

async function incidents({ db }: Deps, { examId }: LogQuery): Promise<LogLine[]> {
  const rows = await db.incident.findMany({ where: { examId }, orderBy: { id: 'asc' }, take: most })
  return rows.map(({ at, text, authorName }) => ({
    at: at.toISOString(),
    type: 'incident',
    by: authorName,
    text,
    minutes: null,
    names: [],
  }))
}

/** Who may work in another browser, and no longer may: with the reason that was given. */
async function passes({ db }: Deps, { examId, students, isWhole }: LogQuery): Promise<LogLine[]> {
  const rows = await db.lockedBrowserPass.findMany({ where: { examId }, orderBy: { at: 'asc' }, take: most })
  const own = isWhole ? rows : rows.filter(({ studentId }) => students.has(studentId))
  return own.flatMap(({ studentId, reason, at, byName, withdrawnAt, withdrawnByName }) => {
    const line = { minutes: null, names: namesOf([studentId], students) }
    const given = { ...line, at: at.toISOString(), type: 'browser_pass', by: byName, text: reason }
    if (!withdrawnAt) return [given]
    const taken = { at: withdrawnAt.toISOString(), type: 'browser_pass_withdrawn', by: withdrawnByName, text: '' }
    return [given, { ...line, ...taken }]
  })
}

const isOfOthers = (ids: readonly string[], names: ReadonlyMap<string, string>) =>
  ids.length > 0 && !ids.some((id) => names.has(id))

/** In the order of the class, which is the order of `names`. */
function namesOf(ids: readonly string[], names: ReadonlyMap<string, string>): string[] {
  const named = new Set(ids)
  return [...names].flatMap(([id, name]) => (named.has(id) ? [name] : []))
}
