import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { resolveGradings, withdrawResolution } from '#contract/projects/project-grading.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import type { RubricDraft, TeamGrading } from './grade-draft.ts'
import { useProjectChange } from './use-project-change.ts'

type Double = NonNullable<TeamGrading['double']>
type Kind = NonNullable<Double['resolution']>['kind']
type Props = {
  place: { courseId: string; projectId: string; teamId: string }
  double: Double
  comparison: NonNullable<Double['comparison']>
  /** The third grading, while it is being entered on the page. */
  third: RubricDraft | null
  onThird: (isThird: boolean) => void
  isThirdComplete: boolean
  onChanged: () => void
}

/** Chooses how two gradings are combined; no mark counts before. */
export function ResolveForm(props: Props) {
  const { double, comparison, third, onThird, isThirdComplete, place, onChanged } = props
  const text = useText()
  const { t, mark } = text
  const [kind, setKind] = useState<Kind>('mean')
  const [reason, setReason] = useState('')
  const resolve = useProjectChange(resolveGradings, onChanged)
  const names = double.graders.map(({ name }) => name)
  const needsReason = kind !== 'mean'
  const choose = (next: Kind) => {
    setKind(next)
    onThird(next === 'third')
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (kind !== 'third') resolve.mutate({ params: place, body: { kind, reason } })
    else if (third) resolve.mutate({ params: place, body: { kind, reason, ...third } })
  }
  const isUnready = kind === 'third' && !isThirdComplete
  return (
    <form className="form" onSubmit={send}>
      <RadioGroup
        legend={t('projects.double.resolve')}
        value={kind}
        onChange={choose}
        options={[
          {
            value: 'mean',
            label: t('projects.double.mean'),
            hint: mark((comparison.first + comparison.second) / 2),
          },
          { value: 'first', label: t('projects.double.keep', { name: names[0] ?? '' }), hint: mark(comparison.first) },
          {
            value: 'second',
            label: t('projects.double.keep', { name: names[1] ?? '' }),
            hint: mark(comparison.second),
          },
          { value: 'third', label: t('projects.double.third'), hint: t('projects.double.thirdHint') },
        ]}
      />
      <Field label={t('projects.double.reason')} optional={!needsReason} required={needsReason}>
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Failed error={resolve.error} />
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={resolve.isPending}
          reason={
            needsReason && reason.trim().length < 3
              ? t('projects.double.reasonMissing')
              : isUnready
                ? t('projects.double.thirdIncomplete')
                : undefined
          }
        >
          {t('projects.double.retain')}
        </Button>
      </div>
    </form>
  )
}

type ResolvedProps = Pick<Props, 'place' | 'onChanged'> & {
  resolution: NonNullable<Double['resolution']>
  names: string[]
}

/** How the two gradings were combined, and a button that undoes it. */
export function ResolutionView({ place, resolution, names, onChanged }: ResolvedProps) {
  const text = useText()
  const { t, dateTime } = text
  const [reason, setReason] = useState<string | null>(null)
  const withdrawal = useMutation({ ...mutation(withdrawResolution), onSuccess: onChanged })
  const { kind, by, at } = resolution
  const send = (event: FormEvent) => {
    event.preventDefault()
    withdrawal.mutate({ params: place, body: { reason: reason ?? '' } })
  }
  return (
    <div className="stack stack--tight">
      <p>
        {t('projects.double.resolved', { kind, first: names[0] ?? '', second: names[1] ?? '', by, at: dateTime(at) })}{' '}
        {resolution.reason && <span className="muted">{resolution.reason}</span>}
      </p>
      {reason === null ? (
        <div>
          <Button size="small" onClick={() => setReason('')}>
            {t('projects.double.withdraw')}
          </Button>
        </div>
      ) : (
        <form className="form" onSubmit={send}>
          <Field label={t('projects.double.withdrawReason')} required>
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <Failed error={withdrawal.error} />
          <div>
            <Button
              type="submit"
              busy={withdrawal.isPending}
              reason={reason.trim().length < 3 ? t('projects.double.reasonMissing') : undefined}
            >
              {t('projects.double.withdraw')}
            </Button>
          </div>
        </form>
      )}
    </div>
  )
}
