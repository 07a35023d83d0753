import { describe, expect, it } from 'vitest'
import type { Question } from '#core/questions/question.ts'
import { unzip } from '#server/platform/unzip.ts'
import { exportQuestions } from '#server/questions/formats/export-questions.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import { exportFormats } from '#server/questions/formats/losses.ts'
import { compareWithBank } from '#server/questions/formats/plan-import.ts'
import { toPortable } from '#server/questions/formats/to-portable.ts'
import { withoutTooComplex } from '#server/questions/formats/too-complex.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { render } from '#server/questions/rendering/render.ts'
import { toQuestion } from '#server/questions/to-question.ts'
import { png } from '#test/setup/images.ts'
import { faultsOfItem } from '#test/setup/qti-model.ts'

const read = async (text: string, name: string) => {
  const { usable, unusable } = await importFile({ bytes: Buffer.from(text), name })
  expect(unusable).toEqual([])
  // Read once, however many questions it introduces.
  const documents = usable.flatMap(({ context }) => context ?? [])
  expect(new Set(documents).size).toBe(new Set(documents.map(({ text: words }) => words)).size)
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

/** The tree of a text, whatever its spelling. */
const reading = (markdown: string) => JSON.stringify(render(markdown)).replace(/\\n/g, ' ')

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

  it('is a text of GIFT without answers, until the next one or another category', async () => {
    const gift = `Zéro {T}

::Le journal::[markdown]La première ligne.\\n\\nLa seconde.

Un {T}

Deux {F}

$CATEGORY: Autre

Trois {T}

::Pour rien::Un texte que rien ne suit.
`
    const { usable, unusable } = await importFile({ bytes: Buffer.from(gift), name: 'q.gift' })
    expect(usable.map(({ stem, context }) => [stem, context ?? null])).toEqual([
      ['Zéro', null],
      ['Un', log],
      ['Deux', log],
      ['Trois', null],
    ])
    expect(unusable).toMatchObject([{ title: 'Pour rien', kind: 'description', line: 13 }])
  })

  it('is not a description of Moodle that no question follows: it is told', async () => {
    const description = `<question type="description"><name><text>Pour rien</text></name>
      <questiontext format="html"><text>Un texte.</text></questiontext></question>`
    const quiz = `<?xml version="1.0"?><quiz>${description}
      <question type="category"><category><text>$course$/Autre</text></category></question>${description}</quiz>`
    const { unusable } = await importFile({ bytes: Buffer.from(quiz), name: 'q.xml' })
    expect(unusable.map(({ title, kind, line }) => [title, kind, line])).toEqual([
      ['Pour rien', 'description', 1],
      ['Pour rien', 'description', 3],
    ])
  })

  it('is a text of Canvas, for what follows in its section and its groups', async () => {
    const field = (label: string, entry: string) =>
      `<qtimetadatafield><fieldlabel>${label}</fieldlabel><fieldentry>${entry}</fieldentry></qtimetadatafield>`
    const text = `<item ident="texte" title="Le journal"><itemmetadata><qtimetadata>${field('question_type', 'text_only_question')}
      </qtimetadata></itemmetadata><presentation><material><mattext texttype="text/html">&lt;p&gt;La première ligne.&lt;/p&gt;&lt;p&gt;La seconde.&lt;/p&gt;</mattext></material></presentation></item>`
    const item = (stem: string, more = '') =>
      `<item ident="i${stem}" title="Question"><itemmetadata><qtimetadata>${field('question_type', 'true_false_question')}${more}</qtimetadata></itemmetadata>
      <presentation><material><mattext>${stem}</mattext></material><response_lid ident="r" rcardinality="Single"><render_choice>
      <response_label ident="1"><material><mattext>True</mattext></material></response_label>
      <response_label ident="2"><material><mattext>False</mattext></material></response_label></render_choice></response_lid></presentation>
      <resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
      <respcondition continue="No"><conditionvar><varequal respident="r">1</varequal></conditionvar>
      <setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing></item>`
    const quiz = (inside: string) => `<?xml version="1.0"?>
      <questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a" title="Quiz">
      <section ident="root_section">${inside}</section></assessment></questestinterop>`
    const group = (...items: string[]) => `<section ident="g" title="Groupe">${items.join('')}</section>`
    expect(await read(quiz(`${item('Zéro')}${group(text, item('Un'))}${item('Deux')}`), 'q.xml')).toEqual([
      ['Zéro', null],
      ['Un', log],
      ['Deux', null],
    ])
    expect(await read(quiz(`${text}${group(item('Un'), item('Deux'))}${item('Trois')}`), 'q.xml')).toEqual([
      ['Un', log],
      ['Deux', log],
      ['Trois', log],
    ])
    // New Quizzes: the items of a stimulus name it, wherever they are.
    const of = field('parent_stimulus_item_ident', 'texte')
    expect(await read(quiz(`${item('Zéro', of)}${text}${item('Un')}${item('Deux', of)}`), 'q.xml')).toEqual([
      ['Zéro', log],
      ['Un', null],
      ['Deux', log],
    ])
    const alone = await importFile({ bytes: Buffer.from(quiz(`${item('Un')}${text}`)), name: 'q.xml' })
    expect(alone.unusable).toMatchObject([{ title: 'Le journal', kind: 'description' }])
  })

  it.each([
    ['2.1', 'assessment', (name: string) => name],
    ['3.0', 'qti-assessment-', (name: string) => `qti-${name.replace(/[A-Z]/g, (one) => `-${one.toLowerCase()}`)}`],
  ])('is what the section of a test of QTI %s says before its items', async (version, _prefix, n) => {
    const space =
      version === '2.1' ? 'http://www.imsglobal.org/xsd/imsqti_v2p1' : 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0'
    const item = (id: string) => `<?xml version="1.0"?>
<${n('assessmentItem')} xmlns="${space}" identifier="${id}" title="${id}">
<${n('responseDeclaration')} identifier="RESPONSE" cardinality="single" ${version === '2.1' ? 'baseType' : 'base-type'}="identifier">
<${n('correctResponse')}><${n('value')}>a</${n('value')}></${n('correctResponse')}></${n('responseDeclaration')}>
<${n('itemBody')}><${n('choiceInteraction')} ${version === '2.1' ? 'responseIdentifier' : 'response-identifier'}="RESPONSE" shuffle="true">
<${n('prompt')}>${id} ?</${n('prompt')}><${n('simpleChoice')} identifier="a">A</${n('simpleChoice')}>
<${n('simpleChoice')} identifier="b">B</${n('simpleChoice')}></${n('choiceInteraction')}></${n('itemBody')}></${n('assessmentItem')}>`
    const rubric = (use: string, text: string) =>
      `<${n('rubricBlock')} view="candidate"${use}><div>${text}</div></${n('rubricBlock')}>`
    const ref = (id: string) => `<${n('assessmentItemRef')} identifier="${id}" href="items/${id}.xml"/>`
    const test = `<?xml version="1.0"?>
<${n('assessmentTest')} xmlns="${space}" identifier="t" title="T"><${n('testPart')} identifier="p">
<${n('assessmentSection')} identifier="s" title="Le journal" visible="true">
${rubric('', '<p>La première ligne.</p><p>La seconde.</p>')}${ref('Un')}
<${n('assessmentSection')} identifier="in" title="Dedans" visible="true">${ref('Deux')}</${n('assessmentSection')}></${n('assessmentSection')}>
<${n('assessmentSection')} identifier="s2" title="Seconde" visible="true">
${rubric(' use="instructions"', 'Répondez vite.')}${ref('Trois')}</${n('assessmentSection')}>
</${n('testPart')}></${n('assessmentTest')}>`
    const bytes = await zip([
      { path: 'test.xml', bytes: Buffer.from(test) },
      ...['Un', 'Deux', 'Trois'].map((id) => ({ path: `items/${id}.xml`, bytes: Buffer.from(item(id)) })),
    ])
    const { usable, unusable, notices } = await importFile({ bytes, name: 'q.zip' })
    expect(unusable).toEqual([])
    expect(usable.map(({ title, context }) => [title, context ?? null])).toEqual([
      ['Deux', log],
      ['Trois', null],
      ['Un', log],
    ])
    expect(notices).toMatchObject([{ code: 'section_instructions', detail: 'Seconde' }])
  })

  it('longer than the bank takes, is left and told: its questions are not lost', async () => {
    const amc = `*( Le journal\n${'mot '.repeat(2_500)}\n* Un ?\n+ a\n- b\n*)\n`
    const { usable, notices } = await importFile({ bytes: Buffer.from(amc), name: 'q.txt' })
    expect([usable.length, usable[0]?.context, notices.map(({ code }) => code)]).toEqual([
      1,
      undefined,
      ['long_document'],
    ])
  })

  it('that no page may hold refuses its questions when they come, not when they are written', async () => {
    const coloured = `\`\`\`json\n[${'1,'.repeat(3_000)}1]\n\`\`\``.replaceAll('\n', '\\n')
    const gift = `::Le journal::[markdown]${coloured.replace(/[{}=~#:]/g, '\\$&')}\n\nUn {T}\n\nDeux {F}\n`
    const { usable, unusable } = withoutTooComplex(await importFile({ bytes: Buffer.from(gift), name: 'q.gift' }))
    expect([usable.length, unusable.map(({ title, reason }) => `${title} ${reason}`)]).toEqual([
      0,
      ['Un too_complex', 'Deux too_complex'],
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

  it.each(exportFormats)(
    'goes out once as %s, with its picture, and comes back around the same questions',
    async (format) => {
      const manifest = {
        id: 'manifeste',
        text: '- un\n+ deux\n\n```yaml\nports: [80]\n```\n\n![Le schéma](images/schema.png)',
      }
      const asked = (id: string, context?: typeof log | typeof manifest) =>
        toQuestion(
          {
            ...{ type: 'single' as const, id, stem: `Combien de lignes, ${id} ?`, context },
            ...{
              explanation: missing.explanation,
              difficulty: 'easy' as const,
              level: 'remember' as const,
              seconds: 40,
            },
            source: { heading: 'Images', quote: 'Images' },
            choices: [{ text: 'Deux', correct: true }, { text: 'Trois' }],
          },
          { section: id.slice(0, 3), language: 'fr' },
        )
      const given = [
        ...[asked('img-un', log), asked('img-seule'), asked('img-deux', log), asked('img-schema', manifest)],
        ...[asked('img-fin'), asked('res-un', log)],
      ]
      const files = [{ name: 'images/schema.png', bytes: png() }]
      const portable = given.map((question) =>
        toPortable(question, ['un', question.section], question.context === manifest ? files : []),
      )
      const { bytes, name, losses } = await exportQuestions(portable, format)
      const apart = losses.flatMap(({ feature, questions }) => (feature === 'context_apart' ? questions : []))
      expect(apart).toEqual(['gift', 'moodle-xml', 'qti22'].includes(format) ? [4] : [])
      const { usable, unusable } = await importFile({ bytes, name })
      expect(unusable).toEqual([])
      // AMC-TXT has the words of a picture, and no list.
      const words = (tree: string) =>
        format === 'amc-txt'
          ? [...tree.matchAll(/"(?:value|alt)":"([^"]*)"/g)]
              .map((match) => match[1])
              .join('')
              .replace(/[\s•]/g, '')
          : tree
      const seen = (id: string | undefined, context: Question['context']) =>
        context ? `${id}, ${context.title ?? 'sans titre'} : ${words(reading(context.text))}` : `${id}, seule`
      expect(usable.map(({ idnumber, context }) => seen(idnumber, context)).sort()).toEqual(
        given.map(({ id, context }) => seen(id, context)).sort(),
      )
      const [first, second] = usable
      if (format !== 'yaml') expect([first?.idnumber, second?.idnumber]).toEqual(['img-un', 'img-deux'])
      const shown = usable.find(({ idnumber }) => idnumber === 'img-schema')
      const carries = !['gift', 'amc-txt'].includes(format)
      expect(new Set(shown?.files.map((file) => file.bytes.length))).toEqual(new Set(carries ? [png().length] : []))
      // The picture of another tool is called by its content only once it is in the bank.
      const { added, changed } = plan(
        usable.filter((one) => one !== shown),
        given,
      )
      const isLost = format === 'amc-txt'
      expect([added.length, changed.length]).toEqual([0, isLost ? changed.length : 0])
    },
  )

  it('is a stimulus that the content model of QTI allows', async () => {
    const file = {
      ...{ type: 'true_false' as const, id: 'img-vrai', stem: 'Vrai ?', context: log, answer: true },
      ...{ explanation: missing.explanation, difficulty: 'easy' as const, level: 'remember' as const, seconds: 40 },
      source: { heading: 'Images', quote: 'Images' },
    }
    const question = toPortable(toQuestion(file, { section: 'images', language: 'fr' }), ['un', 'images'])
    for (const format of ['qti22', 'qti30'] as const) {
      const { bytes } = await exportQuestions([question], format)
      const { files } = await unzip(bytes)
      const faults = [...(files ?? [])].flatMap(([path, text]) =>
        path === 'imsmanifest.xml'
          ? []
          : faultsOfItem(Buffer.from(text).toString()).map((fault) => `${path}: ${fault}`),
      )
      expect([faults, [...(files?.keys() ?? [])].sort()], format).toEqual([
        [],
        ['documents/bareme-document-1/stimulus.xml', 'imsmanifest.xml', 'items/img-vrai/item.xml'],
      ])
    }
  })
})
