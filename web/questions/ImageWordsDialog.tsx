import { type KeyboardEvent, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'

export type GivenImage = { address: string; width: number; height: number }
type Props = { image: GivenImage | null; onInsert: (words: string) => void; onClose: () => void }

/** Asks for the alternative text of an image while the image is displayed. */
export function ImageWordsDialog({ image, onInsert, onClose }: Props) {
  const { t } = useText()
  const [words, setWords] = useState('')
  const [isChecked, setChecked] = useState(false)
  const close = (leave: () => void) => {
    setWords('')
    setChecked(false)
    leave()
  }
  const insert = () => {
    if (words.trim() === '') setChecked(true)
    else close(() => onInsert(words))
  }
  // The dialog is inside the question's form, which Enter would submit.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    insert()
  }
  return (
    <Dialog
      open={image !== null}
      onClose={() => close(onClose)}
      title={t('questions.image.title')}
      actions={
        <>
          <Button onClick={() => close(onClose)}>{t('common.cancel')}</Button>
          <Button variant="primary" onClick={insert}>
            {t('questions.image.insert')}
          </Button>
        </>
      }
    >
      {image && (
        <div className="stack stack--tight">
          <figure className="image-given">
            <img src={`/api/images/${image.address.slice(7, 71)}`} alt="" width={image.width} height={image.height} />
            <figcaption className="small muted">
              {t('questions.image.size', { width: image.width, height: image.height })}
            </figcaption>
          </figure>
          <Field
            label={t('questions.image.alt')}
            hint={t('questions.image.altHint')}
            error={isChecked && words.trim() === '' ? t('questions.image.altMissing') : null}
            required
          >
            <Input
              data-safe
              maxLength={300}
              value={words}
              onChange={(event) => setWords(event.target.value)}
              onKeyDown={onKeyDown}
            />
          </Field>
        </div>
      )}
    </Dialog>
  )
}
