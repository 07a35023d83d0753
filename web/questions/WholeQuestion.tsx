import type { BankImportPreview } from '#contract/questions/question-batches.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { AnswerKey } from './AnswerKey.tsx'

type Props = { whole: NonNullable<BankImportPreview['added'][number]['whole']> }

/** A question of a preview, to be read before it is accepted: what the linter says of it, then all of it. */
export function WholeQuestion({ whole: { type, context, stem, choices, parts, explanation, source, remarks } }: Props) {
  const { t } = useText()
  return (
    <>
      {remarks.length > 0 && (
        <p>
          {t('questions.import.drafts.remarks')}{' '}
          {remarks.map((code) => t(`questions.lint.codes.${code}.what`)).join(', ')}
        </p>
      )}
      <div className="stack stack--tight">
        {context && <ContentView content={context} />}
        <ContentView content={stem} />
        <AnswerKey type={type} parts={parts} choices={choices} />
        <ContentView content={explanation} />
        {/* The quote was looked for in the course: it is read when it was not found, or when one wants to. */}
        <details open={remarks.some((code) => code === 'bare_quote' || code === 'unknown_quote')}>
          <summary className="small muted">
            {source.heading === ''
              ? t('questions.edit.quote')
              : t('questions.import.drafts.passage', { heading: source.heading })}
          </summary>
          <blockquote className="answer-key__quote">{source.quote}</blockquote>
        </details>
      </div>
    </>
  )
}
