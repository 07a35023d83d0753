import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { readSection } from '#server/questions/bank/read-section.ts'
import { exportQuestions } from '#server/questions/formats/export-questions.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import type { ImportResult } from '#server/questions/formats/imported.ts'
import { exportFormats } from '#server/questions/formats/losses.ts'
import { compareWithBank } from '#server/questions/formats/plan-import.ts'
import { toQuestion } from '#server/questions/to-question.ts'
import { hasSharedCases, sharedCases } from '#test/setup/shared-fixtures.ts'

// Whole files are read and written again: slow when the machine is shared.
vi.setConfig({ testTimeout: 60_000 })

const bytesOf = (name: string) => readFileSync(join(sharedCases, 'questions', name))
const read = (name: string) => importFile({ bytes: bytesOf(name), name })
/** A good question put after what is wrong: it must still be there. */
const readWith = (name: string, after: (text: string) => string) =>
  importFile({ bytes: Buffer.from(after(bytesOf(name).toString('utf8'))), name })

const reasons = ({ unusable }: ImportResult) => unusable.map(({ line, reason }) => [line, reason])
const codes = ({ notices }: ImportResult) => notices.map(({ code }) => code)
const keysOf = ({ usable }: ImportResult) =>
  usable.map(({ choices }) => choices.filter(({ correct }) => correct).map(({ text }) => text))
const orders = ({ usable }: ImportResult) =>
  usable.map(({ choices }) => choices.map(({ keepLast }) => keepLast ?? false))

const missing = {
  heading: 'Un',
  quote: 'Un',
  difficulty: 'easy',
  level: 'apply',
  seconds: 60,
  explanation: 'Un.',
} as const
/** What the bank would hold. */
const planned = ({ usable }: ImportResult) =>
  compareWithBank({ language: 'fr', questions: usable, bank: [], sectionOf: () => 'une', missingIn: () => missing })

describe.skipIf(!hasSharedCases)('a question that cannot be asked takes no other with it', () => {
  const good = (text: string) =>
    text.includes('</quiz>')
      ? text.replace('</quiz>', `${moodleQuestion}</quiz>`)
      : `${text}\n\n::Bonne:: Quelle est la bonne ?{=celle-ci ~celle-là}\n`
  it.each([
    [
      'gift-empty-choice.gift',
      [
        [1, 'empty_choice'],
        [3, 'empty_choice'],
      ],
    ],
    ['moodle-nbsp-choice.xml', [[2, 'empty_choice']]],
    ['moodle-nbsp-stem.xml', [[2, 'no_stem']]],
    ['moodle-mathml-choice.xml', [[2, 'unreadable_math']]],
    ['moodle-external-image-choice.xml', [[2, 'empty_choice']]],
    ['moodle-tf-long-explanation.xml', [[2, 'too_long']]],
  ] as const)('%s', async (name, told) => {
    const result = await readWith(name, good)
    expect(reasons(result)).toEqual(told)
    expect(result.usable.map(({ title }) => title)).toEqual(['Bonne'])
    expect(planned(result)).toMatchObject({ added: [{ file: { id: 'bonne' } }], unusable: [] })
  })

  it('a name that encodes nothing is the name of a file', async () => {
    expect(keysOf(await read('qti-percent-name.zip'))).toEqual([['un', 'deux']])
  })
})

const moodleQuestion = `<question type="multichoice"><name><text>Bonne</text></name><questiontext format="html">
  <text>Quelle est la bonne ?</text></questiontext><single>true</single><answer fraction="100"><text>celle-ci</text></answer>
  <answer fraction="0"><text>celle-là</text></answer></question>`

describe.skipIf(!hasSharedCases)('what a text says stays', () => {
  it('superscripts and subscripts, in GIFT and in QTI', async () => {
    const [gift] = (await read('gift-sup.gift')).usable
    expect(gift?.stem).toBe('Combien vaut 2¹⁰ ? (H₂O)')
    expect(gift?.choices.map(({ text }) => text)).toEqual(['10³', '10⁴', '103'])
    const qti = await read('qti22-sup.xml')
    expect(qti.usable[0]?.choices.map(({ text }) => text)).toEqual(['2³', '23'])
    expect(qti.usable[0]?.stem).toBe('Quel est le mot _souligné_ dans « le _chat_ » ?')
    expect(codes(qti)).toEqual(['underline'])
  })

  it('a superscript that Unicode has not is a formula', async () => {
    const { usable } = await importFile({
      bytes: Buffer.from('[html]Le 1<sup>er</sup>, A<sup>T</sup> et x<sub>max</sub> ?{=a ~b}'),
      name: 'q.gift',
    })
    expect(usable[0]?.stem).toBe('Le 1ᵉʳ, A$$^{\\text{T}}$$ et xₘₐₓ ?')
  })

  it('the lines of a code, the image of an object, the spaces that do not break', async () => {
    expect((await read('gift-code-br.gift')).usable[0]?.stem).toBe('`docker ps`\\\n`docker rm x` et _souligné_')
    expect((await read('qti22-object-image.xml')).usable[0]?.stem).toBe(
      'Regardez :\n\n![texte alternatif](images/sign.png)\n\nQ ?',
    )
    expect((await read('nbsp-qti21.xml')).usable[0]?.stem).toBe(
      "Que partagent deux conteneurs\u00a0d'un même hôte\u00a0?",
    )
  })

  it('a formula given with the dollars of its TeX', async () => {
    expect((await read('gift-mathml-dollar.gift')).usable[0]?.stem).toBe('$$5\\,m$$')
  })

  it('the order an author imposed, and that a question was hidden is told', async () => {
    const moodle = await read('moodle-shuffle-hidden.xml')
    expect(orders(moodle)).toEqual([[true, true, true]])
    expect(moodle.usable[0]?.stem).toBe('Que vaut 2¹⁰ en base 10 ?')
    expect(codes(moodle)).toEqual(['hidden'])
    expect(planned(moodle).added[0]?.file).toMatchObject({ choices: [{ last: true }, { last: true }, { last: true }] })
    expect(orders(await read('qti22-shuffle-rubric.xml'))).toEqual([[true, true, true]])
    expect(orders(await read('d2l-multi-select.xml'))).toEqual([[true, true, true]])
    for (const format of ['moodle-xml', 'qti22', 'qti30', 'amc-txt'] as const) {
      const { bytes, name, losses } = await exportQuestions(moodle.usable, format)
      expect(
        losses.map(({ feature }) => feature),
        format,
      ).not.toContain('keep_last')
      expect(orders(await importFile({ bytes, name })), format).toEqual([[true, true, true]])
    }
  })

  it('each question has its own image', async () => {
    const [question] = (await read('qti12-wrong-image.zip')).usable
    expect(question?.stem).toBe('Couleur ? ![x](org0/images/image.png)')
    const blue = Buffer.from(question?.files[0]?.bytes ?? [])
    expect(blue.toString('base64')).toContain('icLsAAAAAElFTkSuQmCC')
  })

  it('images that are alone in their choice, written in the file or missing', async () => {
    const result = await read('qti12-matimage-only.xml')
    const [question] = result.usable
    expect(question?.stem).toMatch(/^Que montre ce schéma \?\n\n!\[\]\(image-\d\.png\)$/)
    expect(question?.choices.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^!\[\]\(image-\d\.png\)$/),
      '![](b.png)',
    ])
    expect(question?.files).toHaveLength(2)
    expect(codes(result)).toEqual(['missing_image'])
  })
})

describe.skipIf(!hasSharedCases)('nothing that tells the key, or is for scorers, is in a stem', () => {
  it('rubrics and feedback of QTI', async () => {
    const rubric = await read('qti22-shuffle-rubric.xml')
    expect(rubric.usable[0]?.stem).toBe('Lisez bien.\n\nQuel énoncé est vrai ?')
    expect(codes(rubric)).toEqual(['combined_feedback', 'rubric'])
    const inline = await read('qti22-feedbackinline-leak.xml')
    expect(inline.usable[0]?.stem).toBe('Q ?')
    expect(inline.usable[0]?.choices.map(({ feedback }) => feedback)).toEqual([undefined, undefined, 'Oui, trois.'])
    const theirs = await read('qti3-rubric_block-1edtech.xml')
    expect(theirs.usable[0]?.stem).toMatch(/^Select the option that best represents the correct answer\.\n\nTom walks/)
    expect(theirs.usable[0]?.stem).not.toMatch(/Help the candidate|implied|scor/i)
    expect(codes(theirs)).toEqual(['rubric'])
  })

  it('feedback deep inside a choice is not its text', async () => {
    const text = bytesOf('qti22-feedbackinline-leak.xml')
      .toString('utf8')
      .replace(
        '>un<',
        '><p>un <feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">Non.</feedbackInline></p><',
      )
    const { usable } = await importFile({ bytes: Buffer.from(text), name: 'q.xml' })
    expect(usable[0]?.choices[0]).toMatchObject({ text: 'un', feedback: 'Non.' })
  })

  it('a text its page did not show', async () => {
    const text = '[html]Un ? <span style="display:none">C’est la première.</span><p hidden>Ou pas.</p>{=a ~b}'
    const { usable, notices } = await importFile({
      bytes: Buffer.from(text.replace('display:', 'display\\:')),
      name: 'q.gift',
    })
    expect(usable[0]?.stem).toBe('Un ?')
    expect(notices.map(({ code }) => code)).toEqual(['hidden_text', 'hidden_text'])
  })

  it('the general feedback of GIFT, wherever it is written', async () => {
    const [question] = (await read('gift-general-feedback-after.gift')).usable
    expect(question?.stem).toBe("Paris est la capitale de l'Europe.")
    expect(question?.explanation).toBe('Paris est la capitale de la France')
  })
})

describe.skipIf(!hasSharedCases)('the key is what earns the most', () => {
  it('points taken away are no key; what any of several answers earns has none', async () => {
    const result = await read('qti12-subtract.xml')
    expect(result.usable.map(({ title }) => title)).toEqual([
      'Subtract',
      'Subtract multiple',
      'Not-only condition earns',
    ])
    expect(keysOf(result)).toEqual([['Paris'], ['2', '4'], ['Carotte']])
    expect(result.usable.map(({ choices }) => choices.map(({ weight }) => weight))).toEqual([
      ['1', '-1', '0'],
      ['1/2', '-1/2', '1/2'],
      ['0', '1'],
    ])
    expect(reasons(result)).toEqual([[26, 'unclear_scoring']])
  })

  it('a box that earns when it stays empty is no key', async () => {
    for (const name of ['ilias-qti.xml', 'ilias-qti-no-doctype.xml'])
      expect(keysOf(await read(name)), name).toEqual([['Leurs couches'], ['Quay', 'Harbor']])
    expect(keysOf(await read('d2l-multi-select.xml'))).toEqual([['Quay', 'Harbor']])
  })

  it('the banks of a Canvas course are read, its quizzes once', async () => {
    const result = await read('canvas-banks.zip')
    const { added, unchanged } = planned(result)
    expect(added.map(({ from }) => from.stem)).toEqual([
      'Name a letter after X',
      'Pick the vowel',
      'Is this question in a bank?',
      'Is this an old quiz?',
    ])
    expect(unchanged).toHaveLength(1)
    expect(keysOf(result).slice(0, 2)).toEqual([['Y', 'Z'], ['E']])
    expect(result.unusable.map(({ kind }) => kind)).toEqual(['essay', 'essay'])
    // Its text without question introduces the one that follows it.
    expect(result.usable.flatMap(({ context }) => context?.text ?? [])).toEqual(['This is just some text in a bank'])
  })
})

describe.skipIf(!hasSharedCases)('weights', () => {
  it('of Moodle enter the bank', async () => {
    const result = await read('moodle-weights.xml')
    expect(planned(result).added.map(({ file }) => file)).toMatchObject([
      { choices: [{ weight: '1' }, { weight: '1/2' }, { weight: '-1/2' }] },
    ])
    expect(codes(result)).toEqual(['partial_weights'])
    expect(reasons(result)).toEqual([
      [11, 'no_key'],
      [19, 'no_key'],
    ])
  })

  it.each(exportFormats)('of the bank go out as %s and come back, but for what is said to be lost', async (format) => {
    const { usable } = await read('bank-weights.yaml')
    const { bytes, name, losses } = await exportQuestions(usable, format)
    const back = planned(await importFile({ bytes, name })).added.map(
      ({ file }) => toQuestion(file, { section: 'une', language: 'fr' }).choices,
    )
    const lost = losses.map(({ feature }) => feature)
    const isTold = format === 'amc-txt'
    expect(lost.includes('partial_weights')).toBe(isTold)
    expect(lost.includes('importance')).toBe(format !== 'yaml')
    const weights = back[0]?.map(({ weight }) => weight ?? '0')
    if (!isTold) expect(weights).toEqual(['3/4', '1/4', '-1/2', '0'])
    // A tag carries them, for whoever takes the file back.
    expect(back[1]?.map(({ indispensable, inacceptable }) => [indispensable, inacceptable])).toEqual([
      [true, undefined],
      [undefined, undefined],
      [undefined, true],
    ])
  })

  it('that would make another key in Moodle are told, and not written', async () => {
    const text = bytesOf('bank-weights.yaml').toString('utf8').replace('weight: -1/2', 'weight: 1/2')
    const { usable } = await importFile({ bytes: Buffer.from(text), name: 'b.yaml' })
    for (const format of ['gift', 'moodle-xml'] as const) {
      const { bytes, name, losses } = await exportQuestions(usable, format)
      expect(losses.map(({ feature }) => feature)).toContain('partial_weights')
      expect(keysOf(await importFile({ bytes, name }))[0]).toEqual(['2', '4'])
    }
  })

  it('that only the file has are a change of the question in the bank', async () => {
    const { usable } = await read('bank-weights.yaml')
    const bank = usable.flatMap(({ bank: question }) => question ?? [])
    const bare = bank.map((question) => ({
      ...question,
      choices: question.choices.map((choice) => ({ ...choice, weight: undefined })),
    }))
    const plan = (known: typeof bank) =>
      compareWithBank({
        language: 'fr',
        questions: usable,
        bank: known,
        sectionOf: () => 'premiere-section',
        missingIn: () => missing,
      })
    expect(plan(bank)).toMatchObject({ added: [], changed: [] })
    expect(plan(bank).unchanged).toHaveLength(2)
    expect(plan(bare).changed.map(({ current }) => current.id)).toEqual(['poids'])
  })
})

describe.skipIf(!hasSharedCases)('Aiken as people type it', () => {
  it('each block on its own, each fault at its line', async () => {
    const result = await read('aiken-swallow.txt')
    expect(result.usable.map(({ stem }) => stem)).toEqual(['A good question'])
    expect(reasons(result)).toEqual([[1, 'choice_outside_question']])
  })

  it('without spaces, in small letters, in French', async () => {
    expect(keysOf(await read('aiken-nospace.txt'))).toEqual([['Oui']])
    const typed = await read('aiken-typed.txt')
    expect(typed.unusable).toEqual([])
    expect(keysOf(typed)).toEqual([['443'], ['docker build'], ['Deux'], ['Dockerfile'], ['Oui, une']])
  })
})

describe.skipIf(!hasSharedCases)('a fault of YAML', () => {
  const more = `
  - id: la-suivante
    type: true_false
    difficulty: easy
    level: remember
    seconds: 30
    source: { heading: "Gestion des versions", quote: "Gestion des versions" }
    stem: Une image a des couches.
    answer: true
    explanation: Oui.
`
  it.each([
    [
      'yaml-backtick.yaml',
      11,
      'Un texte ne peut pas commencer par «\u202f`\u202f» en YAML\u202f: mettez le texte entre guillemets',
    ],
    [
      'yaml-colon.yaml',
      9,
      'Un «\u202f:\u202f» suivi d’une espace, dans un texte, se lit comme une clé\u202f: mettez le texte entre guillemets',
    ],
  ])('%s is told in French with its cure, and the rest of the section is read', async (name, line, sentence) => {
    const { usable, unusable } = await readWith(name, (text) => `${text.trimEnd()}\n${more}`)
    expect(unusable.map((one) => one.line)).toEqual([line])
    expect(unusable[0]?.title).toContain(sentence)
    expect(usable.map(({ idnumber, line: at }) => [idnumber, at])).toEqual([['la-suivante', expect.any(Number)]])
  })

  it('a number where a text is expected says to quote it', async () => {
    const text = bytesOf('yaml-colon.yaml').toString('utf8').replace('juste : ceci', 'juste, ceci')
    const { unusable } = await importFile({ bytes: Buffer.from(text), name: 'b.yaml' })
    expect(unusable.map(({ line, title }) => [line, title.replaceAll('\u202f', ' ')])).toEqual([
      [
        14,
        '« choices[3].text » n’est pas du bon type : il faut du texte, entre guillemets quand il ressemble à un nombre.',
      ],
    ])
  })

  it('brackets in brackets without end are told, not thrown', () => {
    const text = `section: une\nquestions:\n  - ${'['.repeat(50_000)}\n`
    expect(readSection({ file: 'une.yaml', section: 'une', text, language: 'fr' }).problems.length).toBeGreaterThan(0)
  })
})
