import { useMutation } from '@tanstack/react-query'
import { type ClipboardEvent, type DragEvent, useRef, useState } from 'react'
import { addImage, largestImage } from '#contract/questions/images.ts'
import { Refusal } from '#core/refusal.ts'
import { call } from '#web/api.ts'
import { useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Textarea } from '#web/ui/Textarea.tsx'
import { type GivenImage, ImageWordsDialog } from './ImageWordsDialog.tsx'
import { withImage } from './with-image.ts'

type Props = {
  label: string
  hint?: string
  error?: string | null
  required?: boolean
  optional?: boolean
  rows: number
  maxLength: number
  value: string
  onText: (text: string) => void
}

/**
 * A Markdown field with images: pasted, dropped or chosen, uploaded at once, and inserted after their alternative text
 * is given.
 */
export function MarkdownField({ rows, maxLength, value, onText, error, ...field }: Props) {
  const { t, has } = useText()
  const { courseId } = useCourse()
  const area = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [given, setGiven] = useState<GivenImage | null>(null)
  const sending = useMutation({
    mutationFn: async (file: File) => {
      // Checked before the upload: on a slow network a large file would take long to be refused.
      if (file.size > largestImage) throw new Refusal('image_too_large')
      return call(addImage, { params: { courseId }, body: { base64: (await base64Of(file)) || '=' } })
    },
    onSuccess: setGiven,
  })
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0]
    if (file && !sending.isPending) sending.mutate(file)
  }
  const insert = (words: string) => {
    const box = area.current
    if (!box || !given) return
    const { text, caret } = withImage({ text: value, from: box.selectionStart, to: box.selectionEnd, words, ...given })
    onText(text)
    setGiven(null)
    requestAnimationFrame(() => {
      box.focus()
      box.setSelectionRange(caret, caret)
    })
  }
  const onPaste = (event: ClipboardEvent) => {
    // Tables copied from a spreadsheet come as text and as an image: the text is pasted.
    if (event.clipboardData.files.length === 0 || event.clipboardData.getData('text/plain') !== '') return
    event.preventDefault()
    take(event.clipboardData.files)
  }
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const onDrop = (event: DragEvent) => {
    setOver(false)
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    take(event.dataTransfer.files)
  }
  const refused = sending.error ? sentenceOf(sending.error, { t, has }) : null
  return (
    <div className="markdown-field" data-over={isOver || undefined}>
      <Field {...field} error={refused ?? error}>
        <Textarea
          code
          ref={area}
          rows={rows}
          maxLength={maxLength}
          value={value}
          onChange={(event) => {
            if (sending.isError) sending.reset()
            onText(event.target.value)
          }}
          onPaste={onPaste}
          onDragEnter={over}
          onDragOver={over}
          onDragLeave={() => setOver(false)}
          onDrop={onDrop}
        />
      </Field>
      <div className="markdown-field__end">
        <Button
          size="small"
          variant="quiet"
          busy={sending.isPending}
          aria-label={t('questions.image.addTo', { field: field.label })}
          onClick={() => chooser.current?.click()}
        >
          <Icon name="image" />
          {t('questions.image.add')}
        </Button>
        <output className="vh">{sending.isPending ? t('questions.image.sending') : (refused ?? '')}</output>
        <input
          ref={chooser}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/gif,image/webp"
          onChange={({ target }) => {
            take(target.files)
            target.value = ''
          }}
        />
      </div>
      <ImageWordsDialog image={given} onInsert={insert} onClose={() => setGiven(null)} />
    </div>
  )
}
