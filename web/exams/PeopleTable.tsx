import { useState } from 'react'
import { moveCandidates, removeOverride, setOverride } from '#contract/exams/who-sits.ts'
import { slotOf } from '#core/exams/slots.ts'
import { call } from '#web/api.ts'
import { PersonLink } from '#web/students/PersonLink.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { OverrideDialog, type OwnTerms } from './OverrideDialog.tsx'
import { OverrideWords } from './OverrideWords.tsx'
import { useExamText } from './use-exam-text.ts'
import { useReason } from './use-reason.ts'
import { useSlotName } from './use-slot-name.ts'
import type { SittingPerson, WhoSitsForm } from './use-who-sits.ts'

/** Each student of the exam with their slot, their hours and what differs for them; folded until it is asked for. */
export function PeopleTable({ courseId, exam, who, change, canEdit }: WhoSitsForm & { canEdit: boolean }) {
  const { t, duration } = useText()
  const { whenOf } = useExamText()
  const say = useToast()
  const reasonOf = useReason()
  const nameOf = useSlotName(who.slots)
  const [edited, setEdited] = useState<SittingPerson | null>(null)
  const [error, setError] = useState<unknown>(null)
  const params = { courseId, examId: exam.id }
  const named = ({ givenName, familyName }: SittingPerson) => `${givenName} ${familyName}`.trim()
  const move = async (person: SittingPerson, slot: number | null) => {
    setError(null)
    const send = (to: number | null) =>
      change(() => call(moveCandidates, { params, body: { studentIds: [person.studentId], slot: to } }))
    try {
      const next = await send(slot)
      const now = next.people.find(({ studentId }) => studentId === person.studentId)
      say({
        text: t('exams.who.moved', { name: named(person), slot: nameOf(now?.slot ?? 0) }),
        undo: () => void send(person.isSlotChosen ? person.slot : null),
      })
    } catch (refused) {
      setError(refused)
    }
  }
  const override = async (person: SittingPerson, own: OwnTerms | null) => {
    const one = { params: { ...params, studentId: person.studentId } }
    const send = (terms: OwnTerms | null) =>
      change(() => (terms ? call(setOverride, { ...one, body: terms }) : call(removeOverride, one)))
    await send(own)
    setEdited(null)
    say({
      text: t(own ? 'exams.who.overrideSaved' : 'exams.who.takenBack', { name: named(person) }),
      tone: 'good',
      undo: () => void send(person.override),
    })
  }
  const columns: Column<SittingPerson>[] = [
    {
      id: 'name',
      header: t('exams.who.columns.name'),
      rowHeader: true,
      cell: (person) => <PersonLink {...person} />,
      sortValue: (person) => person,
    },
    { id: 'group', header: t('exams.who.columns.group'), cell: ({ group }) => group, sortValue: ({ group }) => group },
    ...(who.audience.kind === 'class'
      ? []
      : [
          {
            id: 'why',
            header: t('exams.who.columns.why'),
            cell: ({ why }: SittingPerson) => (why ? reasonOf(why) : ''),
          },
        ]),
    ...(who.slots.length === 1
      ? []
      : [
          {
            id: 'slot',
            header: t('exams.who.columns.slot'),
            cell: slotCell,
            sortValue: ({ slot }: SittingPerson) => slot,
          },
        ]),
    {
      id: 'window',
      header: t('exams.who.columns.window'),
      cell: ({ opensAt, closesAt }) => whenOf({ opensAt, closesAt, timeZone: exam.timeZone }),
    },
    { id: 'time', header: t('exams.who.columns.time'), cell: ({ allowedMinutes }) => duration(allowedMinutes * 60) },
    {
      id: 'override',
      header: t('exams.who.columns.override'),
      cell: (person) => (
        <span className="cluster">
          {person.override && <OverrideWords override={person.override} timeZone={exam.timeZone} />}
          {canEdit && (
            <Button size="small" variant="quiet" onClick={() => setEdited(person)}>
              {t(person.override ? 'exams.who.edit' : 'exams.who.override')}
              <span className="vh"> {named(person)}</span>
            </Button>
          )}
        </span>
      ),
    },
  ]
  return (
    <details className="who-sits__people">
      <summary>{t('exams.who.list')}</summary>
      <Failed error={error} />
      <Table
        caption={t('exams.who.list')}
        quietCaption
        columns={columns}
        rows={who.people}
        rowKey={({ studentId }) => studentId}
        empty={<EmptyState title={t('exams.who.people', { count: 0 })}>{t('exams.who.nobody')}</EmptyState>}
      />
      {edited && (
        <OverrideDialog
          exam={exam}
          person={edited}
          onClose={() => setEdited(null)}
          onSave={(own) => override(edited, own)}
        />
      )}
    </details>
  )

  function slotCell(person: SittingPerson) {
    if (!canEdit || person.isStarted) return nameOf(person.slot)
    const byGroup = { value: '', label: t('exams.who.byGroup', { slot: nameOf(groupSlot(person)) }) }
    return (
      <Select
        aria-label={t('exams.who.slotOf', { name: named(person) })}
        value={person.isSlotChosen ? String(person.slot) : ''}
        onChange={(value) => void move(person, value === '' ? null : Number(value))}
        options={[byGroup, ...who.slots.map(({ number }) => ({ value: String(number), label: nameOf(number) }))]}
      />
    )
  }

  /** By the rule of core/exams/slots.ts, as if none was chosen. */
  function groupSlot({ group }: SittingPerson) {
    return slotOf(who.slots, { group, chosen: null })
  }
}
