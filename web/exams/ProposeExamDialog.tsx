import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useLocation } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { getExamSupply } from '#contract/exams/composition.ts'
import { createExam, getExam, listExams } from '#contract/exams/exams.ts'
import { publishExam, withdrawExam } from '#contract/exams/life.ts'
import { type ExamProposal, proposeExam, suggestedCount } from '#core/exams/exam-proposal.ts'
import { difficulties } from '#core/questions/question.ts'
import { at } from '#web/addresses.ts'
import { call, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import './exams.css'

type Props = { courseId: string; open: boolean; onClose: () => void }
type Section = Reply<typeof getExamSupply>['sections'][number]

/** An exam proposed from what the bank has, adjusted by the trainer, then created as a draft. */
export function ProposeExamDialog({ courseId, open, onClose }: Props) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const formId = useId()
  const [, navigate] = useLocation()
  const client = useQueryClient()
  const supply = useQuery({ ...query(getExamSupply, { params: { courseId } }), enabled: open })
  const creation = useMutation({
    mutationFn: ({ body }: Creation) => call(createExam, { params: { courseId }, body }),
    onSuccess: async ({ id: examId, revision }, { isToPublish }) => {
      const params = { courseId, examId }
      const published = isToPublish ? await call(publishExam, { params, body: { revision } }).catch(told) : null
      if (published) {
        const undo = () => void call(withdrawExam, { params }).catch(told).then(refresh)
        say({ text: t('exams.publish.done', { students: published.studentCount }), tone: 'good', undo })
      }
      await refresh()
      navigate(at.course(courseId).exam(examId).page)
    },
  })
  const refresh = () => client.invalidateQueries({ predicate: ({ queryKey: [path] }) => about.includes(String(path)) })
  /** The draft is there, whatever is refused of it: its page says what to do. */
  const told = (refused: unknown) => {
    say({ text: sentenceOf(refused, text), tone: 'warn' })
    return null
  }
  const hasQuestions = supply.data?.sections.some((section) => heldBy(section) > 0)
  const submitting = {
    ...{ form: formId, busy: creation.isPending },
    reason: hasQuestions === false ? t('exams.proposal.nothing') : undefined,
  }
  const close = () => {
    creation.reset()
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      wide
      title={t('exams.proposal.title')}
      actions={
        <>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button
            {...submitting}
            // Not a button that submits: Enter in a field would press the first of these.
            onClick={({ currentTarget: { form } }) => {
              if (!form) return
              form.dataset.next = 'publish'
              form.requestSubmit()
              delete form.dataset.next
            }}
          >
            {t('exams.proposal.createAndPublish')}
          </Button>
          <Button variant="primary" type="submit" {...submitting}>
            {t('exams.create')}
          </Button>
        </>
      }
    >
      <QueryView query={supply}>
        {({ sections }) => (
          <ProposalForm
            id={formId}
            sections={sections}
            onCreate={(body, isToPublish) => creation.mutate({ body, isToPublish })}
          />
        )}
      </QueryView>
      <Failed error={creation.error} />
    </Dialog>
  )
}

type Body = { title: string; proposal: { lines: ExamProposal['lines'][number][]; limitMinutes: number } }
type Creation = { body: Body; isToPublish: boolean }

const about: string[] = [getExam.path, listExams.path]

type FormProps = { id: string; sections: readonly Section[]; onCreate: (body: Body, isToPublish: boolean) => void }

function ProposalForm({ id, sections, onCreate }: FormProps) {
  const { t } = useText()
  const [title, setTitle] = useState(() => t('exams.proposal.defaultName'))
  const [left, setLeft] = useState<readonly string[]>([])
  // Null follows the proposal, until the trainer says otherwise.
  const [chosenCount, setCount] = useState<number | null>(null)
  const [chosenMinutes, setMinutes] = useState<number | null>(null)
  const supply = sections.filter(({ section }) => !left.includes(section))
  const most = supply.reduce((sum, section) => sum + heldBy(section), 0)
  const count = Math.min(chosenCount ?? suggestedCount(supply), most)
  const proposal = proposeExam({ supply, count })
  const limitMinutes = chosenMinutes ?? proposal.minutes
  const isNameless = title.trim() === ''
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isNameless || proposal.asked === 0) return
    const isToPublish = event.currentTarget.dataset.next === 'publish'
    onCreate({ title, proposal: { lines: [...proposal.lines], limitMinutes } }, isToPublish)
  }
  return (
    <form id={id} className="form" noValidate onSubmit={submit}>
      <p>{t('exams.proposal.lead')}</p>
      <Field label={t('exams.name')} error={isNameless ? t('exams.nameMissing') : null} required>
        <Input data-safe value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <div className="proposal__numbers">
        <Field label={t('exams.proposal.count')} hint={t('exams.proposal.countHint', { most })}>
          <NumberStepper value={count} min={Math.min(1, most)} max={Math.min(200, most)} onChange={setCount} />
        </Field>
        <Field label={t('exams.proposal.minutes')} hint={t('exams.proposal.minutesHint')}>
          <NumberStepper value={limitMinutes} min={1} max={600} step={5} onChange={setMinutes} />
        </Field>
      </div>
      <ProposalSummary proposal={proposal} limitMinutes={limitMinutes} sections={sections} left={left} />
      <details className="disclosure">
        <summary>{t('exams.proposal.sections')}</summary>
        <div className="proposal__sections">
          {sections.map((section) => (
            <SectionChoice
              key={section.section}
              section={section}
              proposal={proposal}
              isLeft={left.includes(section.section)}
              onToggle={(isIn) =>
                setLeft(isIn ? left.filter((one) => one !== section.section) : [...left, section.section])
              }
            />
          ))}
        </div>
      </details>
    </form>
  )
}

type ChoiceProps = {
  section: Section
  proposal: ExamProposal
  isLeft: boolean
  onToggle: (isIn: boolean) => void
}

function SectionChoice({ section, proposal, isLeft, onToggle }: ChoiceProps) {
  const { t, list } = useText()
  const held = heldBy(section)
  const lines = proposal.lines.filter((line) => line.section === section.section)
  const asked = lines.reduce((sum, line) => sum + line.count, 0)
  const parts = lines.map((line) =>
    t('exams.proposal.ofDifficulty', { count: line.count, difficulty: line.difficulty }),
  )
  const hint =
    held === 0
      ? t('exams.proposal.noQuestion')
      : asked === 0
        ? t('exams.proposal.noneAsked', { held })
        : t('exams.proposal.askedOf', { asked, held, mix: list(parts) })
  return (
    <Checkbox
      label={section.title}
      hint={hint}
      checked={held > 0 && !isLeft}
      disabled={held === 0}
      onChange={(event) => onToggle(event.target.checked)}
    />
  )
}

type SummaryProps = {
  proposal: ExamProposal
  limitMinutes: number
  sections: readonly Section[]
  left: readonly string[]
}

/** What the proposed exam covers, what it cannot, and whether its duration is enough. */
function ProposalSummary({ proposal, limitMinutes, sections, left }: SummaryProps) {
  const { t, duration, list } = useText()
  const { asked, byDifficulty, longestSeconds, uncovered } = proposal
  const titles = (why: (typeof uncovered)[number]['why']) =>
    uncovered.flatMap((one) =>
      one.why === why ? (sections.find(({ section }) => section === one.section)?.title ?? []) : [],
    )
  const [empty, few] = [titles('no_question'), titles('too_few_asked')]
  const mix = difficulties
    .filter((difficulty) => byDifficulty[difficulty] > 0)
    .map((difficulty) => t('exams.proposal.ofDifficulty', { count: byDifficulty[difficulty], difficulty }))
  if (asked === 0)
    return (
      <Notice tone="warn" live="status">
        <p>{t('exams.proposal.nothing')}</p>
      </Notice>
    )
  return (
    <div role="status" className="proposal__summary">
      <Facts
        facts={[
          [
            t('exams.proposal.covered'),
            t('exams.proposal.coveredOf', {
              covered: sections.length - left.length - uncovered.length,
              total: sections.length,
            }),
          ],
          [t('exams.paper.difficulty'), list(mix)],
          [
            t('exams.paper.expected'),
            t('exams.paper.expectedOf', { expected: duration(longestSeconds), limit: duration(limitMinutes * 60) }),
          ],
        ]}
      />
      {empty.length > 0 && (
        <Notice tone="warn">
          <p>{t('exams.proposal.empty', { count: empty.length, sections: list(empty) })}</p>
        </Notice>
      )}
      {few.length > 0 && (
        <Notice tone="warn">
          <p>{t('exams.proposal.few', { count: few.length, sections: list(few) })}</p>
        </Notice>
      )}
      {longestSeconds > limitMinutes * 60 && (
        <Notice tone="warn">
          <p>{t('exams.paper.tooLong')}</p>
        </Notice>
      )}
    </div>
  )
}

const heldBy = ({ seconds }: Section) => difficulties.reduce((sum, one) => sum + seconds[one].length, 0)
