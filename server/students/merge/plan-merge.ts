import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { previewMerge } from '#contract/students/merges.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma, Student } from '#prisma/client/client.ts'
import { fieldsOf, findLiving } from '../queries.ts'
import { type Belongings, readBelongings } from './belongings.ts'

type Reply = z.input<typeof previewMerge.reply>
type Holding = Reply['moved'][number]
type Conflict = Reply['conflicts'][number]
type Filled = Reply['filled'][number]
export type Pair = { courseId: string; studentId: string; otherId: string }

/** The ids of the rows to move; and the rows both entries had alike, restored if the merge is undone. */
export type Moved = {
  attempts: string[]
  teams: string[]
  attendances: string[]
  /** Absent from merges made before exams had candidates. */
  candidacies?: string[]
  /** Exceptions from the locked browser; absent from merges made before there were any. */
  passes?: string[]
  entries: { assessmentId: string; component: string }[]
  jury: string[]
  /** Ids of entries merged into the other one before. */
  former: string[]
  filled: Filled[]
  otherArchivedAt: string | null
  alike: Pick<Belongings, 'memberships' | 'attendances' | 'entries' | 'jury'> & Partial<Pick<Belongings, 'candidacies'>>
}

export type MergePlan = {
  kept: Student
  other: Student
  moved: Moved
  /** Copies of either entry that were never started, and so hold no work. */
  emptyCopies: string[]
  view: Pick<Reply, 'fingerprint' | 'filled' | 'moved' | 'dropped' | 'conflicts'>
}

/** Lists conflicts between the two entries for the trainer to settle first, instead of choosing. */
export async function planMerge(tx: Prisma.TransactionClient, { courseId, studentId, otherId }: Pair) {
  if (studentId === otherId) throw new Refusal('not_found')
  const kept = await findLiving(tx, { courseId, studentId })
  const other = await findLiving(tx, { courseId, studentId: otherId })
  const [own, merged] = [await readBelongings(tx, studentId), await readBelongings(tx, otherId)]
  const sorted = [copies(own, merged), teams(own, merged), attendances(own, merged), entries(own, merged)]
  const all = [...sorted, juries(own, merged), candidacies(own, merged)]
  const filled = filledOf(kept, other)
  const former = await tx.student.findMany({ where: { mergedIntoId: otherId }, select: { id: true } })
  const sealed = await tx.sealedSheet.count({ where: { assessment: { courseId }, reopenedAt: null } })
  const moved: Moved = {
    ...{ attempts: [], teams: [], attendances: [], entries: [], jury: [] },
    ...Object.assign({}, ...all.map(({ keys }) => keys)),
    former: former.map(({ id }) => id),
    passes: merged.passes.map(({ id }) => id),
    filled,
    otherArchivedAt: other.archivedAt?.toISOString() ?? null,
    alike: {
      memberships: [],
      attendances: [],
      entries: [],
      jury: [],
      ...Object.assign({}, ...all.map((part) => part.alike)),
    },
  }
  const view = {
    filled,
    moved: all.flatMap((part) => part.moved),
    dropped: all.flatMap((part) => part.dropped),
    conflicts: [
      ...all.flatMap((part) => part.conflicts),
      ...(sealed > 0 ? [{ kind: 'sheet_final' as const, title: '' }] : []),
    ],
  }
  const said = JSON.stringify([fieldsOf(kept), fieldsOf(other), view, moved])
  const fingerprint = createHash('sha256').update(said).digest('hex')
  return { kept, other, moved, emptyCopies: sorted[0]?.empty ?? [], view: { ...view, fingerprint } } satisfies MergePlan
}

type Part = {
  keys: Partial<Moved>
  alike: Partial<Moved['alike']>
  moved: Holding[]
  dropped: Holding[]
  conflicts: Conflict[]
  empty?: string[]
}
const nothing = (): Part => ({ keys: {}, alike: {}, moved: [], dropped: [], conflicts: [] })

function copies(own: Belongings, merged: Belongings): Part {
  const part = { ...nothing(), empty: [] as string[] }
  const attempts: string[] = []
  const drop = (copy: Belongings['attempts'][number]) => {
    part.empty.push(copy.id)
    part.dropped.push(viewCopy(copy))
  }
  for (const copy of [...own.attempts, ...merged.attempts]) {
    if (copy.status === 'in_progress' || copy.status === 'paused')
      part.conflicts.push({ kind: 'running_copy', title: copy.exam.title })
  }
  for (const copy of merged.attempts) {
    const same = own.attempts.find(({ examId }) => examId === copy.examId)
    // A copy never started holds no work; a voided one stays with its entry.
    if (same === undefined || same.startedAt === null) {
      if (same) drop(same)
      attempts.push(copy.id)
      part.moved.push(viewCopy(copy))
    } else if (copy.startedAt === null) drop(copy)
    else if (copy.status !== 'voided') part.conflicts.push({ kind: 'two_copies', title: copy.exam.title })
  }
  return { ...part, keys: { attempts } }
}

const viewCopy = ({ exam, startedAt, marks, _count }: Belongings['attempts'][number]): Holding => ({
  kind: 'copy',
  title: exam.title,
  isStarted: startedAt !== null,
  mark: marks[0]?.mark ?? null,
  outOf: exam.markRule.outOf,
  contestationCount: _count.contestations,
})

/** Rows that both have alike are kept once; rows that differ are conflicts for the trainer. */
function sort<Row>(own: readonly Row[], merged: readonly Row[], of: Rules<Row>) {
  const sorted = { fresh: [] as Row[], alike: [] as Row[], conflicts: [] as Conflict[] }
  for (const row of merged) {
    const same = own.find((one) => of.key(one) === of.key(row))
    if (same === undefined) sorted.fresh.push(row)
    else if (of.said(same) === of.said(row)) sorted.alike.push(row)
    else sorted.conflicts.push({ kind: of.conflict, title: of.title(row) })
  }
  return { ...sorted, moved: sorted.fresh.map(of.view), dropped: sorted.alike.map(of.view) }
}
type Rules<Row> = {
  key: (row: Row) => string
  said: (row: Row) => string
  title: (row: Row) => string
  view: (row: Row) => Holding
  conflict: Conflict['kind']
}

function teams(own: Belongings, merged: Belongings): Part {
  const { fresh, alike, ...part } = sort(own.memberships, merged.memberships, {
    key: ({ projectId }) => projectId,
    said: ({ teamId, adjustment }) => `${teamId} ${adjustment}`,
    title: ({ team }) => team.project.title,
    view: ({ team }) => ({ kind: 'team', title: team.project.title, team: team.name }),
    conflict: 'two_teams',
  })
  return { ...part, keys: { teams: fresh.map(({ projectId }) => projectId) }, alike: { memberships: alike } }
}

function attendances(own: Belongings, merged: Belongings): Part {
  const { fresh, alike, ...part } = sort(own.attendances, merged.attendances, {
    key: ({ examId }) => examId,
    said: ({ status }) => status,
    title: ({ exam }) => exam.title,
    view: ({ exam, status }) => ({ kind: 'attendance', title: exam.title, status }),
    conflict: 'two_attendances',
  })
  return { ...part, keys: { attendances: fresh.map(({ examId }) => examId) }, alike: { attendances: alike } }
}

/** Two entries in one exam are one candidate, unless two hours or two rooms were decided for them. */
function candidacies(own: Belongings, merged: Belongings): Part {
  const { fresh, alike, ...part } = sort(own.candidacies, merged.candidacies, {
    key: ({ examId }) => examId,
    said: ({ slot, opensAt, closesAt, minutes, room }) => JSON.stringify([slot, opensAt, closesAt, minutes, room]),
    title: ({ exam }) => exam.title,
    view: ({ exam }) => ({ kind: 'candidacy', title: exam.title }),
    conflict: 'two_candidacies',
  })
  return { ...part, keys: { candidacies: fresh.map(({ examId }) => examId) }, alike: { candidacies: alike } }
}

function entries(own: Belongings, merged: Belongings): Part {
  const { fresh, alike, ...part } = sort(own.entries, merged.entries, {
    key: ({ assessmentId, component }) => `${assessmentId} ${component}`,
    said: ({ status, mark, retake, examId }) => `${status} ${mark} ${retake} ${examId}`,
    title: ({ component }) => component,
    view: ({ component, status, mark }) => ({ kind: 'entry', component, status, mark }),
    conflict: 'two_entries',
  })
  const keys = { entries: fresh.map(({ assessmentId, component }) => ({ assessmentId, component })) }
  return { ...part, keys, alike: { entries: alike } }
}

function juries(own: Belongings, merged: Belongings): Part {
  const { fresh, alike, ...part } = sort(own.jury, merged.jury, {
    key: ({ assessmentId }) => assessmentId,
    said: ({ points }) => `${points}`,
    title: () => '',
    view: ({ points }) => ({ kind: 'jury', points }),
    conflict: 'two_juries',
  })
  return { ...part, keys: { jury: fresh.map(({ assessmentId }) => assessmentId) }, alike: { jury: alike } }
}

function filledOf(kept: Student, other: Student): Filled[] {
  const texts = (['givenName', 'email', 'number', 'group'] as const).filter((field) => !kept[field] && other[field])
  const [had, has] = [fieldsOf(kept).extraTime, fieldsOf(other).extraTime]
  return [
    ...texts,
    ...(had.kind === 'none' && has.kind !== 'none' ? (['extraTime'] as const) : []),
    ...(kept.codeHash === null && other.codeHash !== null ? (['code'] as const) : []),
  ]
}
