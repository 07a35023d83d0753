import { useMutation } from '@tanstack/react-query'
import { resolveCourseFile } from '#contract/courses/outline.ts'
import { mutation } from '#web/api.ts'
import { DifferenceView } from '#web/questions/DifferenceView.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import type { OutlineView } from './use-outline-change.ts'

type Props = { courseId: string; outline: OutlineView; onDone: () => Promise<void> }

/** The course and course.yaml both changed: the difference, and the choice of one of them. */
export function CourseFileChoice({ courseId, outline, onDone }: Props) {
  const { t } = useText()
  const say = useToast()
  const resolve = useMutation({
    ...mutation(resolveCourseFile),
    onSuccess: (_reply, { body: { keep } }) => say({ text: t(`courses.outline.file.kept.${keep}`) }),
    onSettled: onDone,
  })
  const { file, revision } = outline
  if (!file) return null
  const choose = (keep: 'course' | 'file') => resolve.mutate({ params: { courseId }, body: { revision, keep } })
  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Button size="small" busy={resolve.isPending} onClick={() => choose('course')}>
            {t('courses.outline.file.keep')}
          </Button>
          <Button size="small" busy={resolve.isPending} onClick={() => choose('file')}>
            {t('courses.outline.file.take')}
          </Button>
        </>
      }
    >
      <p>
        <strong>{t('courses.outline.file.title')}</strong> {t('courses.outline.file.text')}
      </p>
      {file.course.length > 0 && (
        <DifferenceView
          lines={file.course.flatMap(({ field, here, file: there }) => [
            { kind: 'removed' as const, text: lineOf(t(`courses.outline.file.field.${field}`), here) },
            { kind: 'added' as const, text: lineOf(t(`courses.outline.file.field.${field}`), there) },
          ])}
          label={t('courses.outline.file.fields')}
          removed={t('courses.outline.file.here')}
          added={t('courses.outline.file.there')}
        />
      )}
      {file.outline && (
        <DifferenceView
          lines={file.outline}
          label={t('courses.outline.difference')}
          removed={t('courses.outline.file.here')}
          added={t('courses.outline.file.there')}
        />
      )}
      <Failed error={resolve.error} />
    </Notice>
  )
}

const lineOf = (field: string, value: string) => `${field} : ${value || '–'}`
