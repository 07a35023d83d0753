import { expect, it } from 'vitest'
import type { QuestionInFile } from '#contract/questions/question-file.ts'
import { listedOf } from '#server/questions/listed.ts'
import { renderQuestion } from '#server/questions/rendering/render.ts'
import { markedChoices, partsMarked } from '#server/questions/seen-choices.ts'
import { answerTypes, asQuestion } from '#test/setup/answer-types.ts'
import { answeredAgain, askedAgain } from '#web/attempts/review/answer-again.ts'
import type { MarkedQuestion } from '#web/attempts/review/marked-question.ts'

/** A marked question as the review receives it, blank. */
function marked(given: QuestionInFile): MarkedQuestion {
  const question = asQuestion(given)
  const rendered = renderQuestion(question)
  const asked = listedOf(question, rendered)
  const choiceIds = asked.choices.map(({ id }) => id)
  return {
    ...{ id: 'q', position: 1, section: 'images', difficulty: 'easy', points: 100, certainty: null, source: null },
    ...{ earned: 0, outcome: 'blank', working: { code: 'blank', values: {} }, explanation: [], stem: rendered.stem },
    type: question.type,
    ...partsMarked(asked, []),
    choices: markedChoices({ asked, choiceIds, ticked: [], key: question, feedbackOf: () => null }),
  }
}
const { cloze, ordering, matching, exact_answer } = answerTypes
const number = {
  ...exact_answer,
  accept: ['12'],
  foresee: [],
  typed: { kind: 'number', tolerance: 1, unit: 'Gio' },
} as const

it('asks a marked question again as it was asked, without its key', () => {
  for (const given of [cloze, ordering, matching, exact_answer]) {
    const question = asQuestion(given)
    const { choices, parts, typed } = askedAgain(marked(given))
    expect(JSON.parse(JSON.stringify({ choices, parts, typed }))).toEqual(listedOf(question, renderQuestion(question)))
  }
})

it.each<[QuestionInFile, string[], boolean]>([
  [cloze, ['1a', '2b'], true],
  [cloze, ['1a'], false],
  [ordering, ['1a', '2b', '3c', '4d'], true],
  [ordering, ['1b', '2a', '3c', '4d'], false],
  [matching, ['1a', '2b', '3b'], true],
  [exact_answer, ['=kubectl  get pods -A'], true],
  [exact_answer, ['=kubectl get pods'], false],
  [exact_answer, [], false],
  [{ ...number, accept: [...number.accept], foresee: [] }, ['=12,9 Gio'], true],
  [{ ...number, accept: [...number.accept], foresee: [] }, ['=13,1'], false],
])('%o, %o: %s', (given, chosen, isRight) => {
  expect(answeredAgain(marked(given), chosen).isRight).toBe(isRight)
})
