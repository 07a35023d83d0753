import type { z } from 'zod'
import type { getCorrectionRecord } from '#contract/grading/corrections.ts'
import { typedOf } from '#core/questions/typed-answer.ts'
import { useText } from '#web/text/text.tsx'

export type Correction = z.output<typeof getCorrectionRecord.reply>['correction']
type Ruled = NonNullable<Correction['question']>['after']

/** Describes a correction in one sentence. */
export function useCorrectionText() {
  const { t, has, mark, points } = useText()
  const named = (id: string) => typedOf([id]) ?? id.toUpperCase()
  const letters = (ids: readonly string[]) => ids.map(named).join(', ')
  const scaleName = (kind: string) => {
    const id = `grading.scales.${kind}`
    return has(id) ? t(id) : kind
  }
  const changeText = ({ change, question, studentName, scales }: Correction): string => {
    const position = question?.position ?? 0
    switch (change.kind) {
      case 'key':
        return t('grading.record.key', {
          position,
          before: letters(question?.before.right ?? []),
          after: letters(change.choiceIds),
        })
      case 'accept_also':
        return t('grading.record.accept_also', { position, also: letters(change.choiceIds) })
      case 'neutralise':
        return t(`grading.record.${change.how}`, { position })
      case 'neutralise_part':
        return t('grading.record.part', { position, part: change.part })
      case 'points':
        return t('grading.record.points', {
          position,
          before: points(question?.before.points ?? 0),
          after: points(change.points),
        })
      case 'question_scale':
        return t('grading.record.question_scale', { position, after: scaleName(change.scale.kind) })
      case 'scale':
        return t('grading.record.scale', {
          before: scaleName(scales?.before ?? ''),
          after: scaleName(scales?.after ?? change.scale.kind),
        })
      case 'void':
        return t('grading.record.void', { name: studentName ?? '' })
      case 'adjust':
        return t('grading.record.adjust', { name: studentName ?? '', by: mark(change.by).replace('-', '−') })
      case 'restore':
        return t('grading.record.restore', { number: change.runNumber })
    }
  }
  const policyText = ({ policy }: Correction): string =>
    policy.kind === 'only_ticked'
      ? t('grading.record.only_ticked', { choice: named(policy.choiceId) })
      : t(`grading.record.applied.${policy.kind}`)
  const ruledText = ({ right, alsoAccepted, points: worth, neutral }: Ruled): string =>
    neutral
      ? t(`grading.record.is_${neutral}`)
      : t('grading.record.is', {
          right: [right, ...alsoAccepted].map(letters).join(' / '),
          points: points(worth),
        })
  return { changeText, policyText, ruledText }
}
