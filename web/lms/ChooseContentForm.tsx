import { type FormEvent, useState } from 'react'
import { createExam } from '#contract/exams/exams.ts'
import {
  chooseLtiContent,
  getLtiLaunch,
  type LtiLaunchView,
  type LtiOpened,
  setLtiLink,
} from '#contract/lms/launches.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { useChange } from '#web/use-change.ts'

type Props = { launchId: string; launch: LtiLaunchView }
const [final, fresh] = ['final', 'new'] as const

/** What the activity opens: an exam of the course, a new one, or the final mark. */
export function ChooseContentForm({ launchId, launch }: Props) {
  const { t } = useText()
  const { link, course, exams } = launch
  const [chosen, setChosen] = useState<string | null>(link?.exam?.id ?? (link?.isFinalGrade ? final : null))
  const [title, setTitle] = useState('')
  const params = { launchId }
  const opens = useChange(setLtiLink, { readers: [getLtiLaunch] })
  const choose = useChange(chooseLtiContent, { readers: [], onDone: ({ to }) => to && window.location.assign(to) })
  const create = useChange(createExam, {
    readers: [getLtiLaunch],
    onDone: (exam) => give({ kind: 'exam', examId: exam.id }),
  })
  const give = (opened: LtiOpened) => (link ? opens : choose).mutate({ params, body: opened })
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (chosen === null || !course) return
    if (chosen === fresh) return create.mutate({ params: { courseId: course.id }, body: { title: title.trim() } })
    give(chosen === final ? { kind: 'final' } : { kind: 'exam', examId: chosen })
  }
  if (choose.data) return <Chosen isHere={choose.data.to !== null} />
  if (link && opens.isSuccess)
    return <Opens courseId={course?.id ?? ''} examId={chosen === final ? null : examOf(chosen, create.data?.id)} />
  const error = create.error ?? opens.error ?? choose.error
  const missing =
    chosen === null
      ? t('lms.choose.first')
      : chosen === fresh && title.trim() === ''
        ? t('lms.choose.titleFirst')
        : undefined
  return (
    <SheetRow>
      <form className="form" onSubmit={send}>
        <RadioGroup
          legend={t('lms.choose.legend')}
          value={chosen}
          onChange={setChosen}
          options={[
            ...exams.map((exam) => ({
              value: exam.id,
              label: exam.title,
              hint: t(`lms.choose.status.${exam.status}`),
            })),
            { value: fresh, label: t('lms.choose.new'), hint: t('lms.choose.newHint') },
            { value: final, label: t('lms.choose.final'), hint: t('lms.choose.finalHint') },
          ]}
        />
        {chosen === fresh && (
          <Field label={t('lms.choose.title')} required>
            <Input maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
          </Field>
        )}
        <div>
          <Button
            variant="primary"
            type="submit"
            reason={missing}
            busy={create.isPending || opens.isPending || choose.isPending}
          >
            {t(link ? 'lms.choose.open' : 'lms.choose.give')}
          </Button>
        </div>
        {error && <Failed error={error} />}
      </form>
    </SheetRow>
  )
}

const examOf = (chosen: string | null, created: string | undefined) => (chosen === fresh ? created : chosen) ?? null

/** A frame of the platform that waits takes the choice by itself. */
function Chosen({ isHere }: { isHere: boolean }) {
  const { t } = useText()
  return (
    <SheetRow>
      <Notice tone="good" live="status">
        <p>{t(isHere ? 'lms.choose.sending' : 'lms.choose.sent')}</p>
      </Notice>
    </SheetRow>
  )
}

function Opens({ courseId, examId }: { courseId: string; examId: string | null }) {
  const { t } = useText()
  const course = at.course(courseId)
  const place = examId ? course.exam(examId).page : course.finalSheet
  return (
    <SheetRow>
      <div className="stack">
        <Notice tone="good" live="status">
          <p>{t('lms.choose.done')}</p>
        </Notice>
        <div>
          <LinkButton variant="primary" href={place}>
            {t('lms.choose.go')}
          </LinkButton>
        </div>
      </div>
    </SheetRow>
  )
}
