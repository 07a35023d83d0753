import { useState } from 'react'
import type { Reply, Sent } from '#contract/endpoint.ts'
import type { BankImportPreview, confirmImport, ImportPlace } from '#contract/questions/question-batches.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Cut } from './Cut.tsx'
import { DifferenceView } from './DifferenceView.tsx'
import { DraftsView } from './DraftsView.tsx'
import { ImportedContexts } from './ImportedContexts.tsx'
import { QuestionImportFaults } from './QuestionImportFaults.tsx'
import { UnknownSections, usualPlace } from './UnknownSections.tsx'
import { WholeQuestion } from './WholeQuestion.tsx'

type Props = {
  preview: BankImportPreview
  busy: boolean
  /** The bank changed since the preview: the file must be read again; drafts have none. */
  isOutdated: boolean
  onAgain: (() => void) | null
  sessions: Reply<typeof getBank>['sessions']
  /** Where a draft is edited. */
  editAt: (key: string) => string
  onConfirm: (decided: Sent<typeof confirmImport>['body']) => void
}

const kinds = ['added', 'changed', 'unchanged', 'unusable'] as const
const tones = { added: 'good', changed: 'accent', unchanged: 'muted', unusable: 'bad' } as const
const shapes = { added: 'good', changed: 'part', unchanged: 'open', unusable: 'bad' } as const
const nothingMore = { sessions: 0, sections: 0, hasText: false }
type View = 'added' | 'changed' | 'unusable'

/** What the import would do: totals, then question by question; the button writes exactly that. */
export function ImportReview({ preview, sessions, editAt, busy, isOutdated, onAgain, onConfirm }: Props) {
  const { t } = useText()
  const { counts } = preview
  const [shown, setShown] = useState<View>('added')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set())
  const [leftContexts, setLeftContexts] = useState<ReadonlySet<string>>(new Set())
  const [takeOutline, setTakeOutline] = useState(preview.outline !== null)
  const [places, setPlaces] = useState<ReadonlyMap<string, ImportPlace['to']>>(new Map())
  const unknown = preview.unknown.filter(({ isInOutline }) => !(takeOutline && isInOutline))
  const { sessions: newSessions, sections: newSections, hasText } = preview.outline ?? nothingMore
  const grows = takeOutline ? newSessions + newSections + (hasText ? 1 : 0) : 0
  const changed = counts.changed - left.size
  const isDrafted = preview.added.some(({ draft }) => draft)
  const added = isDrafted ? accepted.size : counts.added
  const confirm = () =>
    onConfirm({
      leave: [...left],
      accept: [...accepted],
      leaveContexts: [...leftContexts],
      takeOutline,
      places: unknown.map((one) => ({
        name: one.name,
        to: places.get(one.name) ?? usualPlace(one, sessions, t('questions.import.unknown.firstSession')),
      })),
    })
  const views = (['added', 'changed', 'unusable'] as const).map((value) => ({
    value,
    label: t(`questions.import.view.${value}`),
    count: counts[value],
  }))
  const view = views.find(({ value, count }) => value === shown && count > 0) ?? views.find(({ count }) => count > 0)
  return (
    <section className="stack stack--tight" aria-labelledby="preview">
      <div className="section-head">
        <h2 id="preview">{t('students.import.previewTitle')}</h2>
        <p>{t('students.import.nothingYet')}</p>
      </div>
      <p className="muted">
        {preview.format
          ? t('questions.import.readAs', { format: t(`questions.formats.${preview.format}`) })
          : t('questions.import.notRead')}
      </p>
      {preview.encoding === 'windows-1252' && (
        <Notice tone="warn">
          <p>{t('questions.import.guessed')}</p>
        </Notice>
      )}
      <ul className="cluster">
        {kinds.map((kind) => (
          <li key={kind}>
            <Badge tone={counts[kind] > 0 ? tones[kind] : 'muted'} shape={shapes[kind]}>
              {t(`questions.import.counts.${kind}`, { count: counts[kind] })}
            </Badge>
          </li>
        ))}
      </ul>
      <LossesView preview={preview} />
      <ImportedContexts contexts={preview.contexts} left={leftContexts} onLeft={setLeftContexts} />
      {preview.outline && (
        <Checkbox
          label={t('questions.import.outline.take', { sessions: newSessions, sections: newSections, hasText })}
          hint={t('questions.import.outline.hint')}
          checked={takeOutline}
          onChange={() => setTakeOutline(!takeOutline)}
        />
      )}
      <UnknownSections
        unknown={unknown}
        sessions={sessions}
        places={places}
        onPlace={(name, to) => setPlaces(new Map([...places, [name, to]]))}
      />
      {view && (
        <>
          <Segmented legend={t('questions.import.shown')} value={view.value} onChange={setShown} options={views} />
          {view.value === 'added' && isDrafted && (
            <DraftsView preview={preview} accepted={accepted} editAt={editAt} onAccepted={setAccepted} />
          )}
          {view.value === 'added' && !isDrafted && <Added preview={preview} />}
          {view.value === 'changed' && <Changed preview={preview} left={left} onLeft={setLeft} />}
          {view.value === 'unusable' && <QuestionImportFaults preview={preview} />}
        </>
      )}
      <div className="form__end">
        {isOutdated && onAgain ? (
          <Button variant="primary" onClick={onAgain}>
            {t('questions.import.again')}
          </Button>
        ) : (
          <Button
            variant="primary"
            busy={busy}
            reason={
              added + changed + grows > 0
                ? undefined
                : t(isDrafted ? 'questions.import.drafts.none' : 'questions.import.nothing')
            }
            onClick={confirm}
          >
            {isDrafted
              ? t('questions.import.drafts.write', { added })
              : t('questions.import.write', { added, changed })}
          </Button>
        )}
        {counts.unusable > 0 && <p className="muted">{t('questions.import.leftNote', { count: counts.unusable })}</p>}
      </div>
    </section>
  )
}

/** What is imported with changes, because a format has no equivalent. */
function LossesView({ preview: { losses, notices } }: { preview: BankImportPreview }) {
  const { t } = useText()
  if (losses.length + notices.length === 0) return null
  return (
    <Notice tone="warn">
      <p>
        <strong>{t('questions.import.toldTitle')}</strong>
      </p>
      <ul>
        {losses.map(({ feature, questions }) => (
          <li key={feature}>
            {t('questions.losses.line', { what: t(`questions.losses.${feature}`), count: questions })}
          </li>
        ))}
      </ul>
      {notices.length > 0 && (
        <details>
          <summary>{t('questions.import.notices', { count: notices.length })}</summary>
          <ul className="import-notices">
            {notices.map(({ code, line, detail }, rank) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same notice may be said twice of one line
              <li key={rank}>
                {t('questions.import.noticeLine', { line, what: t(`questions.notices.${code}`) })}
                {detail && <span className="muted"> {detail}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  )
}

function Added({ preview: { added, counts } }: { preview: BankImportPreview }) {
  const { t } = useText()
  return (
    <>
      <ul className="import-list">
        {added.map(({ key, opening, type, choices, keys, whole }) => (
          <li key={key} className="stack stack--tight">
            {!whole && <p>{opening}</p>}
            <p className="bank__facts">
              <span>{t(`questions.type.${type}`)}</span>
              {!whole && <span>{t('questions.import.choices', { choices, keys })}</span>}
              <span className="mono">{key}</span>
            </p>
            {whole && <WholeQuestion whole={whole} />}
          </li>
        ))}
      </ul>
      <Cut shown={added.length} count={counts.added} />
    </>
  )
}

type ChangedProps = {
  preview: BankImportPreview
  left: ReadonlySet<string>
  onLeft: (next: ReadonlySet<string>) => void
}

function Changed({ preview: { changed, counts }, left, onLeft }: ChangedProps) {
  const { t } = useText()
  const toggle = (key: string) =>
    onLeft(new Set(left.has(key) ? [...left].filter((one) => one !== key) : [...left, key]))
  return (
    <>
      <ul className="import-list">
        {changed.map(({ key, opening, difference }) => (
          <li key={key} className="stack stack--tight">
            <Checkbox
              label={opening}
              hint={t('questions.import.take', { key })}
              checked={!left.has(key)}
              onChange={() => toggle(key)}
            />
            <DifferenceView lines={difference} label={t('questions.import.differenceOf', { key })} />
          </li>
        ))}
      </ul>
      <Cut shown={changed.length} count={counts.changed} />
    </>
  )
}
