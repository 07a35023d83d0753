import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import { listMailings } from '#contract/auth/mail.ts'
import type { Reply } from '#contract/endpoint.ts'
import { announceExam, listNotices } from '#contract/exams/notices.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { useMail } from './use-mail.ts'

type Exam = Reply<typeof listNotices>['exams'][number]

/** The exams that students wait for: how many know when and where they sit, and who cannot be reached. */
export function SittingNotices({ courseId }: { courseId: string }) {
  const { t, dateTime } = useText()
  const { isOn, announcesExams, remindsExams } = useMail(courseId)
  const notices = useQuery({ ...query(listNotices, { params: { courseId } }), enabled: isOn })
  const exams = notices.data?.exams ?? []
  if (exams.length === 0) return null
  const columns: Column<Exam>[] = [
    {
      id: 'exam',
      header: t('auth.mail.notices.exam'),
      rowHeader: true,
      cell: ({ examId, title }) => <Link href={at.course(courseId).exam(examId).page}>{title}</Link>,
    },
    {
      id: 'when',
      header: t('auth.mail.notices.when'),
      phone: 'wide',
      cell: ({ opensAt, timeZone }) => (opensAt ? dateTime(opensAt, timeZone) : t('auth.mail.notices.byHand')),
    },
    {
      id: 'told',
      header: t('auth.mail.notices.told'),
      phone: 'wide',
      cell: (exam) => (
        <>
          <p>{t('auth.mail.notices.toldOf', { count: exam.announcedCount, total: exam.studentCount })}</p>
          {exam.remindedCount > 0 && <p>{t('auth.mail.notices.remindedOf', { count: exam.remindedCount })}</p>}
          <Unreached courseId={courseId} people={exam.withoutAddress} />
        </>
      ),
    },
    {
      id: 'act',
      header: <span className="vh">{t('ui.staff.moreActions')}</span>,
      align: 'end',
      cell: (exam) => <Announce courseId={courseId} exam={exam} />,
    },
  ]
  return (
    <section className="stack stack--tight" aria-labelledby="exams-to-come">
      <h2 id="exams-to-come">{t('auth.mail.notices.title')}</h2>
      <p className="muted">
        {t(
          `auth.mail.notices.${announcesExams ? (remindsExams ? 'both' : 'announces') : remindsExams ? 'reminds' : 'neither'}`,
        )}
      </p>
      <Table
        caption={t('auth.mail.notices.title')}
        quietCaption
        columns={columns}
        rows={exams}
        rowKey={({ examId }) => examId}
      />
    </section>
  )
}

const mostNamed = 5

function Unreached({ courseId, people }: { courseId: string; people: Exam['withoutAddress'] }) {
  const { t } = useText()
  if (people.length === 0) return null
  return (
    <p>
      {t('auth.mail.notices.withoutAddress', { count: people.length })}{' '}
      {people.slice(0, mostNamed).map(({ studentId, name }, place) => (
        <span key={studentId}>
          {place > 0 && ', '}
          <Link href={at.course(courseId).student(studentId)}>{name}</Link>
        </span>
      ))}
      {people.length > mostNamed && '…'}
    </p>
  )
}

/** Also for an exam that was published before the course announced, or when the course does not. */
function Announce({ courseId, exam }: { courseId: string; exam: Exam }) {
  const { t, has } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const announce = useMutation({
    ...mutation(announceExam),
    onSuccess: ({ queued }) => say({ text: t('auth.mail.notices.queued', { count: queued }) }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: () =>
      Promise.all([listNotices, listMailings].map(({ path }) => queryClient.invalidateQueries({ queryKey: [path] }))),
  })
  const left = exam.studentCount - exam.withoutAddress.length - exam.announcedCount
  if (left <= 0) return null
  return (
    <Button
      size="small"
      busy={announce.isPending}
      onClick={() => announce.mutate({ params: { courseId, examId: exam.examId } })}
    >
      {t('auth.mail.notices.tell', { count: left })}
      <span className="vh"> {exam.title}</span>
    </Button>
  )
}
