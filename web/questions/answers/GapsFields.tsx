import { useContext } from 'react'
import { partLimits } from '#contract/questions/question-file.ts'
import type { DraftFault } from '#contract/questions/question-writing.ts'
import { gapsOf } from '#core/questions/parts.ts'
import { MarkdownTargetContext } from '#web/questions/markdown-target.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { blankOption, type GapDraft } from './first-answers.ts'
import { withGapAt, withoutGap } from './gap-moves.ts'
import type { KindFieldsProps } from './kind-fields.ts'
import { RowFaults } from './RowFaults.tsx'
import { RowList } from './RowList.tsx'

/** The gaps of a text: each with its options, one of them right. */
export function GapsFields({ answers, draft, change, faults }: KindFieldsProps<'cloze'>) {
  const { t } = useText()
  const { target } = useContext(MarkdownTargetContext)
  const { gaps } = answers
  const { stem } = draft
  const isChecked = faults.length > 0
  const set = (next: readonly GapDraft[]) => change({ answers: { ...answers, gaps: [...next] } })
  /** Where the stem is selected, if it was typed in last; its end otherwise. */
  const place = () => {
    const end = { from: stem.length, to: stem.length }
    return target?.label === t('questions.edit.stem') ? (target.selection() ?? end) : end
  }
  const add = () => {
    const next = withGapAt({ stem, gaps }, place())
    change({ stem: next.stem, answers: { ...answers, gaps: [...next.gaps] } })
  }
  const remove = (rank: number) => {
    const next = withoutGap({ stem, gaps }, rank)
    change({ stem: next.stem, answers: { ...answers, gaps: [...next.gaps] } })
  }
  return (
    <fieldset className="editor__choices">
      <legend className="field__label">{t('questions.edit.gaps')}</legend>
      <p className="field__hint">{t('questions.edit.gapsHint')}</p>
      {faults.includes('gaps_misplaced') && <RowFaults faults={['gaps_misplaced']} />}
      {gaps.map((gap, rank) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a gap has no other name than its number
        <fieldset key={rank} className="kind-part">
          <legend className="kind-part__name">
            {t('questions.edit.gap', { n: rank + 1 })}{' '}
            {!gapsOf(stem).includes(`${rank + 1}`) && (
              <span className="small muted">{t('questions.edit.gapNotInStem', { n: rank + 1 })}</span>
            )}
          </legend>
          <RowFaults faults={isChecked ? faultsOfGap(gap) : []} />
          <Options gap={gap} n={rank + 1} onGap={(next) => set(gaps.with(rank, next))} />
          <Button
            size="small"
            variant="quiet"
            onClick={() => remove(rank)}
            aria-label={t('questions.edit.gapRemove', { n: rank + 1 })}
          >
            <Icon name="trash" />
            {t('questions.edit.gapRemoveShort')}
          </Button>
        </fieldset>
      ))}
      <div className="editor__add">
        <Button size="small" onClick={add} disabled={gaps.length >= partLimits.gaps}>
          <Icon name="plus" />
          {t('questions.edit.addGap')}
        </Button>
      </div>
    </fieldset>
  )
}

type OptionsProps = { gap: GapDraft; n: number; onGap: (gap: GapDraft) => void }

function Options({ gap, n, onGap }: OptionsProps) {
  const { t } = useText()
  const nameOf = (rank: number) => t('questions.edit.gapOption', { n, rank: rank + 1 })
  return (
    <RowList
      rows={gap.options}
      blank={blankOption}
      isBlank={({ text, feedback }) => text === '' && feedback === ''}
      least={2}
      most={partLimits.choices}
      add={t('questions.edit.addOption')}
      nameOf={nameOf}
      onRows={(options) => onGap({ options })}
    >
      {(option, rank, edit) => (
        <div className="kind-option" data-right={option.correct || undefined}>
          <label className="tick-cell">
            <input
              type="radio"
              className="tick"
              checked={option.correct}
              onChange={() =>
                onGap({ options: gap.options.map((each, place) => ({ ...each, correct: place === rank })) })
              }
            />
            <span className="vh">{t('questions.edit.rightOption', { name: nameOf(rank) })}</span>
          </label>
          <Input
            mono
            aria-label={nameOf(rank)}
            maxLength={200}
            value={option.text}
            onChange={({ target }) => edit({ text: target.value })}
          />
        </div>
      )}
    </RowList>
  )
}

/** The same faults as of the whole question, for one gap. */
function faultsOfGap({ options }: GapDraft): DraftFault[] {
  const texts = options.map(({ text }) => text.trim().toLowerCase())
  const isMissing = texts.includes('')
  return [
    ...(isMissing ? (['choice_text'] as const) : []),
    ...(options.some(({ correct }) => correct) ? [] : (['no_key'] as const)),
    ...(!isMissing && new Set(texts).size < texts.length ? (['duplicate_choice'] as const) : []),
  ]
}
