import type { Reply } from '#contract/endpoint.ts'
import type { getQuestion } from '#contract/questions/questions.ts'
import { letterOf } from '#web/questions/letter-of.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Sheet } from '#web/ui/Sheet.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { Status } from '#web/ui/Status.tsx'

/** The key choice by choice, then the explanation and its source. */
export function CorrectionView({ question }: { question: Reply<typeof getQuestion> }) {
  const { t, shortDate } = useText()
  return (
    <Sheet>
      <SheetRow label={t('questions.choices')}>
        <ul className="answer-key">
          {question.choices.map((choice, rank) => (
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
                  {choice.correct ? t('questions.right') : t('questions.wrong')}
                </Status>
                {choice.keepLast && <span className="small muted">{t('questions.keepLast')}</span>}
              </span>
            </li>
          ))}
        </ul>
      </SheetRow>
      <SheetRow label={t('questions.explanation')}>
        <ContentView content={question.explanation} />
      </SheetRow>
      <SheetRow label={t('questions.source')}>
        <p>
          <strong>{question.source.heading}</strong>
        </p>
        <blockquote className="answer-key__quote">{question.source.quote}</blockquote>
        {question.reference && (
          <p>
            <a href={question.reference} target="_blank" rel="noopener noreferrer">
              {question.reference}
            </a>
          </p>
        )}
        {question.verified && (
          <p className="small muted">
            {t('questions.verifiedOn', {
              date: shortDate(question.verified.date),
              version: question.verified.version,
            })}
          </p>
        )}
      </SheetRow>
    </Sheet>
  )
}
