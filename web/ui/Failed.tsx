import { useText } from '#web/text/text.tsx'
import { Notice } from './Notice.tsx'
import { sentenceOf } from './refusal-sentence.ts'

/** The refusal under a form, read out as it appears: the sentence of its code. Nothing while there is none. */
export function Failed({ error }: { error: unknown }) {
  const text = useText()
  if (error === null || error === undefined) return null
  return (
    <Notice tone="bad" live="alert">
      <p>{sentenceOf(error, text)}</p>
    </Notice>
  )
}
