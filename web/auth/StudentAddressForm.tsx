import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { getStudentAddress, setStudentAddress } from '#contract/auth/student-address.ts'
import type { Reply } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { typedAddress } from '#core/site-address.ts'
import { mutation, queryKeyOf } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'

type Address = Reply<typeof getStudentAddress>
type Props = { courseId: string; address: Address; onDone?: () => void; cancel?: ReactNode }

/** Asks for the address that students type, and proposes those of this machine on its networks. */
export function StudentAddressForm({ courseId, address: known, onDone, cancel }: Props) {
  const { t, has } = useText()
  const say = useToast()
  const id = useId()
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState(known.origin ?? '')
  const save = useMutation({
    ...mutation(setStudentAddress),
    onSuccess: (reply) => {
      queryClient.setQueryData(queryKeyOf(getStudentAddress, { params: { courseId } }), reply)
      say({ text: t('auth.address.saved') })
      onDone?.()
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ params: { courseId }, body: { address: typed.trim() } })
  }
  const isOfField = save.error instanceof Refusal && save.error.code.startsWith('address_')
  return (
    <form className="form no-print" id={id} onSubmit={send} noValidate>
      <Field
        label={t('auth.address.label')}
        hint={t('auth.address.hint')}
        error={isOfField ? sentenceOf(save.error as Refusal, { t, has }) : null}
        required
      >
        <Input maxLength={200} inputMode="url" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </Field>
      {known.proposed.length > 0 && (
        <div className="cluster">
          <span className="small muted">{t('auth.address.proposed')}</span>
          {known.proposed.map((origin) => (
            <Button key={origin} size="small" onClick={() => setTyped(origin)}>
              {typedAddress(origin)}
            </Button>
          ))}
        </div>
      )}
      {save.error && !isOfField && <Failed error={save.error} />}
      <div className="cluster">
        {cancel}
        <Button type="submit" variant="primary" busy={save.isPending} disabled={typed.trim() === ''}>
          {t('auth.address.save')}
        </Button>
        {known.source === 'course' && (
          <Button
            variant="quiet"
            disabled={save.isPending}
            onClick={() => save.mutate({ params: { courseId }, body: { address: null } })}
          >
            {t('auth.address.forget')}
          </Button>
        )}
      </div>
    </form>
  )
}
