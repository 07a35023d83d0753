import { useState } from 'react'
import type { MarkPart } from '#core/assessment/rules.ts'
import { formatMark, parseHundredths } from '#core/points.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { hundredthsOf } from './exact.ts'

/** A mark as it is typed, on 20; only a part that is added may be below zero. */
export function useTypedMark(exact: string | null, { role }: MarkPart) {
  const { language } = useText()
  const saved = exact === null ? '' : formatMark(hundredthsOf(exact), language)
  const [written, write] = useState(saved)
  const isBlank = written.trim() === ''
  const mark = isBlank ? null : parseHundredths(written)
  const isBad = !isBlank && (mark === null || mark > 2000 || (mark < 0 && role === 'weighted'))
  return { written, write, mark, isBad, isChanged: written.trim() !== saved, isSaved: saved !== '' }
}

type Props = { label: string; typed: ReturnType<typeof useTypedMark>; error: string }

export function TypedMarkField({ label, typed, error }: Props) {
  return (
    <Field label={label} error={typed.isBad ? error : null}>
      <Input
        inputMode="decimal"
        maxLength={8}
        value={typed.written}
        onChange={(event) => typed.write(event.target.value)}
      />
    </Field>
  )
}
