import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { ColumnsForm } from './ColumnsForm.tsx'
import { EncodingNotice } from './EncodingNotice.tsx'
import { type OnMend, PreviewTable, type PreviewView, toCheck } from './PreviewTable.tsx'
import type { KeptMend, RosterPreview, RosterReading } from './roster-preview.ts'

type Props = {
  preview: RosterPreview
  reading: RosterReading
  busy: boolean
  /** Why importing is disabled. */
  reason: string | undefined
  mended: readonly KeptMend[]
  onRead: (reading: RosterReading) => void
  onMend: OnMend
  onImport: () => void
}

const tones = { new: 'good', changed: 'accent', unchanged: 'muted', duplicated: 'warn', unusable: 'bad' } as const
const shapes = { new: 'good', changed: 'part', unchanged: 'open', duplicated: 'warn', unusable: 'bad' } as const
const kinds = ['new', 'changed', 'unchanged', 'duplicated', 'unusable'] as const

/** What the import would do: totals, then row by row; the button writes exactly that. */
export function ImportPreview({ preview, reading, busy, reason, mended, onRead, onMend, onImport }: Props) {
  const { t } = useText()
  const { counts, columns } = preview
  const written = counts.new + counts.changed
  const left = counts.duplicated + counts.unusable
  const [shown, setShown] = useState<PreviewView>('all')
  const isNamed = columns.familyName !== undefined || columns.fullName !== undefined || columns.givenName !== undefined
  const doubtful = preview.lines.filter(toCheck).length
  const filters = [
    { value: 'all' as const, label: t('students.import.all'), count: preview.lines.length },
    { value: 'check' as const, label: t('students.import.toCheck'), count: doubtful },
    { value: 'written' as const, label: t('students.import.toWrite'), count: written },
    { value: 'left' as const, label: t('students.import.leftOut'), count: left },
    { value: 'same' as const, label: t('students.import.same'), count: counts.unchanged },
  ]
  // Skips a view without rows: the first that has some is displayed.
  const view =
    filters.find(({ value, count }) => value === shown && count > 0) ?? filters.find(({ count }) => count > 0)
  const offered = filters.filter(({ value, count }) => count > 0 || value === 'left')
  return (
    <section className="stack stack--tight" aria-labelledby="preview">
      <div className="section-head">
        <h2 id="preview">{t('students.import.previewTitle')}</h2>
        <p>{t('students.import.nothingYet')}</p>
      </div>
      <EncodingNotice encoding={preview.encoding} onChoose={(encoding) => onRead({ ...reading, encoding })} />
      <ReadingNotices preview={preview} />
      <ColumnsForm
        headers={preview.headers}
        columns={reading.columns ?? columns}
        firstLine={reading.firstLine ?? preview.firstLine}
        reading={reading}
        open={!isNamed || preview.isGuessed}
        onRead={onRead}
      />
      {isNamed && (
        <>
          <ul className="cluster">
            {kinds.map((kind) => (
              <li key={kind}>
                <Badge tone={counts[kind] > 0 ? tones[kind] : 'muted'} shape={shapes[kind]}>
                  {t(`students.import.counts.${kind}`, { count: counts[kind] })}
                </Badge>
              </li>
            ))}
          </ul>
          {view && (
            <>
              <Segmented legend={t('students.import.lines')} value={view.value} onChange={setShown} options={offered} />
              <p className="small muted">{t('students.import.mendHint')}</p>
              <PreviewTable
                lines={preview.lines}
                view={view.value}
                caption={view.label}
                mended={mended}
                onMend={onMend}
              />
            </>
          )}
          <div className="form__end">
            <Button
              variant="primary"
              busy={busy}
              reason={reason ?? (written === 0 ? t('students.import.nothing') : undefined)}
              onClick={onImport}
            >
              {t('students.import.write', { added: counts.new, changed: counts.changed })}
            </Button>
            {left > 0 && <p className="muted">{t('students.import.leftNote', { count: left })}</p>}
          </div>
        </>
      )}
    </section>
  )
}

/** The rows and columns that were ignored. */
function ReadingNotices({ preview: { skipped, ignored, isGuessed } }: { preview: RosterPreview }) {
  const { t, list } = useText()
  return (
    <>
      {skipped.length > 0 && (
        <Notice>
          <p>{t('students.import.skipped', { count: skipped.length, lines: skipped.join(' / ') })}</p>
        </Notice>
      )}
      {isGuessed && (
        <Notice tone="warn">
          <p>{t('students.import.guessedColumns')}</p>
        </Notice>
      )}
      {ignored.length > 0 && (
        <Notice>
          <p>{t('students.import.ignored', { count: ignored.length, titles: list(ignored) })}</p>
        </Notice>
      )}
    </>
  )
}
