import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { getStudentRecord } from '#contract/exports/student-record.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'

type Record = Reply<typeof getStudentRecord>
type Props = { courseId: string; studentId: string }

/** The sittings of a student with their marks, their teams, and their grade. */
export function StudentRecord({ courseId, studentId }: Props) {
  const { t } = useText()
  const record = useQuery(query(getStudentRecord, { params: { courseId, studentId } }))
  return (
    <QueryView query={record}>
      {({ sittings, teams, grade }) => (
        <>
          <SheetRow label={t('students.record.sittings')}>
            {sittings.length > 0 ? (
              <Sittings courseId={courseId} sittings={sittings} />
            ) : (
              <p className="muted">{t('students.record.noSitting')}</p>
            )}
          </SheetRow>
          {teams.length > 0 && (
            <SheetRow label={t('students.record.teams')}>
              <Teams courseId={courseId} teams={teams} />
            </SheetRow>
          )}
          {grade && (
            <SheetRow label={t('students.record.grade')}>
              <Grade courseId={courseId} grade={grade} />
            </SheetRow>
          )}
        </>
      )}
    </QueryView>
  )
}

function Sittings({ courseId, sittings }: { courseId: string; sittings: Record['sittings'] }) {
  const { t, mark, points, dateTime } = useText()
  const columns: Column<Record['sittings'][number]>[] = [
    {
      id: 'exam',
      header: t('students.record.exam'),
      rowHeader: true,
      cell: ({ examId, title, attemptId, startedAt }) => {
        const exam = at.course(courseId).exam(examId)
        const href = attemptId && startedAt ? exam.copy(attemptId).page : exam.page
        return <Link href={href}>{title}</Link>
      },
    },
    {
      id: 'at',
      header: t('students.record.at'),
      cell: ({ startedAt, opensAt, timeZone }) => {
        const when = startedAt ?? opensAt
        return when ? dateTime(when, timeZone) : '–'
      },
    },
    { id: 'status', header: t('students.record.status'), cell: ({ status }) => t(`students.record.state.${status}`) },
    {
      id: 'mark',
      header: t('students.record.mark'),
      align: 'end',
      phone: 'figure',
      cell: (sitting) => (sitting.mark === null ? '–' : `${mark(sitting.mark)} / ${points(sitting.outOf)}`),
    },
  ]
  return (
    <Table
      caption={t('students.record.sittings')}
      quietCaption
      columns={columns}
      rows={sittings}
      rowKey={({ examId }) => examId}
    />
  )
}

function Teams({ courseId, teams }: { courseId: string; teams: Record['teams'] }) {
  const { t, mark } = useText()
  return (
    <ul className="student-lines">
      {teams.map(({ projectId, title, isBlind, teamId, name, mark: own }) => {
        const project = at.course(courseId).project(projectId)
        return (
          <li key={projectId}>
            <Link href={project.page}>{title}</Link>
            <div>
              {isBlind && <span className="muted">{t('students.record.blind')}</span>}
              {!isBlind && teamId === null && <span className="muted">{t('students.record.noTeam')}</span>}
              {teamId !== null && <Link href={project.team(teamId)}>{name}</Link>}
              {own !== null && ` · ${mark(own)} / 20`}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function Grade({ courseId, grade: { grade, isSealed } }: { courseId: string; grade: NonNullable<Record['grade']> }) {
  const { t, mark } = useText()
  return (
    <p>
      {grade === null ? t('students.record.noGrade') : `${mark(grade)} / 20`}{' '}
      <span className="muted">{t(isSealed ? 'students.record.sealed' : 'students.record.live')}</span>{' '}
      <Link href={at.course(courseId).finalSheet}>{t('students.record.toSheet')}</Link>
    </p>
  )
}
