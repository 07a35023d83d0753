import type { Ref, TextareaHTMLAttributes } from 'react'
import { useField } from './use-field.ts'

type Props = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className'> & {
  /** For Markdown or code: monospace, without spell checking. */
  code?: boolean
  ref?: Ref<HTMLTextAreaElement>
}

/** Several lines of text. Put it in a Field. */
export function Textarea({ code = false, ...rest }: Props) {
  const field = useField()
  return <textarea rows={4} spellCheck={!code} {...field} {...rest} className={code ? 'input input--code' : 'input'} />
}
