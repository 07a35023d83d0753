import { useRef, useState } from 'react'
import type { QuestionDraft } from '#contract/questions/question-writing.ts'
import { trueFalseTexts } from '#core/questions/true-false.ts'
import { letterOf } from '#web/questions/letter-of.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import type { FieldsProps } from './EditorFields.tsx'
import { MarkdownField } from './MarkdownField.tsx'

type Choice = QuestionDraft['choices'][number]

export const newChoice = (): Choice => ({
  text: '',
  correct: false,
  feedback: '',
  keepLast: false,
  weight: null,
  indispensable: false,
  inacceptable: false,
})

const mostChoices = 12
const faultsHere = [
  'no_key',
  'several_keys',
  'too_few_choices',
  'duplicate_choice',
  'choice_text',
  'importance_misplaced',
] as const

/** Edits the choices and which are right; for a true/false question, which of the two is right. */
export function ChoicesFields({ draft, change, faults }: FieldsProps) {
  const { t } = useText()
  const here = faultsHere.filter((fault) => faults.includes(fault))
  if (draft.type === 'true_false') {
    const isTrue = draft.choices[0]?.correct ?? false
    const set = (value: boolean) =>
      change({
        choices: [
          { ...newChoice(), text: trueFalseTexts.fr[0], correct: value },
          { ...newChoice(), text: trueFalseTexts.fr[1], correct: !value },
        ],
      })
    return (
      <RadioGroup
        legend={t('questions.edit.statement')}
        value={isTrue ? 'true' : 'false'}
        onChange={(value) => set(value === 'true')}
        options={[
          { value: 'true', label: t('questions.edit.isTrue') },
          { value: 'false', label: t('questions.edit.isFalse') },
        ]}
      />
    )
  }
  return (
    <fieldset className="editor__choices">
      <legend className="field__label">{t('questions.choices')}</legend>
      {here.length > 0 && (
        <Notice tone="bad">
          <ul>
            {here.map((fault) => (
              <li key={fault}>{t(`questions.faults.${fault}`)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <ChoiceList draft={draft} change={change} />
    </fieldset>
  )
}

function ChoiceList({ draft, change }: Pick<FieldsProps, 'draft' | 'change'>) {
  const { t } = useText()
  const list = useRef<HTMLOListElement>(null)
  // A React key per choice, so that a row keeps its field when it moves.
  const [names, setNames] = useState(() => draft.choices.map((_, rank) => rank))
  const { choices } = draft
  const nameOf = (rank: number) => names[rank] ?? rank
  const set = (next: readonly Choice[], order: readonly number[]) => {
    setNames([...order])
    change({ choices: [...next] })
  }
  const all = choices.map((_, rank) => nameOf(rank))
  const edit = (rank: number, part: Partial<Choice>) =>
    set(
      choices.map((choice, place) => {
        if (place === rank) return { ...choice, ...part }
        // A single-choice question has one right choice: ticking another unticks it.
        return draft.type === 'single' && part.correct ? { ...choice, correct: false, indispensable: false } : choice
      }),
      all,
    )
  const move = (rank: number, by: number) => {
    set(swapped(choices, rank, by), swapped(all, rank, by))
    // Focus follows the moved row, on the same button.
    requestAnimationFrame(() =>
      list.current?.children[rank + by]?.querySelector<HTMLElement>(`[data-move="${by}"]`)?.focus(),
    )
  }
  const add = () => {
    set([...choices, newChoice()], [...all, Math.max(-1, ...all) + 1])
    requestAnimationFrame(() => list.current?.lastElementChild?.querySelector('textarea')?.focus())
  }
  const remove = (rank: number) => {
    set(
      choices.filter((_, place) => place !== rank),
      all.filter((_, place) => place !== rank),
    )
    const next = Math.min(rank, choices.length - 2)
    requestAnimationFrame(() => list.current?.children[next]?.querySelector('textarea')?.focus())
  }
  return (
    <>
      <ol ref={list} className="editor__list">
        {choices.map((choice, rank) => (
          <ChoiceRow
            key={nameOf(rank)}
            choice={choice}
            rank={rank}
            count={choices.length}
            onEdit={(part) => edit(rank, part)}
            onMove={(by) => move(rank, by)}
            onRemove={() => remove(rank)}
          />
        ))}
      </ol>
      <div>
        <Button size="small" onClick={add} disabled={choices.length >= mostChoices}>
          <Icon name="plus" />
          {t('questions.edit.addChoice')}
        </Button>
      </div>
    </>
  )
}

type RowProps = {
  choice: Choice
  rank: number
  count: number
  onEdit: (part: Partial<Choice>) => void
  onMove: (by: 1 | -1) => void
  onRemove: () => void
}

function ChoiceRow({ choice, rank, count, onEdit, onMove, onRemove }: RowProps) {
  const { t } = useText()
  const letter = letterOf(rank)
  const hasMore = choice.feedback !== '' || choice.indispensable || choice.inacceptable
  // Stays open when its last field is emptied, because the author may be typing in it.
  const [isOpen, setOpen] = useState(hasMore)
  return (
    <li className="editor__choice">
      <MarkdownField
        label={t('questions.edit.choice', { letter })}
        rows={2}
        maxLength={1_000}
        value={choice.text}
        onText={(text) => onEdit({ text })}
      />
      <div className="editor__options">
        <Checkbox
          label={t('questions.edit.right')}
          checked={choice.correct}
          onChange={(event) => onEdit({ correct: event.target.checked, indispensable: false, inacceptable: false })}
        />
        <Checkbox
          label={t('questions.keepLast')}
          checked={choice.keepLast}
          onChange={(event) => onEdit({ keepLast: event.target.checked })}
        />
        <span className="editor__moves">
          {([-1, 1] as const).map((by) => (
            <Button
              key={by}
              size="small"
              variant="quiet"
              iconOnly
              data-move={by}
              aria-label={t(by === -1 ? 'questions.edit.up' : 'questions.edit.down', { letter })}
              disabled={rank + by < 0 || rank + by >= count}
              onClick={() => onMove(by)}
            >
              <Icon name={by === -1 ? 'arrow-up' : 'arrow-down'} />
            </Button>
          ))}
          <Button
            size="small"
            variant="quiet"
            iconOnly
            aria-label={t('questions.edit.remove', { letter })}
            disabled={count <= 2}
            onClick={onRemove}
          >
            <Icon name="trash" />
          </Button>
        </span>
      </div>
      <details open={isOpen || hasMore} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="small">{t('questions.edit.more', { letter })}</summary>
        <MarkdownField
          label={t('questions.edit.feedback', { letter })}
          optional
          rows={2}
          maxLength={1_000}
          value={choice.feedback}
          onText={(feedback) => onEdit({ feedback })}
        />
        <Checkbox
          label={t(choice.correct ? 'questions.edit.indispensable' : 'questions.edit.inacceptable')}
          hint={t('questions.edit.importanceHint')}
          checked={choice.correct ? choice.indispensable : choice.inacceptable}
          onChange={({ target: { checked } }) =>
            onEdit(choice.correct ? { indispensable: checked } : { inacceptable: checked })
          }
        />
      </details>
    </li>
  )
}

function swapped<T>(all: readonly T[], rank: number, by: number): T[] {
  const next = [...all]
  ;[next[rank], next[rank + by]] = [all[rank + by] as T, all[rank] as T]
  return next
}
