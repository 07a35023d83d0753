import { useMutation } from '@tanstack/react-query'
import {
  type ClipboardEvent,
  type CSSProperties,
  type DragEvent,
  type KeyboardEvent,
  useContext,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { addImage, largestImage } from '#contract/questions/images.ts'
import { Refusal } from '#core/refusal.ts'
import { call } from '#web/api.ts'
import { useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { Field } from '#web/ui/Field.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Textarea } from '#web/ui/Textarea.tsx'
import { grow } from './grow.ts'
import { type GivenImage, ImageWordsDialog } from './ImageWordsDialog.tsx'
import { MarkdownTargetContext } from './markdown-target.ts'
import { withImage } from './with-image.ts'
import { type Markup, withMarkup } from './with-markup.ts'

type Props = {
  label: string
  hint?: string
  error?: string | null
  required?: boolean
  optional?: boolean
  /** At first; the field grows with its text. */
  rows: number
  maxLength: number
  value: string
  /** The label is read, not shown: the field is a row of a list. */
  isRow?: boolean
  /** The toolbar acts on it before any field has had the focus. */
  isFirst?: boolean
  onText: (text: string) => void
  onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void
}

/**
 * A Markdown field that grows, with the shared toolbar. Images are pasted, dropped or chosen, uploaded at once, and
 * inserted after their alternative text is given.
 */
export function MarkdownField({ rows, maxLength, value, onText, error, isRow, isFirst, onKeyDown, ...field }: Props) {
  const { t, has } = useText()
  const { courseId } = useCourse()
  const { setTarget } = useContext(MarkdownTargetContext)
  const area = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [given, setGiven] = useState<GivenImage | null>(null)
  useLayoutEffect(() => grow(area.current))
  // The toolbar writes later than this render, when another field may have changed the question.
  const write = useRef(onText)
  useLayoutEffect(() => {
    write.current = onText
  }, [onText])
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
  const put = (text: string, from: number, to: number) => {
    write.current(text)
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(from, to)
    })
  }
  const insert = (words: string) => {
    const box = area.current
    if (!box || !given) return
    const { text, caret } = withImage({ text: value, from: box.selectionStart, to: box.selectionEnd, words, ...given })
    setGiven(null)
    put(text, caret, caret)
  }
  const mark = (markup: Markup) => {
    const box = area.current
    if (!box) return
    const marked = withMarkup({ text: box.value, from: box.selectionStart, to: box.selectionEnd }, markup)
    if (marked.text.length <= maxLength) put(marked.text, marked.from, marked.to)
  }
  const selection = () => area.current && { from: area.current.selectionStart, to: area.current.selectionEnd }
  const aim = () => setTarget({ label: field.label, mark, selection, chooseImage: () => chooser.current?.click() })
  // Before any field has had the focus.
  const aimFirst = useEffectEvent(() => {
    if (isFirst) aim()
  })
  useEffect(() => aimFirst(), [])
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
    <div
      className={isRow ? 'markdown-field markdown-field--row' : 'markdown-field'}
      data-over={isOver || undefined}
      aria-busy={sending.isPending || undefined}
    >
      <Field {...field} error={refused ?? error}>
        <Textarea
          code
          ref={area}
          rows={rows}
          style={{ '--rows': rows } as CSSProperties}
          maxLength={maxLength}
          value={value}
          onChange={(event) => {
            if (sending.isError) sending.reset()
            onText(event.target.value)
          }}
          onFocus={aim}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onDragEnter={over}
          onDragOver={over}
          onDragLeave={() => setOver(false)}
          onDrop={onDrop}
        />
      </Field>
      <output className={sending.isPending ? 'small muted' : 'vh'}>
        {sending.isPending ? t('questions.image.sending') : (refused ?? '')}
      </output>
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
      <ImageWordsDialog image={given} onInsert={insert} onClose={() => setGiven(null)} />
    </div>
  )
}
