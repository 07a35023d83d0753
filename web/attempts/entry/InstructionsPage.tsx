import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { exportMySitting, getMyExam } from '#contract/attempts/my-exams.ts'
import { addressOf, call, queryKeyOf } from '#web/api.ts'
import { LockedBrowser } from '#web/attempts/locked-browser/LockedBrowser.tsx'
import { type ExamDetail, myExamStateOf } from '#web/attempts/my-exam-state.ts'
import { releaseText } from '#web/attempts/release-text.ts'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { siteAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { DurationRule } from './DurationRule.tsx'
import { ScaleRule } from './ScaleRule.tsx'
import { StartForm } from './StartForm.tsx'
import { useWindowSentence } from './use-window-sentence.ts'
import '#web/attempts/attempts.css'

/** The instructions, read before the clock starts. */
export default function InstructionsPage() {
  const { examId } = usePathIds('examId')
  const exam = useQuery({
    queryKey: queryKeyOf(getMyExam, { params: { examId } }),
    queryFn: async ({ signal }): Promise<ExamDetail> => ({
      ...(await call(getMyExam, { params: { examId } }, { signal })),
      receivedAt: performance.now(),
    }),
    // Polls because an exam may be opened or closed by hand; the interval is random because a whole room waits here.
    refetchInterval: ({ state }) => (state.data && isWaiting(state.data) ? 8_000 + 8_000 * Math.random() : false),
  })
  return (
    <StudentFaces query={exam}>
      {(data) => <Instructions exam={data} refresh={() => void exam.refetch()} />}
    </StudentFaces>
  )
}

const isWaiting = (exam: ExamDetail) => ['soon', 'open'].includes(myExamStateOf(exam))

function Instructions({ exam, refresh }: { exam: ExamDetail; refresh: () => void }) {
  const { t } = useText()
  const opening = useWindowSentence(exam)
  return (
    <Page
      title={exam.title}
      tabTitle={t('attempts.rules.tab', { title: exam.title })}
      lead={exam.courseTitle}
      look="sheet"
    >
      <SheetRow label={t('attempts.rules.duration')}>
        <DurationRule allowedMs={exam.allowedMs} limitMinutes={exam.limitMinutes} />
      </SheetRow>
      <SheetRow label={t('attempts.rules.questions')}>
        <p className="prose">
          {t('attempts.rules.questionCount', { count: exam.questionCount })}
          {exam.hasMultiple && ` ${t('attempts.rules.multiple')}`}
        </p>
      </SheetRow>
      <ScaleRule scales={exam.scales} />
      <SheetRow label={t('attempts.rules.window')}>
        <p className="prose">
          {opening} {t('attempts.rules.once')}
        </p>
        {exam.opensAt !== null && isWaiting(exam) && (
          <a className="text-link" href={addressOf(exportMySitting, { params: { examId: exam.id } })} download>
            {t('attempts.calendar')}
          </a>
        )}
      </SheetRow>
      {exam.instructions.length > 0 && (
        <SheetRow label={t('attempts.rules.instructions')}>
          <ContentView content={exam.instructions} />
        </SheetRow>
      )}
      <SheetRow label={t('attempts.rules.network')}>
        <ul className="dashes">
          <li>{t('attempts.rules.network1')}</li>
          <li>{t('attempts.rules.network2')}</li>
          <li>{t('attempts.rules.network3')}</li>
        </ul>
      </SheetRow>
      <SheetRow label={t('attempts.rules.results')}>
        <p className="prose">{t(releaseText(exam.release))}</p>
      </SheetRow>
      <SheetRow label={t('attempts.rules.privacy')}>
        <p className="prose">
          {t('attempts.rules.privacyText')} <Link href={siteAt.privacy}>{t('common.privacy')}</Link>
        </p>
      </SheetRow>
      {exam.lockedBrowser !== 'off' && <LockedBrowser row={exam.id} />}
      <SheetRow>
        <StartForm exam={exam} refresh={refresh} />
      </SheetRow>
    </Page>
  )
}
