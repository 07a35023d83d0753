import { useText } from '#web/text/text.tsx'
import { Notice } from './Notice.tsx'
import { sentenceOf } from './refusal-sentence.ts'

/** The sentence of a refusal under a form, announced as it appears; empty without an error. */
export function Failed({ error }: { error: unknown }) {
  const text = useText()
  if (error === null || error === undefined) return null
  return (
    <Notice tone="bad" live="alert">
      <p>{sentenceOf(error, text)}</p>
    </Notice>
  )
}
