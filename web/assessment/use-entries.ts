import { setEntries } from '#contract/assessment/final-sheet.ts'
import type { Sent } from '#contract/endpoint.ts'
import type { EntryStatus, MarkPart } from '#core/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { hundredthsOf } from './exact.ts'
import { nameOf, type SheetEntry, type SheetLine } from './final-sheet.ts'
import { useAssessmentChange } from './use-assessment-change.ts'

type Sending = Sent<typeof setEntries>['body']['entries'][number]
type Value = Partial<Pick<Sending, 'status' | 'mark'>>
export type EntriesChange = { part: MarkPart; lines: readonly SheetLine[]; value: Value }
export type SetEntries = (change: EntriesChange) => void

/** Sets a status, or a typed mark, for one or several students at once; the message takes it back. */
export function useEntries(courseId: string): { set: SetEntries; isPending: boolean } {
  const text = useText()
  const { t } = text
  const say = useToast()
  const saving = useAssessmentChange(setEntries)
  const fail = (error: Error) => say({ tone: 'warn', text: sentenceOf(error, text) })
  const send = (entries: Sending[]) => saving.mutateAsync({ params: { courseId }, body: { entries } })
  const set: SetEntries = ({ part, lines, value }) => {
    const known = lines.flatMap((line) => {
      const entry = line.entries.find(({ component }) => component === part.id)
      return entry ? [{ studentId: line.studentId, component: part.id, ...sentOf(part, entry) }] : []
    })
    const [first] = lines
    if (!first || known.length === 0) return
    const said = {
      ...{ count: known.length, name: nameOf(first), component: part.name },
      status: t(`assessment.student.statuses.${value.status ?? 'present'}`),
    }
    const undo = () => void send(known.map((before) => ({ ...before, was: value.status ?? before.status }))).catch(fail)
    send(known.map((before) => ({ ...before, was: before.status, ...value }))).then(
      () => say({ text: t('assessment.entries.saved', said), undo }),
      fail,
    )
  }
  return { set, isPending: saving.isPending }
}

/** An entry as it is sent; the mark only where it is typed. */
function sentOf({ content }: MarkPart, entry: SheetEntry): Omit<Sending, 'studentId' | 'component' | 'was'> {
  const isByHand = content.source.kind === 'hand'
  return {
    status: entry.status as EntryStatus,
    mark: isByHand && entry.mark !== null ? hundredthsOf(entry.mark) : null,
    retake: entry.typedRetake === null ? null : hundredthsOf(entry.typedRetake),
    examId: entry.chosen,
    reason: entry.reason,
  }
}
