import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { getRehearsal, startRehearsal, stopRehearsal } from '#contract/attempts/rehearsals.ts'
import type { Reply } from '#contract/endpoint.ts'
import { getExam } from '#contract/exams/exams.ts'
import { mutation, query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Page } from '#web/ui/Page.tsx'
import { ProgressBar } from '#web/ui/ProgressBar.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'
import { replaceKnown } from './replace-known.ts'

type Place = { courseId: string; examId: string }
type Rehearsal = Reply<typeof getRehearsal>

const whileRunningMs = 700
const isRunning = ({ phase }: Rehearsal) => phase === 'preparing' || phase === 'running' || phase === 'checking'

/** A rehearsal: simulated students take the exam, so that the trainer can check the server and the exam in advance. */
export default function RehearsalPage() {
  const { t } = useText()
  const { courseId, examId, examCrumbs } = useExam()
  const params = { courseId, examId }
  const exam = useQuery(query(getExam, { params }))
  const rehearsal = useQuery({
    ...query(getRehearsal, { params }),
    refetchInterval: ({ state: { data } }) => (data && isRunning(data) ? whileRunningMs : false),
  })
  return (
    <Page
      title={t('exams.rehearsal.title')}
      lead={t('exams.rehearsal.lead')}
      crumbs={[...examCrumbs(exam.data?.title ?? t('exams.exam')), { label: t('exams.rehearsal.title') }]}
      look="sheet"
    >
      <QueryView query={rehearsal}>{(data) => <RehearsalView rehearsal={data} params={params} />}</QueryView>
    </Page>
  )
}

function RehearsalView({ rehearsal, params }: { rehearsal: Rehearsal; params: Place }) {
  const { t, has } = useText()
  const client = useQueryClient()
  const [students, setStudents] = useState(30)
  const onSuccess = (next: Rehearsal) =>
    replaceKnown(client, { endpoint: getRehearsal, input: { params }, reply: next })
  const start = useMutation({ ...mutation(startRehearsal), onSuccess })
  const stop = useMutation({ ...mutation(stopRehearsal), onSuccess })
  const error = start.error ?? stop.error
  const { phase } = rehearsal
  return (
    <SheetRow>
      <div className="stack">
        {isRunning(rehearsal) ? (
          <>
            <Progress rehearsal={rehearsal} />
            <div className="actions">
              <Button busy={stop.isPending} onClick={() => stop.mutate({ params })}>
                {t('exams.rehearsal.stop')}
              </Button>
            </div>
          </>
        ) : (
          <>
            <div data-no-save>
              <Field label={t('exams.rehearsal.students')} hint={t('exams.rehearsal.studentsHint')}>
                <NumberStepper value={students} onChange={(next) => setStudents(Math.round(next))} min={1} max={200} />
              </Field>
            </div>
            <div className="actions">
              <Button
                variant="primary"
                busy={start.isPending}
                onClick={() => start.mutate({ params, body: { students } })}
              >
                {t(phase === 'none' ? 'exams.rehearsal.start' : 'exams.rehearsal.again')}
              </Button>
            </div>
          </>
        )}
        <div aria-live="polite">
          {error && (
            <Notice tone="bad">
              <p>{sentenceOf(error, { t, has })}</p>
            </Notice>
          )}
          <Outcome rehearsal={rehearsal} />
        </div>
        {phase !== 'none' && <Figures rehearsal={rehearsal} />}
      </div>
    </SheetRow>
  )
}

function Progress({ rehearsal: { phase, students, questionCount, answered } }: { rehearsal: Rehearsal }) {
  const { t } = useText()
  const total = students * questionCount
  return (
    <>
      <ProgressBar done={answered} total={total} label={t('exams.rehearsal.progress')}>
        {t('exams.rehearsal.of', { done: answered, total })}
      </ProgressBar>
      {phase !== 'running' && <p>{t(`exams.rehearsal.${phase === 'checking' ? 'checking' : 'preparing'}`)}</p>}
    </>
  )
}

/** The outcome in one sentence. */
function Outcome({ rehearsal }: { rehearsal: Rehearsal }) {
  const { t, rich } = useText()
  const { phase, students, submitted, saves, errors, firstError } = rehearsal
  if (phase === 'none' || isRunning(rehearsal)) return null
  const lost = rehearsal.lost ?? 0
  const hasHeld = phase === 'finished' && errors === 0 && lost === 0 && submitted === students
  // Lost answers are reported however the rehearsal ended.
  const sentence = !hasHeld && (phase === 'finished' || lost > 0) ? 'faulty' : phase
  const tones = { faulty: 'bad', stopped: 'info', finished: 'good' } as const
  const b = (inner: ReactNode) => <strong>{inner}</strong>
  return (
    <Notice tone={sentence === 'faulty' || sentence === 'stopped' || sentence === 'finished' ? tones[sentence] : 'bad'}>
      <p>
        {rich(`exams.rehearsal.${sentence as 'faulty' | 'stopped' | 'finished' | 'out_of_time' | 'failed'}`, {
          students,
          submitted,
          saves,
          errors,
          lost,
          b,
        })}
      </p>
      {firstError && <p>{t('exams.rehearsal.firstError', { text: firstError })}</p>}
    </Notice>
  )
}

function Figures({ rehearsal }: { rehearsal: Rehearsal }) {
  const { t, number } = useText()
  const { started, submitted, errors, lost, medianSaveMs, slowestSaveMs } = rehearsal
  const milliseconds = (value: number | null) =>
    value === null ? { value: '–' } : { value: number(Math.round(value)), unit: t('exams.rehearsal.unit') }
  return (
    <Stats small>
      <Stat label={t('exams.rehearsal.started')} value={number(started)} />
      <Stat label={t('exams.rehearsal.submitted')} value={number(submitted)} />
      <Stat label={t('exams.rehearsal.errors')} value={number(errors)} />
      <Stat label={t('exams.rehearsal.lost')} value={lost === null ? '–' : number(lost)} />
      <Stat label={t('exams.rehearsal.median')} {...milliseconds(medianSaveMs)} />
      <Stat label={t('exams.rehearsal.slowest')} {...milliseconds(slowestSaveMs)} />
    </Stats>
  )
}
