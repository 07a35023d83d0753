import { type FormEvent, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'

type Props = {
  comment: { text: string; uses: number }
  onInsert: () => void
  onChange: (text: string) => void
  onRemove: () => void
}

/** A saved comment: clicking it inserts it; menus beside it edit and remove it. */
export function BankCommentRow({ comment: { text, uses }, onInsert, onChange, onRemove }: Props) {
  const { t } = useText()
  const [draft, setDraft] = useState<string | null>(null)
  if (draft !== null) {
    const save = (event: FormEvent) => {
      event.preventDefault()
      if (draft.trim() !== '' && draft.trim() !== text) onChange(draft.trim())
      setDraft(null)
    }
    return (
      <li>
        <form className="comment-bank__row" onSubmit={save}>
          <input
            className="input"
            // Asked for by the button that was here.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            maxLength={500}
            aria-label={t('projects.bank.text')}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
          <Button type="submit" size="small">
            {t('common.save')}
          </Button>
        </form>
      </li>
    )
  }
  return (
    <li className="comment-bank__row">
      <button type="button" className="comment-bank__text" data-stop onClick={onInsert}>
        {text}
        <small>{t('projects.bank.uses', { uses })}</small>
      </button>
      <span className="cluster">
        <Button size="small" iconOnly aria-label={t('projects.bank.edit', { text })} onClick={() => setDraft(text)}>
          <Icon name="edit" />
        </Button>
        <Button size="small" iconOnly aria-label={t('projects.bank.remove', { text })} onClick={onRemove}>
          <Icon name="trash" />
        </Button>
      </span>
    </li>
  )
}
