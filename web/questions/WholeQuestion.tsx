import type { BankImportPreview } from '#contract/questions/question-batches.ts'
import { useText } from '#web/text/text.tsx'
import { CodeBlock } from '#web/ui/CodeBlock.tsx'

type Props = {
  name: string
  whole: NonNullable<BankImportPreview['added'][number]['whole']>
  isOpen: boolean
}

/** A question of a preview, to be read before it is accepted: what the linter says of it, then all of it. */
export function WholeQuestion({ name, whole: { yaml, remarks }, isOpen }: Props) {
  const { t } = useText()
  const lines = yaml.split('\n')
  return (
    <>
      {remarks.length > 0 && (
        <p>
          {t('questions.import.drafts.remarks')}{' '}
          {remarks.map((code) => t(`questions.lint.codes.${code}.what`)).join(', ')}
        </p>
      )}
      <details open={isOpen}>
        <summary>{t('questions.import.drafts.read', { key: name })}</summary>
        <CodeBlock language="yaml" lines={lines} columns={Math.max(...lines.map(({ length }) => length))} />
      </details>
    </>
  )
}
