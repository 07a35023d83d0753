import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
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
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { MoreMenu } from '#web/ui/MoreMenu.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SaveLine } from '#web/ui/SaveLine.tsx'
import { Tabs } from '#web/ui/Tabs.tsx'
import { AccessForm } from './AccessForm.tsx'
import { ArrangedQuestions } from './ArrangedQuestions.tsx'
import { AskStep } from './AskStep.tsx'
import { DrawnView } from './DrawnView.tsx'
import { ExamLife } from './ExamLife.tsx'
import { ExceptionsForm } from './ExceptionsForm.tsx'
import { LockedBrowserForm } from './LockedBrowserForm.tsx'
import { PaperView } from './PaperView.tsx'
import { PlanForm } from './PlanForm.tsx'
import { ReleaseForm } from './ReleaseForm.tsx'
import { RetakeForm } from './RetakeForm.tsx'
import { RoomAccessForm } from './RoomAccessForm.tsx'
import { ScaleForm } from './ScaleForm.tsx'
import { ScaleSimulator } from './ScaleSimulator.tsx'
import { type DraftKeeper, useDraft } from './use-draft.ts'
import { useDuplicate } from './use-duplicate.ts'
import { useExamSteps } from './use-exam-steps.ts'
import { useExamText } from './use-exam-text.ts'
import { usePublish } from './use-publish.tsx'
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
  const publish = usePublish({ courseId, exam, keeper })
  const duplicate = useDuplicate(courseId, exam)
  const { taking } = useExamSteps(courseId, exam)
  const [isRemoving, setRemoving] = useState(false)
  return (
    <Page
      title={keeper.draft.title || exam.title}
      lead={leadOf({ ...exam, ...keeper.draft })}
      crumbs={examCrumbs()}
      actions={
        <>
          {publish.button}
          <LinkButton href={inExam.preview}>
            <Icon name="eye" />
            {t('exams.seeAsStudent')}
          </LinkButton>
          <MoreMenu name={t('exams.more')}>
            <MenuItem icon="print" href={`${at.course(courseId).booklet}?examen=${exam.id}`}>
              {t('exams.booklet.short')}
            </MenuItem>
            <MenuItem icon="copy" onChoose={() => duplicate({ isRetake: false })}>
              {t('exams.duplicate.go')}
            </MenuItem>
            <MenuItem icon="trash" danger onChoose={() => setRemoving(true)}>
              {t('exams.remove.go')}
            </MenuItem>
          </MoreMenu>
        </>
      }
    >
      <ExamLife exam={exam} />
      {publish.progress}
      {isRemoving && (
        <AskStep courseId={courseId} exam={exam} step="remove" taking={taking} onClose={() => setRemoving(false)} />
      )}
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
        <QueryView query={draw}>
          {(data) => (
            <DrawnView courseId={courseId} draw={data} isFrozen={false}>
              <ArrangedQuestions courseId={courseId} exam={exam} keeper={keeper} draw={data} />
            </DrawnView>
          )}
        </QueryView>
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
          <LockedBrowserForm courseId={courseId} examId={exam.id} />
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
