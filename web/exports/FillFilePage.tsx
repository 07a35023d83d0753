import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listFiles } from '#contract/exports/exports.ts'
import { fillFile, previewFill } from '#contract/exports/fill-file.ts'
import { largestSpreadsheetBytes } from '#contract/students/spreadsheets.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { call, mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Select } from '#web/ui/Select.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { FillPreview } from './FillPreview.tsx'
import { FillTemplates } from './FillTemplates.tsx'
import type { CourseFiles } from './file-rows.ts'
import './exports.css'

/** The file that the school gave, filled with the marks: read, compared line by line, then given back. */
export default function FillFilePage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const files = useQuery(query(listFiles, { params: { courseId } }))
  const inCourse = at.course(courseId)
  return (
    <Page
      title={t('exports.fill.title')}
      lead={t('exports.fill.lead')}
      crumbs={[{ label: t('exports.title'), href: inCourse.files }, { label: t('exports.fill.title') }]}
    >
      <QueryView
        query={files}
        isEmpty={(data) => sourcesOf(data).length === 0}
        empty={
          <EmptyState
            title={t('exports.fill.emptyTitle')}
            actions={
              <LinkButton variant="primary" href={inCourse.exams}>
                {t('exports.toExams')}
              </LinkButton>
            }
          >
            {t('exports.fill.emptyText')}
          </EmptyState>
        }
      >
        {(data) => <Ready courseId={courseId} sources={sourcesOf(data)} />}
      </QueryView>
    </Page>
  )
}

/** The final grades first, then the exams with marks. */
const sourcesOf = ({ finalSheet, exams }: CourseFiles) => [
  ...(finalSheet ? [{ value: 'final', label: finalSheet.title }] : []),
  ...exams.flatMap(({ id, title, markCount }) => (markCount > 0 ? [{ value: id, label: title }] : [])),
]

type Choice = { sheet?: string; column?: number }
type Asked = { name: string; base64: string; source: string; choice: Choice; isFirst?: boolean }
type ReadyProps = { courseId: string; sources: readonly { value: string; label: string }[] }

function Ready({ courseId, sources }: ReadyProps) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const [file, setFile] = useState<File | null>(null)
  const [source, setSource] = useState(sources[0]?.value ?? '')
  const [asked, setAsked] = useState<Asked | null>(null)
  const params = { courseId }
  const bodyOf = ({ base64, source: of, choice }: Asked) => ({ base64, source: of, ...choice })
  const preview = useMutation({
    mutationKey: [previewFill.path],
    mutationFn: (next: Asked) => call(previewFill, { params, body: bodyOf(next) }),
    onSuccess: ({ template }, next) => {
      // The marks that the template takes, once; chosen by hand since, others stay.
      const marks = template?.source
      if (!next.isFirst || !marks || marks === next.source || !sources.some(({ value }) => value === marks)) return
      setSource(marks)
      read({ ...next, source: marks, isFirst: false })
    },
  })
  const fill = useMutation({
    ...mutation(fillFile),
    onSuccess: ({ base64, written }) => {
      if (!asked) return
      download(filledName(asked.name), base64)
      say({ text: t('exports.fill.done', { count: written }) })
    },
  })
  const read = (next: Asked) => {
    setAsked(next)
    fill.reset()
    preview.mutate(next)
  }
  const take = async (chosen: File | null) => {
    setFile(chosen)
    setAsked(null)
    preview.reset()
    if (chosen) read({ name: chosen.name, base64: await base64Of(chosen), source, choice: {}, isFirst: true })
  }
  const shown = preview.data
  return (
    <div className="stack">
      <div className="form">
        <Field label={t('exports.fill.source')}>
          <Select
            value={source}
            onChange={(next) => {
              setSource(next)
              if (asked) read({ ...asked, source: next, isFirst: false })
            }}
            options={sources}
          />
        </Field>
        <Field label={t('exports.fill.file')} hint={t('exports.fill.fileHint')}>
          <FileDrop
            accept=".xlsx,.csv,.tsv,.txt"
            maxKb={largestSpreadsheetBytes / 1024}
            file={file}
            onFile={(chosen) => void take(chosen)}
          />
        </Field>
        {preview.error && (
          <Notice tone="bad" live="alert">
            <p>{fileSentence(preview.error, text)}</p>
          </Notice>
        )}
        {fill.error && <Failed error={fill.error} />}
      </div>
      {shown && asked && (
        <FillPreview
          courseId={courseId}
          source={asked.source}
          preview={shown}
          busy={preview.isPending || fill.isPending}
          onSheet={(sheet) => read({ ...asked, choice: { sheet } })}
          onColumn={(column) => {
            read({ ...asked, choice: { sheet: shown.sheet, column } })
          }}
          onFill={() => {
            const { column } = shown
            if (column !== null) fill.mutate({ params, body: { ...bodyOf(asked), sheet: shown.sheet, column } })
          }}
        />
      )}
      <FillTemplates courseId={courseId} sources={sources} />
    </div>
  )
}

/** The sentence of the error, with the server's detail when it gives one. */
function fileSentence(error: Error, text: ReturnType<typeof useText>): string {
  if (!(error instanceof Refusal) || error.code !== 'unreadable_file') return sentenceOf(error, text)
  const { reason } = (error.details ?? {}) as { reason?: string }
  switch (reason) {
    case 'old_or_locked':
    case 'not_a_workbook':
    case 'damaged':
      return text.t(`students.import.workbook.${reason}`)
    case 'columns':
    case 'ods':
      return text.t(`exports.fill.faults.${reason}`)
    default:
      return sentenceOf(error, text)
  }
}

/** « notes.xlsx » → « notes (rempli).xlsx »: the file that was given stays beside it. */
const filledName = (name: string) => name.replace(/(\.[^.]+)?$/, (ending: string) => ` (rempli)${ending}`)

function download(name: string, base64: string) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
