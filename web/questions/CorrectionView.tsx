import type { Reply } from '#contract/endpoint.ts'
import type { getQuestion } from '#contract/questions/questions.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Sheet } from '#web/ui/Sheet.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { AnswerKey } from './AnswerKey.tsx'

/** The key choice by choice, then the explanation and its source. */
export function CorrectionView({ question }: { question: Reply<typeof getQuestion> }) {
  const { t, shortDate } = useText()
  return (
    <Sheet>
      <SheetRow label={t('questions.choices')}>
        <AnswerKey
          type={question.type}
          parts={question.parts}
          choices={question.choices.map((choice) => ({
            ...choice,
            note: choice.keepLast ? t('questions.keepLast') : null,
          }))}
        />
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
