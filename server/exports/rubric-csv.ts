import { rationalText } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listProjectMarks } from '#server/projects/marks.ts'
import { withClock } from '#server/projects/project.ts'
import { dayOf, exactCell, instantCell, markCell, textCell } from './csv-file.ts'
import { identityColumns } from './sheet-columns.ts'
import type { FileTable } from './table-file.ts'
import { fileWords } from './words.ts'

type RubricTableInput = { courseId: string; projectId: string }

/** One line per student of a project: team, level of each criterion, individual adjustment, mark. */
export async function rubricTable(deps: Deps, { courseId, projectId }: RubricTableInput) {
  const row = await deps.db.project.findFirst({
    where: { id: projectId, courseId },
    include: {
      ...withClock,
      teams: {
        include: {
          members: { include: { student: true } },
          handIns: { orderBy: { number: 'desc' }, take: 1, select: { url: true } },
        },
      },
    },
  })
  if (!row) throw new Refusal('not_found')
  if (row.blindSince !== null) throw new Refusal('names_withheld')
  const course = await deps.db.course.findUniqueOrThrow({ where: { id: courseId }, select: { timeZone: true } })
  const marks = (await listProjectMarks(deps, courseId)).get(projectId)
  const { rubric } = row
  const members = row.teams.flatMap((team) => {
    const { levels, secondLevels } = team
    return team.members.map(({ student, factor, adjustment, reason }) => ({
      ...{ familyName: student.familyName, givenName: student.givenName, group: student.group },
      ...{
        number: student.number ?? '',
        email: student.email ?? '',
        team: team.name,
        handedInAt: team.handedInAt,
        repository: team.handIns[0]?.url ?? '',
        levels,
        secondLevels,
        factor,
        adjustment,
        reason,
      },
      mark: marks?.get(student.id)?.worked?.mark ?? null,
    }))
  })
  type Member = (typeof members)[number]
  const day = dayOf(deps.now(), course.timeZone)
  const table: FileTable<Member> = {
    kind: 'rubric',
    nameOf: (words) => `${row.title} - ${words.rubricFile} - ${day}`,
    columnsOf: (language) => {
      const words = fileWords[language]
      return [
        ...identityColumns<Member>(words),
        { field: 'team', title: words.team, cell: ({ team }) => textCell(team) },
        { field: 'handedInAt', title: words.handedInAt, cell: (one) => instantCell(one.handedInAt, course.timeZone) },
        { field: 'repository', title: words.repository, cell: ({ repository }) => textCell(repository) },
        ...rubric.criteria.map(({ id, title, levels: known }) => ({
          field: `criterion:${id}`,
          title,
          cell: ({ levels, secondLevels }: Member) => {
            const given = new Set([levels[id], secondLevels?.[id]])
            const labels = known.filter((level) => given.has(level.id)).map(({ label }) => label)
            return textCell(labels.join(' / '))
          },
        })),
        { field: 'factor', title: words.factor, cell: ({ factor }) => exactCell(factor) },
        { field: 'adjustment', title: words.adjustment, cell: ({ adjustment }) => markCell(adjustment) },
        { field: 'reason', title: words.reason, cell: ({ reason }) => textCell(reason) },
        { field: 'mark', title: words.markOn('20'), cell: ({ mark }) => exactCell(mark && rationalText(mark)) },
      ]
    },
    rows: members.toSorted(byName),
  }
  return table
}
