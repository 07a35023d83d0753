import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import type { QuestionsChange } from '#contract/questions/question-batches.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import { placeOptions } from './section-options.ts'

type Props = {
  bank: Reply<typeof getBank>
  asking: 'move' | 'tag' | null
  count: number
  busy: boolean
  onClose: () => void
  onGo: (change: QuestionsChange) => void
}

/** Asks for the section or the tag. */
export function BulkDialog({ bank, asking, count, busy, onClose, onGo }: Props) {
  const { t } = useText()
  const places = placeOptions(bank.sessions, t)
  const [section, setSection] = useState(places[0]?.value ?? '')
  const [typed, setTyped] = useState('')
  const tag = slugOf(typed)
  const reason = tag === '' ? t('questions.bulk.noTag') : undefined
  return (
    <Dialog
      open={asking !== null}
      onClose={onClose}
      title={t(asking === 'tag' ? 'questions.bulk.tagTitle' : 'questions.bulk.moveTitle', { count })}
      actions={
        <>
          <Button data-safe onClick={onClose}>
            {t('common.cancel')}
          </Button>
          {asking === 'tag' ? (
            <>
              <Button busy={busy} reason={reason} onClick={() => onGo({ kind: 'untag', tag })}>
                {t('questions.bulk.untag')}
              </Button>
              <Button variant="primary" busy={busy} reason={reason} onClick={() => onGo({ kind: 'tag', tag })}>
                {t('questions.bulk.tag')}
              </Button>
            </>
          ) : (
            <Button variant="primary" busy={busy} onClick={() => onGo({ kind: 'move', section })}>
              {t('questions.bulk.move')}
            </Button>
          )}
        </>
      }
    >
      {asking === 'tag' ? (
        <Field label={t('questions.tagLabel')} hint={t('questions.bulk.tagHint')}>
          <Input list="bulk-tags" maxLength={64} value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      ) : (
        <Field label={t('questions.section')} hint={t('questions.bulk.moveHint')}>
          <Select value={section} onChange={setSection} options={places} />
        </Field>
      )}
      <datalist id="bulk-tags">
        {bank.tags.map(({ tag: known }) => (
          <option key={known} value={known}>
            {known}
          </option>
        ))}
      </datalist>
    </Dialog>
  )
}

/** A tag in the form that files use: lower case, no accents, dashes. */
const slugOf = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
