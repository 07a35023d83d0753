import type { ReactNode } from 'react'
import type { Content } from '#contract/questions/content.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Status } from '#web/ui/Status.tsx'
import { letterOf } from './letter-of.ts'
import './questions.css'

type Choice = { id: string; text: Content; correct: boolean; feedback?: Content | null; note?: ReactNode }

/** The key, choice by choice. */
export function AnswerKey({ choices }: { choices: readonly Choice[] }) {
  const { t } = useText()
  return (
    <ul className="answer-key">
      {choices.map((choice, rank) => (
        <li key={choice.id} className="answer-key__choice">
          <span
            className={choice.correct ? 'answer-key__letter answer-key__letter--right' : 'answer-key__letter'}
            aria-hidden="true"
          >
            {letterOf(rank)}
          </span>
          <div>
            <ContentView content={choice.text} inline />
            {choice.feedback && (
              <div className="small muted">
                <ContentView content={choice.feedback} />
              </div>
            )}
          </div>
          <span className="answer-key__state">
            <Status shape={choice.correct ? 'good' : 'wrong'} tone={choice.correct ? 'good' : 'muted'}>
              {choice.correct ? t('questions.right') : <span className="vh">{t('questions.wrong')}</span>}
            </Status>
            {choice.note && <span className="small muted">{choice.note}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
