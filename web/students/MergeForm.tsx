import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listMerges, mergeStudents, previewMerge } from '#contract/students/merges.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Select } from '#web/ui/Select.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { LatestMerges } from './LatestMerges.tsx'
import { MergePreview } from './MergePreview.tsx'
import type { Student } from './student.ts'
import { useClass, useRefreshClass } from './use-class.ts'

type Props = { courseId: string; student: Student; reason: string | undefined }

/** Merges two entries of one person: choose, preview, confirm; it can be undone. */
export function MergeForm({ courseId, student, reason }: Props) {
  const { t } = useText()
  const [otherId, setOther] = useState('')
  const list = useClass(courseId)
  const params = { courseId, studentId: student.id }
  const merges = useQuery({ ...query(listMerges, { params }), enabled: reason === undefined })
  if (reason !== undefined) return <p>{reason}</p>
  const others = (list.data?.students ?? []).filter(
    ({ id, anonymisedAt }) => id !== student.id && anonymisedAt === null,
  )
  const named = ({ familyName, givenName, number }: Student) =>
    [`${familyName} ${givenName}`.trim(), number].filter(Boolean).join(' · ')
  return (
    <div className="form">
      <p>{t('students.merge.text')}</p>
      <Field label={t('students.merge.other')}>
        <Select
          value={otherId}
          onChange={setOther}
          options={[
            { value: '', label: t('students.merge.choose') },
            ...others.map((each) => ({ value: each.id, label: named(each) })),
          ]}
        />
      </Field>
      {otherId !== '' && (
        <Chosen key={otherId} student={student} params={{ ...params, otherId }} onDone={() => setOther('')} />
      )}
      <LatestMerges params={params} merges={merges.data?.merges ?? []} />
    </div>
  )
}

type ChosenProps = {
  student: Student
  params: { courseId: string; studentId: string; otherId: string }
  onDone: () => void
}

function Chosen({ student, params, onDone }: ChosenProps) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const refresh = useRefreshClass()
  const [why, setWhy] = useState('')
  const preview = useQuery({ ...query(previewMerge, { params }), staleTime: 0 })
  const merge = useMutation({
    ...mutation(mergeStudents),
    onSuccess: () => {
      refresh()
      onDone()
      say({ text: t('students.merge.done') })
    },
  })
  const { courseId, studentId, otherId } = params
  return (
    <QueryView query={preview}>
      {(plan) => (
        <>
          <MergePreview plan={plan} student={student} />
          {plan.conflicts.length === 0 && (
            <Field label={t('students.merge.why')} required>
              <Input maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
            </Field>
          )}
          <Failed error={merge.error} />
          {plan.conflicts.length === 0 && (
            <div>
              <Button
                variant="primary"
                busy={merge.isPending}
                reason={why.trim() === '' ? t('students.merge.needWhy') : undefined}
                onClick={() =>
                  merge.mutate({
                    params: { courseId, studentId },
                    body: { otherId, reason: why, fingerprint: plan.fingerprint },
                  })
                }
              >
                {t('students.merge.do')}
              </Button>
            </div>
          )}
        </>
      )}
    </QueryView>
  )
}
