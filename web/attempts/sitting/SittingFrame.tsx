import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { Redirect } from 'wouter'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { ShellSlot } from '#web/ui/ShellSlot.tsx'
import { useArrival } from '#web/ui/use-arrival.ts'
import { ExamClock } from './ExamClock.tsx'
import type { SittingEngine } from './engine.ts'
import { preloadContexts, preloadExam, preloadImages, preloadKinds } from './preload.ts'
import { sittingKey, sittingQuery } from './query.ts'
import { SignInAgainDialog } from './SignInAgainDialog.tsx'
import { SittingBanners } from './SittingBanners.tsx'
import { SittingSaveLine } from './SittingSaveLine.tsx'
import { TimeVoice } from './TimeVoice.tsx'
import { type LiveSitting, useSitting } from './use-sitting.ts'
import '#web/attempts/attempts.css'
import '#web/attempts/sitting.css'

type Props = { attemptId: string; children: (sitting: LiveSitting) => ReactNode }

/** The layout of every page of a running exam: the clock, the save line, the warnings and the submit button. */
export function SittingFrame({ attemptId, children }: Props) {
  const sitting = useQuery(sittingQuery(attemptId))
  useEffect(preloadExam, [])
  return <StudentFaces query={sitting}>{(engine) => <Running engine={engine}>{children}</Running>}</StudentFaces>
}

function Running({ engine, children }: { engine: SittingEngine; children: Props['children'] }) {
  const state = useSitting(engine)
  const { language } = useText()
  const { questions } = state.copy
  useEffect(() => {
    const { contexts } = engine.snapshot().copy
    preloadImages([questions, contexts])
    preloadContexts({ contexts })
    preloadKinds(questions, language)
  }, [engine, questions, language])
  const isHidden = state.lock === 'paused' && state.clock.hidesQuestions === true
  if (state.lock === 'closed') return <Leave engine={engine} attemptId={state.copy.id} />
  return (
    <>
      <ShellSlot place="bar">
        <p className="exam-bar__title">{state.copy.examTitle}</p>
        <div className="exam-bar__end sitting-bar">
          <SittingSaveLine state={state} />
          <ExamClock engine={engine} state={state} />
        </div>
      </ShellSlot>
      <ShellSlot place="banner">
        <SittingBanners engine={engine} state={state} />
      </ShellSlot>
      <TimeVoice engine={engine} state={state} />
      {isHidden ? <Hidden /> : children({ engine, state })}
      <SignInAgainDialog open={state.isSignedOut} isKept={state.isKept} onSignedIn={() => engine.signedIn()} />
    </>
  )
}

/** In place of the question, during a pause. */
function Hidden() {
  const { t } = useText()
  const heading = useArrival(t('attempts.paused.title'))
  return (
    <div className="sheet sheet--pad">
      <h1 ref={heading} tabIndex={-1}>
        {t('attempts.paused.title')}
      </h1>
      <p>{t('attempts.paused.text')}</p>
    </div>
  )
}

/** Leads to the receipt once the attempt is closed; its data are refetched if it is reopened. */
function Leave({ engine, attemptId }: { engine: SittingEngine; attemptId: string }) {
  const queryClient = useQueryClient()
  useEffect(
    () => () => {
      engine.stop()
      queryClient.removeQueries({ queryKey: sittingKey(attemptId) })
    },
    [engine, queryClient, attemptId],
  )
  return <Redirect to={studentAt.copy(attemptId).receipt} replace />
}
