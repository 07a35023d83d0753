import type { Reply } from '#contract/endpoint.ts'
import type { getBatch } from '#contract/questions/question-batches.ts'
import { useText } from '#web/text/text.tsx'

/** Describes an import or a bulk change in one sentence. */
export function useBatchText() {
  const { t } = useText()
  return ({ kind, label, added, changed }: Pick<Reply<typeof getBatch>, 'kind' | 'label' | 'added' | 'changed'>) =>
    t(`questions.batch.did.${kind}`, { label, added, changed, count: changed })
}
