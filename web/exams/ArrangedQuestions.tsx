import { type KeyboardEvent, useRef, useState } from 'react'
import type { ExamView } from '#contract/exams/exams.ts'
import { useDrag } from '#web/courses/use-drag.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { DrawnFacts } from './DrawnView.tsx'
import type { ExamDraw } from './exam-draw.ts'
import { useArrange } from './use-arrange.ts'
import type { DraftKeeper } from './use-draft.ts'

type Props = { courseId: string; exam: ExamView; keeper: DraftKeeper; draw: ExamDraw }
type Question = ExamDraw['questions'][number]

/** The questions that a draft has drawn: each can be locked, replaced by another, and moved, with a pointer or by keys. */
export function ArrangedQuestions({ courseId, exam, keeper, draw }: Props) {
  const { t } = useText()
  const say = useToast()
  const list = useRef<HTMLOListElement>(null)
  const [said, setSaid] = useState('')
  const { shown, arrange } = useArrange({ courseId, examId: exam.id }, { draw, keeper })
  const byKey = new Map(draw.questions.map((question) => [question.key, question]))
  // A question that came since is at the end until the draw says where it stands.
  const keys = [...new Set([...shown.order, ...byKey.keys()])].filter((key) => byKey.has(key))
  const always = new Set(keeper.draft.blueprint.questionIds)

  const moveTo = (key: string, place: number) => {
    const from = keys.indexOf(key)
    if (place < 0 || place >= keys.length || place === from) return
    const order = keys.filter((other) => other !== key)
    order.splice(place, 0, key)
    arrange({ order })
    setSaid(t('exams.arrange.moved', { key, position: place + 1, count: keys.length }))
    // The row has moved: the focus goes with it.
    requestAnimationFrame(() => {
      const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-move]') ?? [])]
      buttons.find(({ dataset }) => dataset['move'] === key)?.focus()
    })
  }
  const drag = useDrag(({ id }, { id: target, isAfter }) => {
    const rest = keys.filter((key) => key !== id)
    moveTo(id, rest.indexOf(target) + (isAfter ? 1 : 0))
  })
  const onKeyDown = (event: KeyboardEvent, key: string) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    moveTo(key, keys.indexOf(key) + (event.key === 'ArrowUp' ? -1 : 1))
  }
  const replace = (key: string) => {
    const before = { order: keys, locked: shown.locked, refused: shown.refused }
    arrange({ order: keys, refused: [...shown.refused, key] }, () =>
      say({ text: t('exams.arrange.replaced', { key }), tone: 'good', undo: () => arrange(before) }),
    )
  }
  const acts = ({ key }: Question, place: number) => {
    const isLocked = shown.locked.includes(key)
    const isAlways = always.has(key)
    return (
      <div className="drawn__acts">
        {isAlways && <span className="small muted">{t('exams.arrange.always')}</span>}
        {!isAlways && (
          <>
            <Button
              size="small"
              variant="quiet"
              iconOnly
              aria-pressed={isLocked}
              aria-label={t(isLocked ? 'exams.arrange.unlock' : 'exams.arrange.lock', { key })}
              title={t(isLocked ? 'exams.arrange.unlock' : 'exams.arrange.lock', { key })}
              onClick={() =>
                arrange({
                  order: keys,
                  locked: isLocked ? shown.locked.filter((one) => one !== key) : [...shown.locked, key],
                })
              }
            >
              <Icon name="lock" />
            </Button>
            <Button
              size="small"
              variant="quiet"
              iconOnly
              disabled={isLocked}
              aria-label={t('exams.arrange.replace', { key })}
              title={t('exams.arrange.replace', { key })}
              onClick={() => replace(key)}
            >
              <Icon name="refresh" />
            </Button>
          </>
        )}
        <Button
          size="small"
          variant="quiet"
          iconOnly
          disabled={place === 0}
          aria-label={t('exams.arrange.up', { key })}
          onClick={() => moveTo(key, place - 1)}
        >
          <Icon name="chevron-up" />
        </Button>
        <Button
          size="small"
          variant="quiet"
          iconOnly
          data-move={key}
          disabled={place === keys.length - 1}
          aria-label={t('exams.arrange.down', { key })}
          onKeyDown={(event) => onKeyDown(event, key)}
          onClick={() => moveTo(key, place + 1)}
        >
          <Icon name="chevron-down" />
        </Button>
        <span
          className="drawn__handle"
          aria-hidden="true"
          title={t('exams.arrange.handle', { key })}
          {...drag.handle({ kind: 'section', id: key })}
        >
          <Icon name="drag" />
        </span>
      </div>
    )
  }
  return (
    <>
      {keeper.draft.shuffleQuestions && <p className="small muted">{t('exams.arrange.shuffled')}</p>}
      {shown.refused.length > 0 && (
        <p className="cluster small">
          {t('exams.arrange.refused', { count: shown.refused.length })}
          <Button size="small" variant="quiet" onClick={() => arrange({ order: keys, refused: [] })}>
            {t('exams.arrange.giveBack')}
          </Button>
        </p>
      )}
      <p className="vh" role="status">
        {said}
      </p>
      <ol className="drawn" ref={list}>
        {keys.flatMap((key, place) => {
          const question = byKey.get(key)
          if (!question) return []
          const isTarget = drag.place?.id === key && drag.dragged?.id !== key
          return (
            <li
              key={key}
              className="drawn__question drawn__question--arranged"
              data-drag-kind="section"
              data-drag-id={key}
              data-dragged={drag.dragged?.id === key || undefined}
              data-drop={isTarget ? (drag.place?.isAfter ? 'after' : 'before') : undefined}
            >
              <div>
                <DrawnFacts courseId={courseId} draw={draw} question={question} />
              </div>
              {acts(question, place)}
            </li>
          )
        })}
      </ol>
    </>
  )
}
