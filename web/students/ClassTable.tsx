import { Link } from 'wouter'
import type { z } from 'zod'
import type { student } from '#contract/students/students.ts'
import { isFoundBy } from '#core/students/person-name.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import type { ClassView } from './ClassFilter.tsx'
import { useExtraTimeText } from './use-extra-time-text.ts'
import './students.css'

export type Student = z.output<typeof student>
type Props = { courseId: string; students: readonly Student[]; view: ClassView }

/** One row per student, in the order of the register. */
export function ClassTable({ courseId, students, view }: Props) {
  const { t, shortDate } = useText()
  const extraTimeText = useExtraTimeText()
  const shown = students.filter((each) => isShown(each, view))
  const columns: Column<Student>[] = [
    {
      id: 'name',
      header: t('students.name'),
      rowHeader: true,
      sortValue: (student) => student,
      cell: ({ id, familyName, givenName }) => (
        <Link href={at.course(courseId).student(id)}>
          {familyName} {givenName}
        </Link>
      ),
    },
    {
      id: 'number',
      phone: 'wide',
      header: t('students.number'),
      sortValue: ({ number }) => number,
      cell: ({ number }) => number && <span className="mono small">{number}</span>,
    },
    {
      id: 'email',
      header: t('students.email'),
      phone: 'wide',
      sortValue: ({ email }) => email,
      cell: ({ email }) => email && <span className="muted class__email">{email}</span>,
    },
    {
      id: 'group',
      header: t('students.group'),
      phone: 'figure',
      sortValue: ({ group }) => group || null,
      cell: ({ group }) => group,
    },
    {
      id: 'extra',
      phone: 'wide',
      header: t('students.extraTime'),
      sortValue: ({ extraTime }) => extraTimeText(extraTime),
      cell: ({ extraTime }) => {
        const text = extraTimeText(extraTime)
        return text && <Badge tone="accent">{text}</Badge>
      },
    },
    {
      id: 'code',
      phone: 'wide',
      header: t('students.code'),
      sortValue: ({ codeSetAt }) => codeSetAt,
      cell: ({ codeSetAt }) =>
        codeSetAt ? (
          <Status shape="good" tone="muted">
            {t('students.codes.givenAt', { date: shortDate(codeSetAt) })}
          </Status>
        ) : (
          <Status shape="todo">{t('students.codes.never')}</Status>
        ),
    },
  ]
  return (
    <div className="class">
      <Table
        caption={view.archived ? t('students.archived') : t('students.class')}
        note={t('students.count', { count: shown.length })}
        columns={columns}
        rows={shown}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t('students.noneTitle')}>{t('students.noneText')}</EmptyState>}
      />
    </div>
  )
}

function isShown(student: Student, { search, group, archived }: ClassView): boolean {
  const { familyName, givenName, email, number } = student
  if ((student.archivedAt !== null) !== archived) return false
  if (group !== '' && student.group !== group) return false
  return isFoundBy(search, [familyName, givenName, email ?? '', number ?? ''])
}
