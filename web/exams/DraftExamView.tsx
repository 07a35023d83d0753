import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { getDraw } from '#contract/exams/composition.ts'
import type { ExamView } from '#contract/exams/exams.ts'
import { getBank } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SaveLine } from '#web/ui/SaveLine.tsx'
import { Tabs } from '#web/ui/Tabs.tsx'
import { AccessForm } from './AccessForm.tsx'
import { DeleteDraft } from './DeleteDraft.tsx'
import { DrawnView } from './DrawnView.tsx'
import { DuplicateExam } from './DuplicateExam.tsx'
import { ExceptionsForm } from './ExceptionsForm.tsx'
import { PaperView } from './PaperView.tsx'
import { PlanForm } from './PlanForm.tsx'
import { PublishButton } from './PublishButton.tsx'
import { ReleaseForm } from './ReleaseForm.tsx'
import { RetakeForm } from './RetakeForm.tsx'
import { RoomAccessForm } from './RoomAccessForm.tsx'
import { ScaleForm } from './ScaleForm.tsx'
import { ScaleSimulator } from './ScaleSimulator.tsx'
import { type DraftKeeper, useDraft } from './use-draft.ts'
import { useExamText } from './use-exam-text.ts'
import { WhoSits } from './WhoSits.tsx'

const tabs = { plan: 'plan', questions: 'drawn', bareme: 'scale', horaires: 'access', notes: 'release' } as const
type Tab = keyof typeof tabs

/** The editor of a draft exam: the plan on the left, the resulting paper on the right, saved automatically. */
export function DraftExamView({ courseId, exam }: { courseId: string; exam: ExamView }) {
  const { t } = useText()
  const { leadOf } = useExamText()
  const keeper = useDraft(courseId, exam)
  const tab = useTab()
  const { inExam, examCrumbs } = useExam()
  return (
    <Page
      title={keeper.draft.title || exam.title}
      lead={leadOf({ ...exam, ...keeper.draft })}
      crumbs={examCrumbs()}
      actions={
        <>
          <PublishButton courseId={courseId} exam={exam} keeper={keeper} />
          <LinkButton href={inExam.preview}>
            <Icon name="eye" />
            {t('exams.seeAsStudent')}
          </LinkButton>
          <LinkButton href={`${at.course(courseId).booklet}?examen=${exam.id}`}>
            <Icon name="print" />
            {t('exams.booklet.short')}
          </LinkButton>
        </>
      }
    >
      <Tabs
        label={t('exams.tabs.label')}
        tabs={Object.entries(tabs).map(([name, id]) => ({
          href: name === 'plan' ? inExam.page : `${inExam.page}?onglet=${name}`,
          text: t(`exams.tabs.${id}`),
        }))}
      />
      <SaveLine state={keeper.state} onRetry={() => void keeper.flush()} conflict={{ words: t('exams.conflict') }} />
      <div className="compose">
        <div className="compose__main">
          <Panel tab={tab} courseId={courseId} exam={exam} keeper={keeper} />
        </div>
        <PaperView courseId={courseId} exam={exam} keeper={keeper} />
      </div>
      <div className="compose__end">
        <DuplicateExam courseId={courseId} exam={exam} />
        <DeleteDraft courseId={courseId} exam={exam} />
      </div>
    </Page>
  )
}

/** The hours of the first slot and what is shown early are settings of the draft as well. */
function adopt(keeper: DraftKeeper, exam: ExamView) {
  keeper.adopt(exam)
  const { opensAt, closesAt, release } = exam
  keeper.change({ opensAt, closesAt, release })
}

function useTab(): Tab {
  const [search] = useSearchParams()
  const tab = search.get('onglet') ?? 'plan'
  return (Object.keys(tabs) as Tab[]).find((name) => name === tab) ?? 'plan'
}

type PanelProps = { tab: Tab; courseId: string; exam: ExamView; keeper: DraftKeeper }

function Panel({ tab, courseId, exam, keeper }: PanelProps) {
  const bank = useQuery(query(getBank, { params: { courseId } }))
  const draw = useQuery(query(getDraw, { params: { courseId, examId: exam.id } }))
  const form = { draft: keeper.draft, onChange: keeper.change }
  switch (tab) {
    case 'plan':
      return (
        <QueryView query={bank}>
          {(data) => <PlanForm {...form} courseId={courseId} bank={data} draw={draw.data} />}
        </QueryView>
      )
    case 'questions':
      return (
        <QueryView query={draw}>{(data) => <DrawnView courseId={courseId} draw={data} isFrozen={false} />}</QueryView>
      )
    case 'bareme':
      return (
        <div className="stack">
          <ScaleForm {...form} />
          {bank.data && draw.data && (
            <ExceptionsForm
              {...form}
              sections={bank.data.sessions.flatMap(({ sections }) => sections)}
              questions={draw.data.questions}
            />
          )}
          <ScaleSimulator courseId={courseId} examId={exam.id} scale={keeper.draft.scale} revision={exam.revision} />
        </div>
      )
    case 'horaires':
      return (
        <div className="stack">
          <AccessForm {...form} courseId={courseId} exam={exam} onRenewed={keeper.adopt} />
          <WhoSits
            courseId={courseId}
            exam={exam}
            canEdit
            flush={keeper.flush}
            onChanged={(next) => adopt(keeper, next)}
          />
          <RoomAccessForm courseId={courseId} examId={exam.id} />
        </div>
      )
    case 'notes':
      return (
        <div className="stack">
          <ReleaseForm {...form} courseId={courseId} />
          <RetakeForm courseId={courseId} exam={exam} />
        </div>
      )
  }
}
