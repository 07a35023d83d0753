import { type DragEvent, useId, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Icon } from './Icon.tsx'
import { useField } from './use-field.ts'

type Props = {
  /** The accepted extensions: `.csv,.xlsx`. */
  accept: string
  maxKb: number
  file: File | null
  onFile: (file: File | null) => void
}

const megabyte = 1024 * 1024

/**
 * Chooses one file. The native file input covers the whole area, and so handles click, keyboard and drop. Put it in a
 * Field.
 */
export function FileDrop({ accept, maxKb, file, onFile }: Props) {
  const { t, number } = useText()
  const field = useField()
  const id = useId()
  const [isOver, setOver] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const take = (chosen: File | undefined) => {
    if (!chosen) return
    const kind = accept.split(',').some((ending) => chosen.name.toLowerCase().endsWith(ending.trim().toLowerCase()))
    const isTooLarge = chosen.size > maxKb * 1024
    if (!kind) setFault(t('ui.file.wrongKind', { accept: accept.replaceAll(',', ', ') }))
    else if (isTooLarge) setFault(t('ui.file.tooLarge', { size: sizeOf(chosen.size), most: sizeOf(maxKb * 1024) }))
    else if (chosen.size === 0) setFault(t('ui.file.empty'))
    else setFault(null)
    onFile(kind && !isTooLarge && chosen.size > 0 ? chosen : null)
  }
  const over = (is: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(is)
  }
  const sizeOf = (bytes: number) =>
    bytes < megabyte
      ? t('ui.file.kb', { kb: number(Math.max(1, Math.round(bytes / 1024))) })
      : t('ui.file.mb', { mb: number(Math.round((bytes * 10) / megabyte) / 10) })
  const size = file && sizeOf(file.size)
  return (
    <div className="file-drop" data-over={isOver || undefined} data-invalid={fault ? true : undefined}>
      <Icon name={file ? 'file' : 'upload'} />
      <span className="file-drop__name">{file ? file.name : t('ui.file.drop')}</span>
      <span className="small muted">{size ?? accept.replaceAll(',', ', ')}</span>
      <output className={fault ? 'field__error' : 'vh'} id={`${id}-say`}>
        {fault ?? (file && size ? t('ui.file.chosen', { name: file.name, size }) : '')}
      </output>
      <input
        {...field}
        type="file"
        accept={accept}
        aria-describedby={[field['aria-describedby'], `${id}-say`].filter(Boolean).join(' ')}
        onChange={(event) => take(event.target.files?.[0])}
        onDragEnter={over(true)}
        onDragOver={over(true)}
        onDragLeave={over(false)}
        onDrop={(event) => {
          over(false)(event)
          take(event.dataTransfer.files[0])
        }}
      />
    </div>
  )
}
