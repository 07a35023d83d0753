import type { CourseOverview } from '#contract/exports/overview.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Sheet } from '#web/ui/Sheet.tsx'
import { Status } from '#web/ui/Status.tsx'
import { capitalised } from './capitalised.ts'

type Props = { courseId: string; exam: NonNullable<CourseOverview['nextExam']>; counts: CourseOverview['counts'] }

/** The next exam: its date, its duration and what remains to prepare. */
export function NextExamView({ courseId, exam, counts: { students, withoutCode } }: Props) {
  const { t, date, time, duration, list } = useText()
  const { opensAt, closesAt, timeZone, limitMinutes, extendedMinutes } = exam
  const isOpen = exam.status === 'open'
  const isDraft = exam.status === 'draft'
  const hours =
    opensAt && closesAt
      ? t('exports.home.fromTo', { from: time(opensAt, timeZone), to: time(closesAt, timeZone) })
      : opensAt
        ? t('exports.home.from', { from: time(opensAt, timeZone) })
        : t('exports.home.byHand')
  const longer = extendedMinutes.map((minutes) => duration(minutes * 60))
  return (
    <Sheet look="pad" torn="start">
      <section className="stub" aria-labelledby="next-exam">
        <h2 id="next-exam">{t(isOpen ? 'exports.home.openExam' : 'exports.home.nextExam')}</h2>
        <p className="stub__when">{opensAt ? capitalised(date(opensAt, timeZone)) : exam.title}</p>
        <p>{opensAt ? t('exports.home.titleAndHours', { title: exam.title, hours }) : capitalised(hours)}</p>
        <Facts
          facts={[
            [t('exports.home.duration'), duration(limitMinutes * 60)],
            ...(longer.length > 0 ? [[t('students.extraTime'), list(longer)] as const] : []),
            [t('questions.title'), exam.questionCount],
            [t('students.title'), exam.studentCount],
          ]}
        />
        <ul className="stub__checks">
          <li>
            {students === 0 ? (
              <Status shape="todo" tone="muted">
                {t('exports.home.nobodyYet')}
              </Status>
            ) : withoutCode === 0 ? (
              <Status shape="good" tone="good">
                {t('exports.home.codesGiven')}
              </Status>
            ) : (
              <Status shape="warn" tone="warn">
                {t('exports.home.codesMissing', { count: withoutCode })}
              </Status>
            )}
          </li>
          <li>
            {isDraft ? (
              <Status shape="todo" tone="muted">
                {t('exports.home.toPublish')}
              </Status>
            ) : (
              <Status shape="good" tone="good">
                {t('exports.home.published')}
              </Status>
            )}
          </li>
        </ul>
        <LinkButton href={at.course(courseId).exam(exam.id)[isOpen ? 'monitor' : 'page']}>
          {t(isOpen ? 'exports.home.watch' : isDraft ? 'exports.home.compose' : 'exports.home.see')}
        </LinkButton>
      </section>
    </Sheet>
  )
}
