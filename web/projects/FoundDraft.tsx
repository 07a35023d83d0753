import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'

type Props = { found: { at: string } | null; onTake: () => void; onDrop: () => void }

/** What an earlier visit left unsaved: taken up or dropped, never lost without a word. */
export function FoundDraft({ found, onTake, onDrop }: Props) {
  const { t, dateTime } = useText()
  if (found === null) return null
  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Button onClick={onTake}>{t('projects.draft.take')}</Button>
          <Button onClick={onDrop}>{t('projects.draft.drop')}</Button>
        </>
      }
    >
      <p>{t('projects.draft.found', { at: dateTime(found.at) })}</p>
    </Notice>
  )
}
