import type { CSSProperties, InputHTMLAttributes, Ref } from 'react'
import { useField } from './use-field.ts'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'className'> & {
  /** A code to copy by hand: one visible cell per character. */
  cells?: number
  mono?: boolean
  ref?: Ref<HTMLInputElement>
}

/** One line of text. Put it in a Field. */
export function Input({ cells, mono, ...rest }: Props) {
  const field = useField()
  const className = ['input', cells && 'input--cells', mono && 'input--mono'].filter(Boolean).join(' ')
  const style = cells ? ({ '--cells': cells } as CSSProperties) : undefined
  return <input type="text" autoComplete="off" {...field} {...rest} className={className} style={style} />
}
