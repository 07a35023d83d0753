import { type FormEvent, useState } from 'react'
import { bindLtiContext, getLtiLaunch, type LtiLaunchView } from '#contract/lms/launches.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { useChange } from '#web/use-change.ts'

type Props = { launchId: string; launch: LtiLaunchView }

/** Which of our courses the course of the platform is, and whether its learners join the class by themselves. */
export function BindCourseForm({ launchId, launch: { owned, context } }: Props) {
  const { t } = useText()
  const [courseId, setCourseId] = useState(owned.length === 1 ? (owned[0]?.id ?? '') : '')
  const [addsStudents, setAddsStudents] = useState(false)
  const bind = useChange(bindLtiContext, { readers: [getLtiLaunch] })
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (courseId !== '') bind.mutate({ params: { launchId }, body: { courseId, addsStudents } })
  }
  return (
    <SheetRow>
      <form className="form" onSubmit={send}>
        <Field label={t('lms.bind.course')} hint={t('lms.bind.courseHint', { context })} required>
          <Select
            value={courseId}
            onChange={setCourseId}
            options={[
              ...(owned.length === 1 ? [] : [{ value: '', label: t('lms.bind.choose'), disabled: true }]),
              ...owned.map(({ id, title, year }) => ({ value: id, label: year ? `${title} (${year})` : title })),
            ]}
          />
        </Field>
        <Checkbox
          label={t('lms.bind.adds')}
          hint={t('lms.bind.addsHint')}
          checked={addsStudents}
          onChange={(event) => setAddsStudents(event.target.checked)}
        />
        <div>
          <Button
            variant="primary"
            type="submit"
            busy={bind.isPending}
            reason={courseId === '' ? t('lms.bind.choose') : undefined}
          >
            {t('lms.bind.do')}
          </Button>
        </div>
        {bind.error && <Failed error={bind.error} />}
      </form>
    </SheetRow>
  )
}
