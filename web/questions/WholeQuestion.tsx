import type { BankImportPreview } from '#contract/questions/question-batches.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { AnswerKey } from './AnswerKey.tsx'

type Props = { name: string; whole: NonNullable<BankImportPreview['added'][number]['whole']> }

/** A question of a preview, to be read before it is accepted: what the linter says of it, then all of it. */
export function WholeQuestion({ name, whole: { context, stem, choices, explanation, source, remarks } }: Props) {
  const { t } = useText()
  return (
    <>
      {remarks.length > 0 && (
        <p>
          {t('questions.import.drafts.remarks')}{' '}
          {remarks.map((code) => t(`questions.lint.codes.${code}.what`)).join(', ')}
        </p>
      )}
      <details open>
        <summary>{t('questions.import.drafts.read', { key: name })}</summary>
        <div className="stack stack--tight">
          {context && <ContentView content={context} />}
          <ContentView content={stem} />
          <AnswerKey choices={choices} />
          <ContentView content={explanation} />
          <blockquote className="answer-key__quote">
            {source.quote}
            {source.heading !== '' && source.heading !== source.quote && <footer>{source.heading}</footer>}
          </blockquote>
        </div>
      </details>
    </>
  )
}
