/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- paste events of both fields bubble to the form */
import { useMutation } from '@tanstack/react-query'
import { type ClipboardEvent, type FormEvent, type ReactNode, useRef, useState } from 'react'
import { signInStudent } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation } from '#web/api.ts'
import { discardKeptCopies } from '#web/attempts/open-sittings.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { CodeInput } from './CodeInput.tsx'
import { joinSentence } from './join-sentence.ts'
import { keepJoinCode, keptJoinCode } from './kept-join-code.ts'
import { bareCode, codesIn, joinLength, personalLength, shownCode } from './typed-code.ts'

type Props = {
  joinCode?: string | undefined
  submit: ReactNode
  note?: ReactNode
  onSignedIn: (reply: Reply<typeof signInStudent>) => void
  /** How to lay out each field: a numbered row of the sheet, or a plain field in a dialog. */
  row?: (number: number, field: ReactNode) => ReactNode
}

/** The two codes of a student: of the exam, and their own. */
export function CodesForm({ joinCode, submit, note, onSignedIn, row = (_, field) => field }: Props) {
  const text = useText()
  const { t } = text
  const [join, setJoin] = useState(() => shownCode(joinCode ?? keptJoinCode(), joinLength))
  const [personal, setPersonal] = useState('')
  const [isChecked, setChecked] = useState(false)
  const joinInput = useRef<HTMLInputElement>(null)
  const personalInput = useRef<HTMLInputElement>(null)
  const signIn = useMutation({
    ...mutation(signInStudent),
    // `navigator.onLine` is not trusted: the request is sent, and its failure is shown.
    networkMode: 'always',
    onSuccess: (reply) => {
      keepJoinCode(join)
      // Another person may have used this browser.
      discardKeptCopies()
      onSignedIn(reply)
    },
    onError: () => personalInput.current?.focus(),
  })
  const faults = { join: faultOf(join, joinLength), personal: faultOf(personal, personalLength) }
  const sentence = (fault: Fault) => (fault && isChecked ? t(fault.id, { count: fault.count }) : null)

  const change = (codes: { join?: string; personal?: string }) => {
    signIn.reset()
    if (codes.join !== undefined) setJoin(shownCode(codes.join, joinLength))
    if (codes.personal !== undefined) setPersonal(shownCode(codes.personal, personalLength))
  }
  /** Handles a pasted sentence, link or pair of codes, and puts each code in its own field. */
  const paste = (event: ClipboardEvent) => {
    const codes = codesIn(event.clipboardData.getData('text'))
    if (codes.join === undefined && codes.personal === undefined) return
    event.preventDefault()
    change(codes)
  }
  /** Swaps two codes typed in each other's field, which their lengths tell apart. */
  const swap = () => {
    const [first, second] = [bareCode(join), bareCode(personal)]
    if (first.length === personalLength && second.length === joinLength) change({ join: second, personal: first })
    else if (first.length === personalLength && second === '') change({ join: '', personal: first })
    else if (first === '' && second.length === joinLength) change({ join: second, personal: '' })
  }

  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (faults.join) return joinInput.current?.focus()
    if (faults.personal) return personalInput.current?.focus()
    signIn.mutate({ body: { joinCode: join, personalCode: personal } })
  }

  return (
    <form onSubmit={send} onPaste={paste} onBlur={swap} noValidate className="codes">
      {row(
        1,
        <Field
          label={t('attempts.join.exam')}
          hint={t('attempts.join.examHint')}
          error={sentence(faults.join)}
          required
        >
          <CodeInput
            ref={joinInput}
            name="exam"
            length={joinLength}
            longest={personalLength}
            value={join}
            onChange={setJoin}
          />
        </Field>,
      )}
      {row(
        2,
        <Field
          label={t('attempts.join.personal')}
          hint={t('attempts.join.personalHint')}
          error={sentence(faults.personal) ?? (signIn.error && joinSentence(signIn.error, text))}
          required
        >
          <CodeInput
            ref={personalInput}
            name="personal"
            length={personalLength}
            value={personal}
            onChange={(value) => {
              signIn.reset()
              setPersonal(value)
            }}
          />
        </Field>,
      )}
      {row(
        0,
        <div className="form-end">
          <Button type="submit" variant="primary" busy={signIn.isPending}>
            {submit}
            <Icon name="arrow-right" />
          </Button>
          {note && <p className="muted">{note}</p>}
          <p className="vh" role="alert">
            {signIn.error && joinSentence(signIn.error, text)}
          </p>
        </div>,
      )}
    </form>
  )
}

type Fault = { id: 'attempts.join.missing' | 'attempts.join.tooShort'; count: number } | null

/** Checks only the format; the server does not say which of the two codes is wrong. */
function faultOf(typed: string, length: number): Fault {
  const { length: count } = bareCode(typed)
  if (count === 0) return { id: 'attempts.join.missing', count }
  return count < length ? { id: 'attempts.join.tooShort', count } : null
}
