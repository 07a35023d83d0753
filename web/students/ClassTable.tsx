import { useState } from 'react'
import { Link } from 'wouter'
import { isFoundBy } from '#core/students/person-name.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { ClassBulkBar } from './ClassBulkBar.tsx'
import type { ClassView } from './ClassFilter.tsx'
import type { Student } from './student.ts'
import { useExtraTimeText } from './use-extra-time-text.ts'
import './students.css'

type Props = {
  courseId: string
  students: readonly Student[]
  groups: readonly string[]
  view: ClassView
  /** Only shows: for who cannot change the class. */
  isReadOnly: boolean
}

/** One row per student, in the order of the register. */
export function ClassTable({ courseId, students, groups, view, isReadOnly }: Props) {
  const { t, shortDate } = useText()
  const extraTimeText = useExtraTimeText()
  const shown = students.filter((each) => isShown(each, view))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  // Someone filtered out is no longer acted on.
  const ticked = shown.filter(({ id }) => chosen.has(id))
  const tick = (ids: readonly string[], isOn: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) {
      if (isOn) next.add(id)
      else next.delete(id)
    }
    setChosen(next)
  }
  const columns: Column<Student>[] = [
    {
      id: 'name',
      header: t('students.name'),
      rowHeader: true,
      sortValue: (student) => student,
      cell: ({ id, familyName, givenName }) => (
        <span className="class__name">
          {!isReadOnly && (
            <Checkbox
              bare
              label={t('students.bulk.one', { name: `${familyName} ${givenName}`.trim() })}
              checked={chosen.has(id)}
              onChange={({ target }) => tick([id], target.checked)}
            />
          )}
          <Link href={at.course(courseId).student(id)}>
            {familyName} {givenName}
          </Link>
        </span>
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
      {!isReadOnly && shown.length > 0 && (
        <ClassBulkBar
          courseId={courseId}
          groups={groups}
          isArchived={view.archived}
          ticked={ticked}
          shownCount={shown.length}
          onAll={(isOn) =>
            tick(
              shown.map(({ id }) => id),
              isOn,
            )
          }
          onDone={() => setChosen(new Set())}
        />
      )}
      <Table
        caption={view.archived ? t('students.archived') : t('students.class')}
        note={t('students.count', { count: shown.length })}
        columns={columns}
        rows={shown}
        rowKey={({ id }) => id}
        isSelected={({ id }) => chosen.has(id)}
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
