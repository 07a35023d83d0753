import type { FileReply } from '#contract/endpoint.ts'
import type { TableProfile } from '#contract/exports.ts'
import { rationalText } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listProjectMarks } from '#server/projects/marks.ts'
import { toProject, toTeam } from '#server/projects/project.ts'
import { type Column, tableOf } from './column.ts'
import { csvFile, csvProfiles, dayOf, exactCell, markCell, textCell } from './csv-file.ts'
import { identityColumns } from './sheet-columns.ts'
import { fileWords } from './words.ts'

type Asked = { courseId: string; projectId: string; profile: TableProfile }

/** One line per student of a project: their team, the level of each criterion, what was adjusted for them, their mark. */
export async function exportRubric(deps: Deps, { courseId, projectId, profile: named }: Asked): Promise<FileReply> {
  const row = await deps.db.project.findFirst({
    where: { id: projectId, courseId },
    include: { teams: { include: { members: { include: { student: true } } } } },
  })
  if (!row) throw new Refusal('not_found')
  if (row.blindSince !== null) throw new Refusal('names_withheld')
  const course = await deps.db.course.findUniqueOrThrow({ where: { id: courseId }, select: { timeZone: true } })
  const marks = (await listProjectMarks(deps, courseId)).get(projectId)
  const { rubric } = toProject(row)
  const members = row.teams.flatMap((team) => {
    const { levels, secondLevels } = toTeam(team)
    return team.members.map(({ student, factor, adjustment, reason }) => ({
      ...{ familyName: student.familyName, givenName: student.givenName, group: student.group },
      ...{
        number: student.number ?? '',
        email: student.email ?? '',
        team: team.name,
        levels,
        secondLevels,
        factor,
        adjustment,
        reason,
      },
      mark: marks?.get(student.id)?.mark ?? null,
    }))
  })
  const profile = csvProfiles[named]
  const words = fileWords[profile.language]
  const columns: Column<(typeof members)[number]>[] = [
    ...identityColumns<(typeof members)[number]>(words),
    { field: 'team', title: words.team, cell: ({ team }) => textCell(team) },
    ...rubric.criteria.map(({ id, title, levels: known }) => ({
      field: `criterion:${id}`,
      title,
      cell: ({ levels, secondLevels }: (typeof members)[number]) => {
        const given = new Set([levels[id], secondLevels?.[id]])
        return textCell(
          known
            .filter((level) => given.has(level.id))
            .map(({ label }) => label)
            .join(' / '),
        )
      },
    })),
    { field: 'factor', title: words.factor, cell: ({ factor }) => exactCell(factor) },
    { field: 'adjustment', title: words.adjustment, cell: ({ adjustment }) => markCell(adjustment) },
    { field: 'reason', title: words.reason, cell: ({ reason }) => textCell(reason) },
    { field: 'mark', title: words.markOn('20'), cell: ({ mark }) => exactCell(mark && rationalText(mark)) },
  ]
  const byName = new Intl.Collator('fr', { numeric: true })
  return csvFile({
    name: `${row.title} - ${words.rubricFile} - ${dayOf(deps.now(), course.timeZone)}.csv`,
    profile,
    lines: tableOf(
      columns,
      members.toSorted(
        (a, b) => byName.compare(a.familyName, b.familyName) || byName.compare(a.givenName, b.givenName),
      ),
    ),
  })
}
