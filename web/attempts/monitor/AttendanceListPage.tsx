/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls must take the focus (WCAG 2.1.1) */
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { getAttendanceList } from '#contract/attempts/room.ts'
import type { Reply } from '#contract/endpoint.ts'
import { query } from '#web/api.ts'
import { OverrideWords } from '#web/exams/OverrideWords.tsx'
import { SlotFilter, useSlotInAddress } from '#web/exams/SlotFilter.tsx'
import { useExam } from '#web/exams/use-exam.ts'
import { useSlotName } from '#web/exams/use-slot-name.ts'
import { PersonLink } from '#web/students/PersonLink.tsx'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import './attendance-list.css'

type List = Reply<typeof getAttendanceList>
type Student = List['students'][number]
type View = 'signer' | 'durees'

/**
 * « Émargement »: one sign-in sheet per group, with blank lines for students who are not on it, or the separate list of
 * durations.
 */
export default function AttendanceListPage() {
  const { t } = useText()
  const { courseId, examId, examCrumbs } = useExam()
  const [search, setSearch] = useSearchParams()
  const view: View = search.get('vue') === 'durees' ? 'durees' : 'signer'
  // Printed just before the exam: always refetched.
  const list = useQuery({ ...query(getAttendanceList, { params: { courseId, examId } }), staleTime: 0 })
  return (
    <Page
      title={t('attempts.staff.signing.title')}
      lead={t('attempts.staff.signing.lead')}
      crumbs={[...examCrumbs(list.data?.examTitle ?? t('exams.exam')), { label: t('attempts.staff.signing.title') }]}
      actions={<PrintButton variant="primary" />}
    >
      <div className="stack">
        <div className="no-print">
          <Segmented
            legend={t('attempts.staff.signing.view')}
            value={view}
            onChange={(vue) => setSearch(vue === 'durees' ? { vue } : {}, { replace: true })}
            options={[
              { value: 'signer', label: t('attempts.staff.signing.toSign') },
              { value: 'durees', label: t('attempts.staff.signing.durations') },
            ]}
          />
          {list.data && <SlotFilter slots={list.data.slots} />}
        </div>
        <QueryView
          query={list}
          isEmpty={({ students }) => students.length === 0}
          empty={<EmptyState title={t('students.emptyTitle')}>{t('students.codes.needClass')}</EmptyState>}
        >
          {(data) => (view === 'signer' ? <ToSign list={data} /> : <Durations list={data} />)}
        </QueryView>
      </div>
    </Page>
  )
}

/** A cell to fill in by hand. */
const empty = '\u00A0'

/** Blank lines for students in the wrong room or enrolled too late to be listed. */
const blankLines = 4

function ToSign({ list }: { list: List }) {
  const [only] = useSlotInAddress()
  return (
    <div className="signing">
      {list.slots
        .filter(({ number }) => only === null || number === only)
        .flatMap((slot) => {
          const there = list.students.filter((each) => each.slot === slot.number)
          return [...new Set(there.map(({ group }) => group))].map((group) => (
            <GroupSheet
              key={`${slot.number} ${group}`}
              list={list}
              slot={slot}
              group={group}
              students={there.filter((each) => each.group === group)}
            />
          ))
        })}
    </div>
  )
}

type SheetProps = { list: List; slot: List['slots'][number]; group: string; students: Student[] }

function GroupSheet({ list, slot, group, students }: SheetProps) {
  const { t } = useText()
  const slotName = useSlotName(list.slots)
  const named = group ? t('attempts.staff.signing.groupOf', { group }) : list.examTitle
  const title = list.slots.length > 1 ? `${slotName(slot.number)}, ${named}` : named
  return (
    <section className="signing__sheet" aria-label={title}>
      <Head list={list} slot={slot} group={group} />
      <section className="table-scroll" aria-label={t('ui.tableScroll', { caption: title })} tabIndex={0}>
        <table className="signing__table">
          <thead>
            <tr>
              <th scope="col">
                <span className="vh">{t('attempts.staff.signing.rank')}</span>
              </th>
              <th scope="col">{t('attempts.staff.signing.name')}</th>
              <th scope="col">{t('attempts.staff.signing.number')}</th>
              <th scope="col">{t('attempts.staff.signing.arrival')}</th>
              <th scope="col">{t('attempts.staff.signing.departure')}</th>
            </tr>
          </thead>
          <tbody>
            {students.map((student, index) => (
              <tr key={student.id}>
                <td>{index + 1}</td>
                <th scope="row">
                  <PersonLink {...student} studentId={student.id} />
                  {/* The reason and the time stay off a list that is signed in public. */}
                  {student.override?.room && (
                    <span className="small"> {t('exams.who.differs.room', { room: student.override.room })}</span>
                  )}
                </th>
                <td>{student.number}</td>
                <td>{empty}</td>
                <td>{empty}</td>
              </tr>
            ))}
            {Array.from({ length: blankLines }, (_, index) => students.length + index + 1).map((rank) => (
              <tr key={rank}>
                <td>{rank}</td>
                <td>{empty}</td>
                <td>{empty}</td>
                <td>{empty}</td>
                <td>{empty}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="signing__end">
        <span>{t('attempts.staff.signing.present', { count: students.length })}</span>
        <span>{t('attempts.staff.signing.invigilator')}</span>
      </p>
    </section>
  )
}

/** For invigilators only: extra time is personal data and stays off the list that is signed in public. */
function Durations({ list }: { list: List }) {
  const { t, duration } = useText()
  const longer = list.students.filter(
    ({ allowedMinutes, override }) => allowedMinutes > list.limitMinutes || override !== null,
  )
  return (
    <section className="signing__sheet" aria-label={t('attempts.staff.signing.durations')}>
      <Head list={list} slot={list.slots[0]} group="" />
      <p>{t('attempts.staff.signing.private')}</p>
      {longer.length === 0 ? (
        <p>{t('attempts.staff.signing.nobodyLonger')}</p>
      ) : (
        <table className="signing__table">
          <thead>
            <tr>
              <th scope="col">{t('attempts.staff.signing.name')}</th>
              <th scope="col">{t('attempts.staff.signing.group')}</th>
              <th scope="col">{t('attempts.staff.signing.duration')}</th>
            </tr>
          </thead>
          <tbody>
            {longer.map((student) => (
              <tr key={student.id}>
                <th scope="row">
                  <PersonLink {...student} studentId={student.id} />
                </th>
                <td>{student.group}</td>
                <td>
                  {duration(student.allowedMinutes * 60)}
                  {student.override && (
                    <>
                      {', '}
                      <OverrideWords override={student.override} timeZone={list.timeZone} />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Head({ list, slot, group }: { list: List; slot: List['slots'][number] | undefined; group: string }) {
  const { t, dateTime, duration } = useText()
  const slotName = useSlotName(list.slots)
  return (
    <header className="signing__head">
      <p className="small">{list.courseTitle}</p>
      <h2>
        {list.examTitle}
        {slot && list.slots.length > 1 && <span> · {slotName(slot.number)}</span>}
        {group && <span> · {t('attempts.staff.signing.groupOf', { group })}</span>}
      </h2>
      <p>
        {slot?.opensAt ? dateTime(slot.opensAt, list.timeZone) : t('attempts.staff.signing.dateBlank')}
        {' · '}
        {slot?.room || t('attempts.staff.signing.roomBlank')}
        {' · '}
        {duration(list.limitMinutes * 60)}
      </p>
      {slot?.invigilators && <p className="small">{slot.invigilators}</p>}
    </header>
  )
}
