import type { ExamStatus } from '#core/exams/exam.ts'
import { useText } from '#web/text/text.tsx'
import { Status } from '#web/ui/Status.tsx'

const looks = {
  draft: { shape: 'todo', tone: 'muted' },
  published: { shape: 'open', tone: 'plain' },
  open: { shape: 'current', tone: 'accent' },
  closed: { shape: 'full', tone: 'plain' },
  released: { shape: 'done', tone: 'good' },
} as const

export function ExamStatusBadge({ status }: { status: ExamStatus }) {
  const { t } = useText()
  return <Status {...looks[status]}>{t(`exams.status.${status}`)}</Status>
}
