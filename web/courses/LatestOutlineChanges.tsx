import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import type { OutlineView } from './use-outline-change.ts'

type Props = { changes: OutlineView['changes']; isBusy: boolean; onUndo: (changeId: string) => void }

/** The latest changes of the outline; the last one can be undone as long as nothing came after it. */
export function LatestOutlineChanges({ changes, isBusy, onUndo }: Props) {
  const { t, dateTime } = useText()
  if (changes.length === 0) return null
  return (
    <section aria-labelledby="latest">
      <div className="section-head">
        <h2 id="latest">{t('courses.outline.latest')}</h2>
        <p>{t('courses.outline.latestHint')}</p>
      </div>
      <ol className="outline-changes">
        {changes.map(({ id, kind, label, questions, waiting, at, byName, canUndo }) => {
          const sentence = t(`courses.outline.did.${kind}`, { label })
          return (
            <li key={id}>
              <span>
                {sentence}
                {questions > waiting && ` ${t('courses.outline.movedQuestions', { count: questions - waiting })}`}
                {waiting > 0 && ` ${t('courses.outline.leftWaiting', { count: waiting })}`}
                <span className="small muted">{` ${t('courses.outline.by', { date: dateTime(at), name: byName })}`}</span>
              </span>
              {canUndo && (
                <Button size="small" busy={isBusy} onClick={() => onUndo(id)}>
                  <Icon name="undo" />
                  {t('common.undo')}
                  <span className="vh"> {sentence}</span>
                </Button>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
