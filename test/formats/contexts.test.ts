import { describe, expect, it } from 'vitest'
import { exportQuestions } from '#server/questions/formats/export-questions.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import { exportFormats } from '#server/questions/formats/losses.ts'
import { compareWithBank } from '#server/questions/formats/plan-import.ts'
import { toPortable } from '#server/questions/formats/to-portable.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { toQuestion } from '#server/questions/to-question.ts'

const read = async (text: string, name: string) => {
  const { usable, unusable } = await importFile({ bytes: Buffer.from(text), name })
  expect(unusable).toEqual([])
  return usable.map(({ stem, context }) => [stem, context ?? null])
}
const missing = {
  ...{ heading: 'Images', quote: 'Images', explanation: 'Voir le cours.' },
  ...{ difficulty: 'easy' as const, level: 'remember' as const, seconds: 60 },
}
const plan = (
  questions: Parameters<typeof compareWithBank>[0]['questions'],
  bank: Parameters<typeof compareWithBank>[0]['bank'],
) => compareWithBank({ questions, bank, language: 'fr', sectionOf: () => 'images', missingIn: () => missing })

describe('a document that several questions share', () => {
  const log = { id: 'le-journal', title: 'Le journal', text: 'La première ligne.\n\nLa seconde.' }

  it('is the text of a group of AMC-TXT, said before its questions', async () => {
    const amc = `*( Le journal
La première ligne.

La seconde.

* Un ?
+ a
- b

** Deux ?
+ a
- b
*)

* Trois ?
+ a
- b
`
    expect(await read(amc, 'q.txt')).toEqual([
      ['Un ?', log],
      ['Deux ?', log],
      ['Trois ?', null],
    ])
  })

  it('is a description of Moodle, until the next one or another category', async () => {
    const question = (stem: string) => `<question type="truefalse"><name><text>${stem}</text></name>
      <questiontext format="html"><text>${stem}</text></questiontext>
      <answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>`
    const quiz = `<?xml version="1.0"?><quiz>${question('Zéro')}
      <question type="description"><name><text>Le journal</text></name><questiontext format="html">
      <text>&lt;p&gt;La première ligne.&lt;/p&gt;&lt;p&gt;La seconde.&lt;/p&gt;</text></questiontext></question>
      ${question('Un')}${question('Deux')}
      <question type="category"><category><text>$course$/Autre</text></category></question>${question('Trois')}</quiz>`
    expect(await read(quiz, 'q.xml')).toEqual([
      ['Zéro', null],
      ['Un', log],
      ['Deux', log],
      ['Trois', null],
    ])
  })

  it('is a stimulus of QTI, in a file of its own that items name', async () => {
    const item = (id: string, href: string) => `<?xml version="1.0"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="${id}" title="${id}">
<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
<qti-correct-response><qti-value>a</qti-value></qti-correct-response></qti-response-declaration>
<qti-assessment-stimulus-ref identifier="s1" href="${href}" title="Le journal"/>
<qti-item-body><qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">
<qti-prompt>${id} ?</qti-prompt><qti-simple-choice identifier="a">A</qti-simple-choice>
<qti-simple-choice identifier="b">B</qti-simple-choice></qti-choice-interaction></qti-item-body></qti-assessment-item>`
    const stimulus = `<?xml version="1.0"?>
<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="s1" title="Le journal">
<qti-stimulus-body><p>La première ligne.</p><p>La seconde.</p></qti-stimulus-body></qti-assessment-stimulus>`
    const bytes = await zip([
      { path: 'un.xml', bytes: Buffer.from(item('Un', 'textes/s1.xml')) },
      { path: 'deux.xml', bytes: Buffer.from(item('Deux', 'textes/s1.xml')) },
      { path: 'trois.xml', bytes: Buffer.from(item('Trois', 'textes/absent.xml')) },
      { path: 'textes/s1.xml', bytes: Buffer.from(stimulus) },
    ])
    const { usable, unusable } = await importFile({ bytes, name: 'q.zip' })
    expect(usable.map(({ title, context }) => [title, context])).toEqual([
      ['Deux', log],
      ['Un', log],
    ])
    expect(unusable.map(({ title, reason }) => `${title} ${reason}`)).toEqual(['Trois missing_file'])
  })

  it('enters the bank once, under a name of its own', async () => {
    const { usable } = await importFile({
      bytes: Buffer.from('*( Le journal\nUne ligne.\n* Un ?\n+ a\n- b\n* Deux ?\n+ a\n- b\n'),
      name: 'q.txt',
    })
    const other = toQuestion(
      { ...plan(usable, []).added[0]?.file, id: 'autre', stem: 'Autre ?', context: log } as never,
      { section: 'images', language: 'fr' },
    )
    const { added } = plan(usable, [other])
    const mine = { id: 'le-journal-2', title: 'Le journal', text: 'Une ligne.' }
    expect(added.map(({ file }) => file.context)).toEqual([mine, mine])
  })

  it('goes out to every format, and comes back as the question it was', async () => {
    const file = {
      ...{ type: 'single' as const, id: 'img-un', stem: 'Combien de lignes ?', context: log },
      ...{ explanation: missing.explanation, difficulty: 'easy' as const, level: 'remember' as const, seconds: 40 },
      source: { heading: 'Images', quote: 'Images' },
      choices: [{ text: 'Deux', correct: true }, { text: 'Trois' }],
    }
    const bank = [toQuestion(file, { section: 'images', language: 'fr' })]
    bank.push({ ...(bank[0] as (typeof bank)[0]), id: 'img-deux', stem: 'Et encore ?' })
    for (const format of exportFormats) {
      const { bytes, name, losses } = await exportQuestions(
        bank.map((question) => toPortable(question, ['un', 'images'])),
        format,
      )
      expect(
        losses.some(({ feature }) => feature === 'context'),
        format,
      ).toBe(format !== 'yaml')
      const { usable } = await importFile({ bytes, name })
      if (format === 'yaml') expect(usable.map((one) => one.bank)).toEqual(bank)
      const { added, changed, unchanged } = plan(usable, bank)
      expect([format, added.length, changed.length, unchanged.length]).toEqual([format, 0, 0, 2])
    }
  })
})
