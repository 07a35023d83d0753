import { type KeyboardEvent, useId, useRef, useState } from 'react'
import type { QuestionDraft } from '#contract/questions/question-writing.ts'
import { trueFalseTexts } from '#core/questions/true-false.ts'
import { letterOf } from '#web/questions/letter-of.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import type { FieldsProps } from './editor-fields.ts'
import { MarkdownField } from './MarkdownField.tsx'
import { newChoice } from './new-choice.ts'

type Choice = QuestionDraft['choices'][number]

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
    const isTyping = document.activeElement?.tagName === 'TEXTAREA'
    set(swapped(choices, rank, by), swapped(all, rank, by))
    // Focus follows the moved row, in its text or on the same button.
    const stop = isTyping ? 'textarea' : `[data-move="${by}"]`
    requestAnimationFrame(() => list.current?.children[rank + by]?.querySelector<HTMLElement>(stop)?.focus())
  }
  const focusOn = (rank: number) =>
    requestAnimationFrame(() => list.current?.children[rank]?.querySelector('textarea')?.focus())
  /** An empty choice after this one; where the next is still empty, it is the one to write. */
  const addAfter = (rank: number) => {
    const at = rank + 1
    if (choices[at]?.text !== '' && choices.length < mostChoices)
      set(choices.toSpliced(at, 0, newChoice()), all.toSpliced(at, 0, Math.max(-1, ...all) + 1))
    focusOn(Math.min(at, mostChoices - 1))
  }
  const remove = (rank: number) => {
    set(
      choices.filter((_, place) => place !== rank),
      all.filter((_, place) => place !== rank),
    )
    focusOn(Math.min(rank, choices.length - 2))
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
            onAdd={() => addAfter(rank)}
            onRemove={() => remove(rank)}
          />
        ))}
      </ol>
      <div className="editor__add">
        <Button
          size="small"
          variant="quiet"
          onClick={() => addAfter(choices.length - 1)}
          disabled={choices.length >= mostChoices}
        >
          <Icon name="plus" />
          {t('questions.edit.addChoice')}
        </Button>
        <span className="small muted">{t('questions.edit.choiceKeys')}</span>
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
  onAdd: () => void
  onRemove: () => void
}

/** One line: its letter, whether it is right, its text, what can be done with it; the rest on request. */
function ChoiceRow({ choice, rank, count, onEdit, onMove, onAdd, onRemove }: RowProps) {
  const { t } = useText()
  const more = useId()
  const letter = letterOf(rank)
  const hasMore = choice.feedback !== '' || choice.keepLast || choice.indispensable || choice.inacceptable
  const [isOpen, setOpen] = useState(hasMore)
  const canMove = (by: number) => rank + by >= 0 && rank + by < count
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as 1 | -1 | undefined
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey
    if (event.nativeEvent.isComposing) return
    if (event.altKey && by && canMove(by)) onMove(by)
    else if (event.key === 'Enter' && isPlain && !event.altKey) onAdd()
    else if (event.key === 'Backspace' && choice.text === '' && !hasMore && count > 2) onRemove()
    else return
    event.preventDefault()
  }
  return (
    <li className="editor__choice" data-right={choice.correct || undefined}>
      <Checkbox
        bare
        label={t('questions.edit.rightOf', { letter })}
        checked={choice.correct}
        onChange={(event) => onEdit({ correct: event.target.checked, indispensable: false, inacceptable: false })}
      />
      <span className="editor__letter" aria-hidden="true">
        {letter}
      </span>
      <MarkdownField
        isRow
        label={t('questions.edit.choice', { letter })}
        rows={1}
        maxLength={1_000}
        value={choice.text}
        onText={(text) => onEdit({ text })}
        onKeyDown={onKeyDown}
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
            disabled={!canMove(by)}
            onClick={() => onMove(by)}
          >
            <Icon name={by === -1 ? 'arrow-up' : 'arrow-down'} />
          </Button>
        ))}
        <Button
          size="small"
          variant="quiet"
          iconOnly
          aria-label={t('questions.edit.more', { letter })}
          aria-expanded={isOpen}
          aria-controls={more}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'chevron-up' : 'more'} />
        </Button>
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
      <div className="editor__more" id={more} hidden={!isOpen}>
        <MarkdownField
          label={t('questions.edit.feedback', { letter })}
          optional
          rows={1}
          maxLength={1_000}
          value={choice.feedback}
          onText={(feedback) => onEdit({ feedback })}
        />
        <Checkbox
          label={t('questions.keepLast')}
          checked={choice.keepLast}
          onChange={(event) => onEdit({ keepLast: event.target.checked })}
        />
        <Checkbox
          label={t(choice.correct ? 'questions.edit.indispensable' : 'questions.edit.inacceptable')}
          hint={t('questions.edit.importanceHint')}
          checked={choice.correct ? choice.indispensable : choice.inacceptable}
          onChange={({ target: { checked } }) =>
            onEdit(choice.correct ? { indispensable: checked } : { inacceptable: checked })
          }
        />
      </div>
    </li>
  )
}

function swapped<T>(all: readonly T[], rank: number, by: number): T[] {
  const next = [...all]
  ;[next[rank], next[rank + by]] = [all[rank + by] as T, all[rank] as T]
  return next
}
