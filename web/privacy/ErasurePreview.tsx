import type { Reply } from '#contract/endpoint.ts'
import type { erasureKinds, previewErasure } from '#contract/privacy/privacy.ts'
import { useText } from '#web/text/text.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Notice } from '#web/ui/Notice.tsx'

type Props = { plan: Reply<typeof previewErasure>; how: (typeof erasureKinds)[number] }

/** How many records an erasure deletes and keeps, before it is made. */
export function ErasurePreview({ plan, how }: Props) {
  const { t, date, list } = useText()
  const { counts, people, passages, sheetCount } = plan
  const shown = people.slice(0, 12).map(({ name }) => name)
  const more = people.length - shown.length
  const work = t('privacy.preview.work', { ...counts })
  const passageCount = passages.reduce((sum, { count }) => sum + count, 0)
  const facts: [string, string][] = [
    [t('privacy.preview.who'), list(more > 0 ? [...shown, t('privacy.preview.others', { count: more })] : shown)],
    [t('privacy.preview.goes'), t('privacy.preview.identity', { ...counts })],
    [t(how === 'erase' ? 'privacy.preview.goesToo' : 'privacy.preview.stays'), work],
    [t('privacy.preview.passages'), t('privacy.preview.passageCount', { count: passageCount })],
    ...(sheetCount > 0
      ? [[t('privacy.preview.sheets'), t('privacy.preview.sheetText', { count: sheetCount })] as [string, string]]
      : []),
  ]
  const areKept = plan.marksKeptUntil !== null || plan.areMarksKeptForEver
  if (people.length === 0) return <p role="status">{t('privacy.preview.nobody')}</p>
  return (
    <div className="stack stack--tight" role="status">
      <Facts facts={facts} />
      {areKept && (
        <Notice tone="warn">
          <p>
            {plan.marksKeptUntil === null
              ? t('privacy.preview.keptForEver')
              : t('privacy.preview.keptUntil', { date: date(plan.marksKeptUntil) })}{' '}
            {t(how === 'erase' ? 'privacy.preview.cannotErase' : 'privacy.preview.mayAnonymise')}
          </p>
        </Notice>
      )}
      {!(areKept && how === 'erase') && (
        <Notice tone="warn">
          <p>{t('privacy.preview.forGood')}</p>
        </Notice>
      )}
    </div>
  )
}
