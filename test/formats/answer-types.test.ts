import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type QuestionInFile, questionInFile } from '#contract/questions/question-file.ts'
import { questionDraft } from '#contract/questions/question-writing.ts'
import { faultsOf } from '#core/questions/faults.ts'
import type { Question } from '#core/questions/question.ts'
import { draftOfQuestion, questionOfDraft } from '#server/questions/editing/draft-question.ts'
import { exportQuestions } from '#server/questions/formats/export-questions.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import { questionToFile } from '#server/questions/formats/question-to-file.ts'
import { toPortable } from '#server/questions/formats/to-portable.ts'
import { listedOf } from '#server/questions/listed.ts'
import { render, renderQuestion } from '#server/questions/rendering/render.ts'
import { answerTypes, asQuestion } from '../setup/answer-types.ts'

const word = fc.stringMatching(/^[a-z`*<>&é-]{1,8}$/)
const feedback = fc.option(word, { nil: undefined })
const weight = fc.constantFrom(undefined, '1/2', '-1/3', 0.5)
const words = (min: number, max: number) => fc.uniqueArray(word, { minLength: min, maxLength: max })
const said = (
  texts: string[],
  one: fc.Arbitrary<{ feedback?: string | undefined; weight?: string | number | undefined }>,
) => fc.tuple(...texts.map((text) => one.map((rest) => ({ text, ...rest }))))

const { cloze, ordering, matching, exact_answer } = answerTypes
const notes = fc.record({ feedback, weight })
const gap = words(2, 8).chain((texts) =>
  fc.tuple(said(texts, notes), fc.nat(texts.length - 1)).map(([choices, key]) => ({
    choices: choices.map((choice, index) => ({ ...choice, ...(index === key ? { correct: true } : {}) })),
  })),
)
const anyFile: fc.Arbitrary<QuestionInFile> = fc.oneof(
  fc.array(gap, { minLength: 1, maxLength: 8 }).map((gaps) => ({
    ...{ ...cloze, gaps },
    stem: gaps.map((_, index) => `[[${index + 1}]]`).join(' et '),
  })),
  fc
    .record({ order: words(3, 8), partial: fc.constantFrom(undefined, 'exact', 'places', 'pairs', 'longest_run') })
    .chain(({ order, partial }) =>
      said(order, fc.record({ feedback })).map((items) => ({ ...ordering, order: items, partial: partial as 'exact' })),
    ),
  fc
    .record({
      items: words(2, 8),
      answers: words(2, 14),
      uses: fc.array(fc.nat(7), { minLength: 8, maxLength: 8 }),
      feedback,
    })
    .map(({ items, answers, uses, feedback }) => {
      const pairs = items.map((item, index) => ({
        item,
        answer: answers[(uses[index] ?? 0) % answers.length] ?? '',
        feedback,
      }))
      const used = new Set(pairs.map(({ answer }) => answer))
      return { ...matching, pairs, extras: answers.filter((answer) => !used.has(answer)).slice(0, 6) }
    }),
  fc.record({ texts: words(1, 20), accepted: fc.integer({ min: 1, max: 12 }) }).chain(({ texts, accepted }) =>
    said(texts, notes).map((all) => ({
      ...exact_answer,
      accept: all.slice(0, accepted),
      foresee: all.slice(accepted, accepted + 12),
    })),
  ),
)

/** Letters of the options may differ where answers come in another order: what is said is compared. */
const again = (question: Question): Question => asQuestion(questionInFile.parse(questionToFile(question)))

describe('the types whose choices are not one list', () => {
  it('come back from their file as they left, whatever they hold', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const question = asQuestion(questionInFile.parse(file))
        expect(again(question)).toEqual(question)
      }),
      { numRuns: 300 },
    )
  })

  it('come back from the form of their editor', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const question = asQuestion(questionInFile.parse(file))
        const draft = questionDraft.parse(draftOfQuestion(question))
        const written = questionOfDraft(draft, { id: question.id, before: question, language: 'fr' })
        expect(JSON.parse(JSON.stringify(written))).toEqual(question)
      }),
      { numRuns: 100 },
    )
  })

  it('come back from our own files', async () => {
    const questions = Object.values(answerTypes).map(asQuestion)
    expect(questions.flatMap(faultsOf)).toEqual([])
    const portable = questions.map((question) => toPortable(question, ['un', 'images']))
    const { bytes, name } = await exportQuestions(portable, 'yaml')
    const { usable, unusable } = await importFile({ bytes, name })
    expect(unusable).toEqual([])
    expect(usable.map(({ bank }) => bank)).toEqual(questions)
  })

  it('leaves the answers of another type out of a draft', () => {
    const draft = { ...draftOfQuestion(asQuestion(cloze)), type: 'matching' as const }
    const place = { id: 'x', before: asQuestion(cloze), language: 'fr' } as const
    expect(questionOfDraft(draft, place)).toMatchObject({ type: 'matching', choices: [], parts: undefined })
    const single = { ...draft, type: 'true_false' as const, answers: null }
    expect(JSON.parse(JSON.stringify(questionOfDraft(single, place)))).not.toHaveProperty('parts')
  })
})

describe('what is listed of them', () => {
  const listed = (given: QuestionInFile) => listedOf(asQuestion(given), renderQuestion(asQuestion(given)))

  it('is each gap with its own choices', () => {
    const { choices, parts, typed } = listed(cloze)
    expect(choices.map(({ id, part }) => [id, part])).toEqual([
      ['1a', '1'],
      ['1b', '1'],
      ['1c', '1'],
      ['2a', '2'],
      ['2b', '2'],
    ])
    expect([parts, typed]).toEqual([undefined, undefined])
  })

  it('is one list for all places or items', () => {
    expect(listed(ordering)).toMatchObject({ parts: [{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }] })
    expect(listed(ordering).choices.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
    const { choices, parts } = listed(matching)
    expect(choices.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(JSON.stringify(parts)).toContain('ReplicaSet')
  })

  it('is no answer where one is typed', () => {
    expect(listed(exact_answer)).toEqual({ choices: [], typed: { kind: 'text', case: true } })
    const number = {
      ...exact_answer,
      accept: ['12'],
      typed: { kind: 'number', tolerance: 3, unit: 'Gio', unitRequired: true },
    } as const
    expect(listed({ ...number, accept: [...number.accept] })).toEqual({
      choices: [],
      typed: { kind: 'number', tolerance: '3', unit: 'Gio', unitRequired: true },
    })
  })

  it('keeps gaps as they are written, in words, in code and in a block of code', () => {
    const stem = 'Un [[1]] dans `a [[2]] b` :\n\n```yaml\nkind: [[3]]\nname: "[[4]]"\n```\n\n| a |\n|---|\n| [[5]] |'
    const text = JSON.stringify(render(stem))
    expect(JSON.stringify(render('\ue001 [[1]]'))).toContain('\ue001 [[1]]')
    for (const gap of ['[[1]]', '[[2]]', '[[3]]', '[[4]]', '[[5]]']) expect(text.split(gap)).toHaveLength(2)
  })

  it('shows a typed answer as it is written', () => {
    const question = asQuestion({ ...exact_answer, accept: ['ls *.txt *.md'] })
    expect(JSON.stringify(renderQuestion(question).choices[0]?.text)).toContain('ls *.txt *.md')
  })
})
