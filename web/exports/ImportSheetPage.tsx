import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { getFinalSheet } from '#contract/assessment/final-sheet.ts'
import { importSheet, previewSheetImport, undoSheetImport } from '#contract/exports/exports.ts'
import { markParts } from '#core/assessment/rules.ts'
import type { EmptyCells } from '#core/exports/sheet-import.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useAssessmentChange } from '#web/assessment/use-assessment-change.ts'
import { type Roster, RosterForm } from '#web/students/RosterForm.tsx'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Page } from '#web/ui/Page.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { SheetImportPreview } from './SheetImportPreview.tsx'
import './exports.css'

/** Imports the final sheet edited in a spreadsheet: read, compared line by line, then written. */
export default function ImportSheetPage() {
  const text = useText()
  const { t } = text
  const { courseId } = usePathIds('courseId')
  const say = useToast()
  const [, navigate] = useLocation()
  const [file, setFile] = useState<Roster | null>(null)
  const [empty, setEmpty] = useState<EmptyCells>('keep')
  const sheet = useQuery(query(getFinalSheet, { params: { courseId } }))
  const inCourse = at.course(courseId)
  const params = { courseId }
  const preview = useMutation(mutation(previewSheetImport))
  const undo = useAssessmentChange(undoSheetImport, () => say({ text: t('assessment.import.undone') }))
  const write = useAssessmentChange(importSheet, ({ importId, changed }) => {
    say({
      text: t('assessment.import.done', { count: changed }),
      undo: () =>
        undo.mutate(
          { params: { ...params, importId } },
          { onError: (error) => say({ text: sentenceOf(error, text), tone: 'warn' }) },
        ),
    })
    navigate(inCourse.finalSheet)
  })
  const read = (next: Roster, how: EmptyCells) => {
    setFile(next)
    setEmpty(how)
    write.reset()
    preview.mutate({ params, body: { ...next, empty: how } })
  }
  return (
    <Page
      title={t('assessment.import.title')}
      lead={t('assessment.import.lead')}
      crumbs={[{ label: t('assessment.title'), href: inCourse.finalSheet }, { label: t('assessment.import.title') }]}
    >
      <div className="stack">
        <RosterForm
          busy={preview.isPending}
          hint={t('assessment.import.hint')}
          error={preview.error && fileSentence(preview.error, text)}
          onEdit={() => {
            setFile(null)
            write.reset()
            preview.reset()
          }}
          onRead={(next) => read(next, empty)}
        />
        <Checkbox
          label={t('assessment.import.clear')}
          hint={t('assessment.import.clearHint')}
          checked={empty === 'clear'}
          onChange={({ target }) => {
            const how = target.checked ? 'clear' : 'keep'
            if (file) read(file, how)
            else setEmpty(how)
          }}
        />
        <Failed error={write.error} />
        {preview.data && file && (
          <SheetImportPreview
            preview={preview.data}
            names={new Map(sheet.data ? markParts(sheet.data.rules).map(({ id, name }) => [id, name]) : [])}
            busy={write.isPending || preview.isPending}
            reason={sheet.data?.seal ? t('assessment.final.locked') : undefined}
            onImport={() => write.mutate({ params, body: { ...file, empty, fingerprint: preview.data.fingerprint } })}
          />
        )}
      </div>
    </Page>
  )
}

/** The sentence of the error, with the server's detail when it gives one. */
function fileSentence(error: Error, text: ReturnType<typeof useText>): string {
  if (!(error instanceof Refusal) || error.code !== 'unreadable_file') return sentenceOf(error, text)
  const { reason } = (error.details ?? {}) as { reason?: string }
  if (reason === 'spreadsheet') return text.t('students.import.spreadsheet')
  return reason === 'columns' ? text.t('assessment.import.columns') : sentenceOf(error, text)
}
