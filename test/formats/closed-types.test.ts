import { describe, expect, it } from 'vitest'
import type { QuestionInFile } from '#contract/questions/question-file.ts'
import type { Question } from '#core/questions/question.ts'
import { exportQuestions } from '#server/questions/formats/export-questions.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import type { ImportResult, PortableAnswers } from '#server/questions/formats/imported.ts'
import { compareWithBank } from '#server/questions/formats/plan-import.ts'
import { withoutTooComplex } from '#server/questions/formats/too-complex.ts'
import { imagesOf } from '#server/questions/images/images-in.ts'
import { withOurImages } from '#server/questions/images/import-images.ts'
import { toQuestion } from '#server/questions/to-question.ts'
import { png } from '#test/setup/images.ts'
import { closedSamples } from './closed-samples.ts'

/** Cloze, ordering, matching and exact answers, as other tools write them. */

const read = (text: string, name = 'questions.txt') => importFile({ bytes: Buffer.from(text), name })
const gift = (text: string) => read(text, 'q.gift')
const moodle = (type: string, inside: string, text = 'Quelle commande ?') =>
  read(
    `<quiz><question type="${type}"><name><text>Une</text></name><questiontext format="html"><text><![CDATA[${text}]]></text></questiontext>${inside}</question></quiz>`,
  )
const answer = (fraction: string, text: string, more = '') =>
  `<answer fraction="${fraction}" format="moodle_auto_format"><text>${text}</text>${more}</answer>`
const says = (text: string) => `<feedback format="html"><text>${text}</text></feedback>`

function only<Kind extends PortableAnswers['kind']>({ usable, unusable }: ImportResult, kind: Kind) {
  expect(unusable).toEqual([])
  const [question] = usable
  expect(question?.type).toBe(kind)
  return { stem: question?.stem, ...(question?.answers as Extract<PortableAnswers, { kind: Kind }>) }
}
const refusal = ({ usable, unusable }: ImportResult) => {
  expect(usable).toEqual([])
  return unusable.map(({ kind, reason }) => kind ?? reason)
}
const told = ({ notices }: ImportResult) => notices.map(({ code }) => code)

describe('GIFT', () => {
  it('pairs, with an answer that fits no item', async () => {
    const { pairs, extras } = only(
      await gift('Reliez.{\n=`docker ps` -> liste \\= les conteneurs\n=[html]<b>push</b> -> envoie\n= -> efface\n}'),
      'matching',
    )
    expect(pairs).toEqual([
      { item: '\\`docker ps\\`', answer: 'liste = les conteneurs' },
      { item: '**push**', answer: 'envoie' },
    ])
    expect(extras).toEqual(['efface'])
  })

  it('short answers: those that earn all the points are accepted, the others foreseen', async () => {
    const result = await gift('Laquelle ?{=kubectl get pods#Oui.\n=%50%kubectl get pod#Presque.\n=%0%*#Non.}')
    const { answers, typed } = only(result, 'exact_answer')
    expect(typed).toEqual({ kind: 'text', case: false })
    expect(answers).toEqual([
      { text: 'kubectl get pods', correct: true, weight: '1', feedback: 'Oui.' },
      { text: 'kubectl get pod', correct: false, weight: '1/2', feedback: 'Presque.' },
    ])
    expect(told(result)).toEqual(['any_answer', 'partial_weights'])
  })

  it('a pattern is refused where it earns all the points, told where it does not; an escaped star is a star', async () => {
    expect(refusal(await gift('Laquelle ?{=docker *}'))).toEqual(['answer_pattern'])
    expect(refusal(await gift('Laquelle ?{=a =*}'))).toEqual(['answer_pattern'])
    const result = await gift('Laquelle ?{=ls \\*.yaml =%0%rm *#Non.}')
    expect(only(result, 'exact_answer').answers.map(({ text }) => text)).toEqual(['ls *.yaml'])
    expect(told(result)).toEqual(['wrong_pattern'])
  })

  it('numbers, exactly: a tolerance, a range, an exponent', async () => {
    const rule = async (text: string) => {
      const { answers, typed } = only(await gift(`Combien ?{#${text}}`), 'exact_answer')
      return [answers.map((one) => one.text).join(), typed.kind === 'number' && typed.tolerance]
    }
    expect(await rule('3:0.5')).toEqual(['3', '0.5'])
    expect(await rule('3.141..3.142')).toEqual(['3.1415', '0.0005'])
    expect(await rule('-5..5')).toEqual(['0', '5'])
    expect(await rule('1.5E3')).toEqual(['1500', '0'])
    expect(await rule('=2:0.1 =4:0.1')).toEqual(['2,4', '0.1'])
    expect(refusal(await gift('Combien ?{#=2:0.1 =4:0.2}'))).toEqual(['several_tolerances'])
    expect(refusal(await gift('Combien ?{#trois}'))).toEqual(['answer_unreadable'])
  })

  it('the ordering of Moodle, with the way it counts', async () => {
    const text = (settings: string) => `Dans l’ordre.{>${settings}\nFROM node\nCOPY . .\n<code>CMD</code>\n}`
    const { items, partial } = only(await gift(text('3 ALL VERTICAL RELATIVE_ALL_PREVIOUS_AND_NEXT HIDE')), 'ordering')
    expect(items.map((one) => one.text)).toEqual(['FROM node', 'COPY . .', '`CMD`'])
    expect(partial).toBe('pairs')
    const others = await gift(text('2 RANDOM VERTICAL RELATIVE_TO_CORRECT SHOW'))
    expect(only(others, 'ordering').partial).toBeUndefined()
    expect(told(others)).toEqual(['ordering_credit', 'part_of_items'])
    const runs = await gift(text('3 ALL VERTICAL LONGEST_CONTIGUOUS_SUBSET HIDE'))
    expect(only(runs, 'ordering').partial).toBe('longest_run')
    expect(told(await gift(text('3 ALL VERTICAL LONGEST_ORDERED_SUBSET HIDE')))).toEqual(['ordering_credit'])
  })

  it('too much, or too little, is refused', async () => {
    const pairs = Array.from({ length: 9 }, (_, rank) => `=i${rank} -> a${rank}`).join('\n')
    expect(refusal(await gift(`Reliez.{\n${pairs}\n}`))).toEqual(['too_many_parts'])
    expect(refusal(await gift('Reliez.{=a -> b}'))).toEqual(['too_few_parts'])
    expect(refusal(await gift('Ordre.{>2 ALL\na\nb\n}'))).toEqual(['too_few_parts'])
    expect(refusal(await gift('Reliez.{=a -> b =c}'))).toEqual(['unknown_answers'])
    expect(refusal(await gift('Reliez.{=a -> b =a -> c}'))).toEqual(['duplicate_choice'])
  })
})

describe('Moodle XML', () => {
  it('pairs', async () => {
    const pair = (item: string, said: string) =>
      `<subquestion format="html"><text><![CDATA[${item}]]></text><answer><text>${said}</text></answer></subquestion>`
    const { pairs, extras } = only(
      await moodle('matching', pair('<p><code>ps</code></p>', 'liste') + pair('pull', 'a*b*') + pair('', 'rien')),
      'matching',
    )
    expect(pairs).toEqual([
      { item: '`ps`', answer: 'liste' },
      { item: 'pull', answer: 'a\\*b\\*' },
    ])
    expect(extras).toEqual(['rien'])
  })

  it('a short answer whose case matters, and one whose does not', async () => {
    const two = answer('100', 'kubectl get pods -A', says('Oui.')) + answer('0', 'kubectl get pods', says('Un seul.'))
    const strict = only(await moodle('shortanswer', `<usecase>1</usecase>${two}`), 'exact_answer')
    expect(strict.typed).toEqual({ kind: 'text', case: true })
    expect(strict.answers.map(({ text, correct, feedback }) => [text, correct, feedback])).toEqual([
      ['kubectl get pods -A', true, 'Oui.'],
      ['kubectl get pods', false, 'Un seul.'],
    ])
    expect(only(await moodle('shortanswer', `<usecase>0</usecase>${two}`), 'exact_answer').typed).toMatchObject({
      case: false,
    })
  })

  it('a number with its tolerance and its unit', async () => {
    const number = `${answer('100', '1.5', '<tolerance>0.25</tolerance>')}${answer('0', '*', says('Non.'))}`
    const units = (...named: [string, string][]) =>
      `<units>${named.map(([name, factor]) => `<unit><multiplier>${factor}</multiplier><unit_name>${name}</unit_name></unit>`).join('')}</units>`
    const optional = await moodle('numerical', `${number}${units(['Gio', '1'])}<unitgradingtype>0</unitgradingtype>`)
    expect(only(optional, 'exact_answer').typed).toEqual({ kind: 'number', tolerance: '0.25', unit: 'Gio' })
    expect(told(optional)).toEqual(['any_answer'])
    const graded = `<unitgradingtype>1</unitgradingtype><unitpenalty>1.0</unitpenalty>`
    const required = await moodle('numerical', `${number}${units(['Gio', '1'], ['Mio', '1024'])}${graded}`)
    expect(only(required, 'exact_answer').typed).toMatchObject({ unit: 'Gio', unitRequired: true })
    expect(told(required)).toEqual(['any_answer', 'units'])
    expect(only(await moodle('numerical', number), 'exact_answer').typed).toEqual({ kind: 'number', tolerance: '0.25' })
  })

  it('missing words: each gap has the options of its group', async () => {
    const option = (text: string, group: number) =>
      `<selectoption><text>${text}</text><group>${group}</group></selectoption>`
    const options = option('Deployment', 1) + option('Service', 1) + option('80', 2) + option('443', 2)
    const text = '<pre><code>kind: [[2]]\nport: [[3]]</code></pre>'
    const { stem, gaps } = only(await moodle('gapselect', options, text), 'cloze')
    expect(stem).toBe('```\nkind: [[1]]\nport: [[2]]\n```')
    expect(gaps.map((gap) => gap.map(({ text: said, correct }) => [said, correct]))).toEqual([
      [
        ['Deployment', false],
        ['Service', true],
      ],
      [
        ['80', true],
        ['443', false],
      ],
    ])
    const labels = options.replaceAll('selectoption', 'dragbox')
    expect(told(await moodle('ddwtos', labels, text))).toEqual([])
    expect(told(await moodle('ddwtos', labels, '[[1]] puis [[2]]'))).toEqual(['used_once'])
    expect(refusal(await moodle('gapselect', options, '[[7]]'))).toEqual(['gaps_misplaced'])
    expect(refusal(await moodle('gapselect', options, 'Rien.'))).toEqual(['gaps_misplaced'])
  })

  it('answers embedded in the text, when each gap is a list', async () => {
    const text =
      '<p>Un {1:MULTICHOICE:%0%Pod#Non \\#1~=Service~%50%&lt;b&gt;Ingress&lt;/b&gt;#Presque} écoute sur {2:MCS:=80~a\\~b \\}}.</p>'
    const result = await moodle('cloze', '', text)
    const { stem, gaps } = only(result, 'cloze')
    expect(stem).toBe('Un [[1]] écoute sur [[2]].')
    expect(gaps[0]?.map(({ text: said, weight, correct, feedback }) => [said, weight, correct, feedback])).toEqual([
      ['Pod', '0', false, 'Non #1'],
      ['Service', '1', true, undefined],
      ['**Ingress**', '1/2', false, 'Presque'],
    ])
    expect(gaps[1]?.map(({ text: said }) => said)).toEqual(['80', 'a~b }'])
    expect(told(result)).toEqual(['part_weights', 'partial_weights'])
  })

  it('one answer embedded in the text is an exact answer; several that are typed have no twin', async () => {
    const words = only(await moodle('cloze', '', 'Tapez {1:SHORTANSWER_C:=docker ps#Oui}.'), 'exact_answer')
    expect(words).toMatchObject({ stem: 'Tapez _____.', typed: { kind: 'text', case: true } })
    const number = only(await moodle('cloze', '', 'Combien ? {1:NUMERICAL:=23.8:0.1~%50%23.8:2}'), 'exact_answer')
    expect(number).toMatchObject({ answers: [{ text: '23.8' }], typed: { kind: 'number', tolerance: '0.1' } })
    expect(refusal(await moodle('cloze', '', '{1:SA:=a} {1:MC:=b~c}'))).toEqual(['typed_gaps'])
    expect(refusal(await moodle('cloze', '', '{1:MULTIRESPONSE:=a~=b~c}'))).toEqual(['several_answers_gap'])
    expect(refusal(await moodle('cloze', '', 'Rien.'))).toEqual(['gaps_misplaced'])
    expect(refusal(await moodle('cloze', '', '{1:MC:=a~=b~c}'))).toEqual(['several_keys'])
  })

  it('an order, whatever the order of the file', async () => {
    const item = (place: number, text: string) => answer(`${place}.0000000`, text)
    const { items, partial } = only(
      await moodle(
        'ordering',
        `<gradingtype>ALL_OR_NOTHING</gradingtype>${item(2, 'B')}${item(1, 'A')}${item(3, 'C')}`,
      ),
      'ordering',
    )
    expect(items.map(({ text }) => text)).toEqual(['A', 'B', 'C'])
    expect(partial).toBe('exact')
  })
})

describe('Blackboard', () => {
  const pool = (name: string, inside: string, correct: string) =>
    read(
      `<POOL><QUESTION_${name} id="q1"><BODY><TEXT>Laquelle ?</TEXT><FLAGS><ISHTML value="true"/></FLAGS></BODY>${inside}<GRADABLE>${correct}</GRADABLE></QUESTION_${name}></POOL>`,
    )
  const texts = (element: string, ...said: string[]) =>
    said.map((text, rank) => `<${element} id="${element}${rank}"><TEXT>${text}</TEXT></${element}>`).join('')
  const right = (rank: number, more: string) => `<CORRECTANSWER answer_id="ANSWER${rank}" ${more}/>`

  it('pairs, an order by rank, and words', async () => {
    const two = texts('ANSWER', '&lt;b&gt;ps&lt;/b&gt;', 'pull') + texts('CHOICE', 'liste', 'tire', 'pousse')
    const pairs = await pool('MATCH', two, right(0, 'choice_id="CHOICE0"') + right(1, 'choice_id="CHOICE1"'))
    expect(only(pairs, 'matching')).toMatchObject({
      pairs: [
        { item: '**ps**', answer: 'liste' },
        { item: 'pull', answer: 'tire' },
      ],
      extras: ['pousse'],
    })
    const order = await pool(
      'ORDER',
      texts('ANSWER', 'b', 'a', 'c'),
      `${right(0, 'order="2"')}${right(1, 'order="1"')}${right(2, 'order="3"')}<FEEDBACK_WHEN_CORRECT>Oui</FEEDBACK_WHEN_CORRECT>`,
    )
    expect(only(order, 'ordering').items.map(({ text }) => text)).toEqual(['a', 'b', 'c'])
    expect(told(order)).toEqual(['combined_feedback'])
    const words = await pool('FILLINBLANK', texts('ANSWER', '&lt;p&gt;a &amp;amp; b&lt;/p&gt;', 'a*'), '')
    expect(only(words, 'exact_answer').answers.map(({ text }) => text)).toEqual(['a & b', 'a*'])
  })

  it('an item with two answers, or none, is refused', async () => {
    const two = texts('ANSWER', 'ps', 'pull') + texts('CHOICE', 'liste', 'tire')
    const first = right(0, 'choice_id="CHOICE0"')
    expect(refusal(await pool('MATCH', two, first))).toEqual(['several_answers_per_item'])
    const twice = first + right(0, 'choice_id="CHOICE1"') + right(1, 'choice_id="CHOICE1"')
    expect(refusal(await pool('MATCH', two, twice))).toEqual(['several_answers_per_item'])
  })
})

describe('QTI 2 and 3', () => {
  const correct = (...values: string[]) =>
    `<correctResponse>${values.map((value) => `<value>${value}</value>`).join('')}</correctResponse>`
  const declare = (inside: string, id = 'R', attributes = 'cardinality="single" baseType="identifier"') =>
    `<responseDeclaration identifier="${id}" ${attributes}>${inside}</responseDeclaration>`
  const item = (declarations: string, body: string, processing = '') =>
    read(
      `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="q" title="Une">${declarations}<itemBody>${body}</itemBody>${processing}</assessmentItem>`,
    )
  const list = (id: string, ...choices: string[]) =>
    `<inlineChoiceInteraction responseIdentifier="${id}" shuffle="true">${choices.map((text, at) => `<inlineChoice identifier="${'ABC'[at]}">${text}</inlineChoice>`).join('')}</inlineChoiceInteraction>`

  it('lists in a text, in a line of code too', async () => {
    const { stem, gaps } = only(
      await item(
        declare(correct('B'), 'R1') + declare(correct('A'), 'R2'),
        `<p>Un ${list('R1', 'Pod', 'Service')} :</p><pre><code>port: ${list('R2', '80', '443', '22')}</code></pre>`,
      ),
      'cloze',
    )
    expect(stem).toBe('Un [[1]] :\n\n```\nport: [[2]]\n```')
    expect(gaps.map((gap) => gap.map(({ text, correct: isRight }) => (isRight ? `=${text}` : text)).join(' '))).toEqual(
      ['Pod =Service', '=80 443 22'],
    )
  })

  it('the same in QTI 3, and gaps that are filled from one list', async () => {
    const three = await read(
      `<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="q" title="Une"><qti-response-declaration identifier="R" cardinality="single" base-type="identifier"><qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration><qti-item-body><p>Un <qti-inline-choice-interaction response-identifier="R" shuffle="true"><qti-inline-choice identifier="A">a</qti-inline-choice><qti-inline-choice identifier="B">b</qti-inline-choice></qti-inline-choice-interaction>.</p></qti-item-body></qti-assessment-item>`,
    )
    expect(only(three, 'cloze').stem).toBe('Un [[1]].')
    const gaps = `<gapMatchInteraction responseIdentifier="R" shuffle="true"><prompt>Complétez.</prompt><gapText identifier="W" matchMax="1">ps</gapText><gapText identifier="X" matchMax="1">pull</gapText><p>docker <gap identifier="G1"/> puis docker <gap identifier="G2"/></p></gapMatchInteraction>`
    const filled = await item(
      declare(correct('X G1', 'W G2'), 'R', 'cardinality="multiple" baseType="directedPair"'),
      gaps,
    )
    expect(only(filled, 'cloze')).toMatchObject({
      stem: 'Complétez.\n\ndocker [[1]] puis docker [[2]]',
      gaps: [
        [{ correct: false }, { text: 'pull', correct: true }],
        [{ correct: true }, { correct: false }],
      ],
    })
    expect(told(filled)).toEqual(['used_once'])
  })

  it('an order of all the items; of some, it has no twin', async () => {
    const order = `<orderInteraction responseIdentifier="R" shuffle="true"><prompt>Dans l’ordre.</prompt>${['a', 'b', 'c'].map((text) => `<simpleChoice identifier="${text}"><p>${text}</p></simpleChoice>`).join('')}</orderInteraction>`
    const ordered = 'cardinality="ordered" baseType="identifier"'
    const { stem, items, partial } = only(await item(declare(correct('b', 'c', 'a'), 'R', ordered), order), 'ordering')
    expect([stem, ...items.map(({ text }) => text), partial]).toEqual(['Dans l’ordre.', 'b', 'c', 'a', 'exact'])
    expect(refusal(await item(declare(correct('b', 'c'), 'R', ordered), order))).toEqual(['several_answers_per_item'])
    expect(refusal(await item(declare('', 'R', ordered), order))).toEqual(['no_key'])
  })

  it('pairs, whichever set is the items; several answers for one are refused', async () => {
    const set = (...ids: string[]) =>
      `<simpleMatchSet>${ids.map((id) => `<simpleAssociableChoice identifier="${id}" matchMax="0">${id.toLowerCase()}</simpleAssociableChoice>`).join('')}</simpleMatchSet>`
    const pairs = (one: string, other: string, ...said: string[]) =>
      item(
        declare(correct(...said), 'R', 'cardinality="multiple" baseType="directedPair"'),
        `<p>Associez.</p><matchInteraction responseIdentifier="R" shuffle="true" maxAssociations="9">${one}${other}</matchInteraction>`,
      )
    expect(only(await pairs(set('P', 'Q'), set('X', 'Y', 'Z'), 'P Y', 'Q Y'), 'matching')).toMatchObject({
      stem: 'Associez.',
      pairs: [
        { item: 'p', answer: 'y' },
        { item: 'q', answer: 'y' },
      ],
      extras: ['x', 'z'],
    })
    const turned = only(await pairs(set('P', 'N'), set('X', 'Y'), 'P Y', 'P X'), 'matching')
    expect(turned.pairs.map(({ item: said, answer: one }) => said + one)).toEqual(['xp', 'yp'])
    expect(turned.extras).toEqual(['n'])
    const both = await pairs(set('P', 'Q'), set('X', 'Y'), 'P X', 'P Y', 'Q X')
    expect(refusal(both)).toEqual(['several_answers_per_item'])
  })

  const entry = '<p>Tapez <textEntryInteraction responseIdentifier="R"/>.</p>'
  const word = 'cardinality="single" baseType="string"'
  const float = 'cardinality="single" baseType="float"'
  const when = (test: string, score = 1) =>
    `<responseProcessing><responseCondition><responseIf>${test}<setOutcomeValue identifier="SCORE"><baseValue baseType="float">${score}</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>`
  const value = (text: string) => `<variable identifier="R"/><baseValue baseType="string">${text}</baseValue>`

  it('words: the correct response, a mapping, or conditions', async () => {
    const exact = only(await item(declare(correct('docker ps'), 'R', word), entry), 'exact_answer')
    expect(exact).toMatchObject({ stem: 'Tapez _____.', typed: { kind: 'text', case: true } })
    const map =
      '<mapping><mapEntry mapKey="ps" mappedValue="2" caseSensitive="false"/><mapEntry mapKey="top" mappedValue="1" caseSensitive="false"/></mapping>'
    const mapped = await item(
      declare(map, 'R', word),
      entry,
      '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>',
    )
    expect(only(mapped, 'exact_answer')).toMatchObject({
      answers: [
        { text: 'ps', correct: true },
        { text: 'top', correct: false, weight: '1/2' },
      ],
      typed: { kind: 'text', case: false },
    })
    const either = `<or><stringMatch caseSensitive="false">${value('ps')}</stringMatch><stringMatch caseSensitive="false">${value('top')}</stringMatch></or>`
    const read2 = only(await item(declare(correct('ps'), 'R', word), entry, when(either)), 'exact_answer')
    expect(read2.answers.map(({ text, correct: isRight }) => [text, isRight])).toEqual([
      ['ps', true],
      ['top', true],
    ])
  })

  it('a number within a tolerance', async () => {
    const within = (mode: string) => when(`<equal ${mode}><variable identifier="R"/><correct identifier="R"/></equal>`)
    const number = (mode: string) => item(declare(correct('2.5'), 'R', float), entry, within(mode))
    expect(only(await number('toleranceMode="absolute" tolerance="0.5 0.5"'), 'exact_answer')).toMatchObject({
      answers: [{ text: '2.5' }],
      typed: { kind: 'number', tolerance: '0.5' },
    })
    expect(refusal(await number('toleranceMode="relative" tolerance="10"'))).toEqual(['unclear_scoring'])
    expect(refusal(await number('toleranceMode="absolute" tolerance="0.5 1"'))).toEqual(['unclear_scoring'])
  })

  it('a regular expression, a condition on more than the text, and several entries are refused', async () => {
    const said = declare(correct('ps'), 'R', word)
    const pattern = when('<patternMatch pattern="p.*"><variable identifier="R"/></patternMatch>')
    expect(refusal(await item(said, entry, pattern))).toEqual(['answer_pattern'])
    const part = when(`<stringMatch caseSensitive="true" substring="true">${value('p')}</stringMatch>`)
    expect(refusal(await item(said, entry, part))).toEqual(['unclear_scoring'])
    const not = when(`<not><match>${value('p')}</match></not>`)
    expect(refusal(await item(said, entry, not))).toEqual(['unclear_scoring'])
    expect(refusal(await item(said, entry + entry.replace('"R"', '"S"')))).toEqual(['typed_gaps'])
    expect(refusal(await item(said, entry + list('S', 'a', 'b')))).toEqual(['composite'])
  })
})

describe('QTI 1.2', () => {
  const said = (text: string) => `<material><mattext texttype="text/html">${text}</mattext></material>`
  const label = (id: string, text: string) => `<response_label ident="${id}">${said(text)}</response_label>`
  const list = (id: string, name: string, ...labels: string[]) =>
    `<response_lid ident="${id}">${said(name)}<render_choice>${labels.join('')}</render_choice></response_lid>`
  const earns = (test: string, points = '50') =>
    `<respcondition><conditionvar>${test}</conditionvar><setvar varname="SCORE" action="Add">${points}</setvar></respcondition>`
  const equal = (response: string, text: string) => `<varequal respident="${response}">${text}</varequal>`
  const item = (type: string, text: string, inside: string, conditions: string) =>
    read(
      `<questestinterop><item ident="q" title="Une"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>${type}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation>${said(text)}${inside}</presentation><resprocessing>${conditions}</resprocessing></item></questestinterop>`,
    )

  it('pairs of Canvas', async () => {
    const labels = [label('1', 'liste'), label('2', 'tire'), label('3', 'pousse')]
    const lists = list('response_a', '&lt;code&gt;ps&lt;/code&gt;', ...labels) + list('response_b', 'pull', ...labels)
    const right = earns(equal('response_a', '1')) + earns(equal('response_b', '2'))
    expect(only(await item('matching_question', 'Associez.', lists, right), 'matching')).toEqual({
      stem: 'Associez.',
      kind: 'matching',
      pairs: [
        { item: '`ps`', answer: 'liste' },
        { item: 'pull', answer: 'tire' },
      ],
      extras: ['pousse'],
    })
    const uneven = earns(equal('response_a', '1'), '80') + earns(equal('response_b', '2'), '20')
    expect(told(await item('matching_question', 'Associez.', lists, uneven))).toEqual(['part_weights'])
    const one = earns(equal('response_a', '1'))
    expect(refusal(await item('matching_question', 'Associez.', lists, one))).toEqual(['several_answers_per_item'])
  })

  it('dropdowns named in the text', async () => {
    const lists =
      list('response_kind', 'kind', label('1', 'Pod'), label('2', 'Service')) +
      list('response_port', 'port', label('3', '80'), label('4', '443'))
    const right = earns(equal('response_kind', '2')) + earns(equal('response_port', '3'))
    const text = 'Un [kind] sur &lt;code&gt;port: [port]&lt;/code&gt; [ -f x ]'
    const { stem, gaps } = only(await item('multiple_dropdowns_question', text, lists, right), 'cloze')
    expect(stem?.replaceAll('\\', '')).toBe('Un [[1]] sur `port: [[2]]` [ -f x ]')
    expect(gaps.map((gap) => gap.findIndex(({ correct }) => correct))).toEqual([1, 0])
    const missing = text.replace('[port]', '')
    expect(refusal(await item('multiple_dropdowns_question', missing, lists, right))).toEqual(['gaps_misplaced'])
  })

  it('words: all that is accepted in one blank; several blanks are refused', async () => {
    const entry = '<response_str ident="response1"><render_fib/></response_str>'
    const words = await item(
      'short_answer_question',
      'Tapez.',
      entry,
      earns(equal('response1', 'docker ps') + equal('response1', 'docker container ls'), '100'),
    )
    expect(only(words, 'exact_answer')).toMatchObject({
      answers: [{ text: 'docker ps' }, { text: 'docker container ls' }],
      typed: { kind: 'text', case: false },
    })
    const blank = list('response_c', 'c', label('1', 'ps'), label('2', 'ls'))
    const one = await item('fill_in_multiple_blanks_question', 'docker [c] !', blank, earns(equal('response_c', '1')))
    expect(only(one, 'exact_answer')).toMatchObject({
      stem: 'docker _____ !',
      answers: [{ text: 'ps' }, { text: 'ls' }],
    })
    const two = blank + list('response_d', 'd', label('3', 'x'))
    expect(refusal(await item('fill_in_multiple_blanks_question', '[c] [d]', two, ''))).toEqual(['typed_gaps'])
    const part = earns('<varsubstring respident="response1">docker</varsubstring>')
    expect(refusal(await item('short_answer_question', 'Tapez.', entry, part))).toEqual(['unclear_scoring'])
  })

  it('numbers: one, within bounds, in a range', async () => {
    const entry = '<response_str ident="r"><render_fib fibtype="Decimal"/></response_str>'
    const number = (test: string) => item('numerical_question', 'Combien ?', entry, earns(test, '100'))
    const rule = async (test: string) => {
      const { answers, typed } = only(await number(test), 'exact_answer')
      return [answers.map(({ text }) => text).join(), typed.kind === 'number' && typed.tolerance]
    }
    const bounds = (from: string, to: string) =>
      `<vargte respident="r">${from}</vargte><varlte respident="r">${to}</varlte>`
    expect(await rule(equal('r', '4.0'))).toEqual(['4', '0'])
    expect(await rule(`<or>${equal('r', '4')}<and>${bounds('3.5', '4.5')}</and></or>`)).toEqual(['4', '0.5'])
    expect(await rule(bounds('6', '8'))).toEqual(['7', '1'])
    expect(refusal(await number('<vargt respident="r">7.5</vargt><varlte respident="r">8.5</varlte>'))).toEqual([
      'unclear_scoring',
    ])
  })

  it('an order', async () => {
    const ordered = `<response_lid ident="r" rcardinality="Ordered"><render_extension>${label('a', 'un')}${label('b', 'deux')}${label('c', 'trois')}</render_extension></response_lid>`
    const right = earns(['b', 'a', 'c'].map((id) => equal('r', id)).join(''), '100')
    const { items, stem } = only(await item('ordering_question', 'Dans l’ordre.', ordered, right), 'ordering')
    expect([stem, ...items.map(({ text }) => text)]).toEqual(['Dans l’ordre.', 'deux', 'un', 'trois'])
    expect(refusal(await item('ordering_question', 'Ordre.', ordered, ''))).toEqual(['unclear_scoring'])
  })
})

describe('on the way into the bank', () => {
  const missing = {
    heading: 'Un',
    quote: 'Un',
    difficulty: 'easy' as const,
    level: 'apply' as const,
    seconds: 60,
    explanation: 'Un.',
  }
  const planned = (questions: ImportResult['usable'], bank: Question[] = []) =>
    compareWithBank({ language: 'fr', questions, bank, sectionOf: () => 'une', missingIn: () => missing })
  const asked = (file: QuestionInFile) => toQuestion(file, { section: 'une', language: 'fr' })

  it('each has its file, and the same again is unchanged', async () => {
    const { usable } = await gift(
      'Reliez.{=a -> 1 =b -> 2 = -> 3}\n\nLaquelle ?{=ps =%50%top#Presque}\n\nOrdre.{>3 ALL\na\nb\nc\n}',
    )
    const files = planned(usable).added.map(({ file }) => file)
    expect(files).toMatchObject([
      { type: 'matching', pairs: [{ item: 'a', answer: '1' }, {}], extras: ['3'] },
      {
        type: 'exact_answer',
        accept: ['ps'],
        foresee: [{ text: 'top', feedback: 'Presque', weight: '1/2' }],
        typed: { kind: 'text', case: false },
      },
      { type: 'ordering', order: ['a', 'b', 'c'] },
    ])
    const bank = files.map(asked)
    const again = planned(usable, bank)
    expect([again.added, again.changed]).toEqual([[], []])
    expect(again.unchanged).toHaveLength(3)
    // Weights alone are a change, as for a list of choices.
    const bare = bank.map((question) => ({
      ...question,
      choices: question.choices.map((choice) => ({ ...choice, weight: undefined })),
    }))
    expect(planned(usable, bare).changed.map(({ current }) => current.type)).toEqual(['exact_answer'])
  })

  it('through the HTML of another tool, the same is unchanged', async () => {
    const bank = closedSamples.flatMap(({ bank: question }) => question ?? [])
    const { bytes, name } = await exportQuestions(closedSamples, 'moodle-xml')
    const { usable } = await importFile({ bytes, name })
    const { added, unchanged, changed } = planned(usable, bank)
    // What Moodle has no place for: comments on items, code in a list, a fraction.
    expect(changed.map(({ current }) => current.id)).toEqual(['ordre-code', 'paires-code'])
    expect(added).toEqual([])
    expect(unchanged).toHaveLength(closedSamples.length - 3)
  })

  it('images of items, answers and gaps are taken with the question', async () => {
    const pair = '<subquestion format="html"><text><![CDATA[<img src="@@PLUGINFILE@@/a.png" alt="un">]]></text>'
    const file = `<file name="a.png" path="/" encoding="base64">${png().toString('base64')}</file>`
    const result = await moodle(
      'matching',
      `${pair}${file}<answer><text>1</text></answer></subquestion><subquestion><text>b</text><answer><text>2</text></answer></subquestion>`,
    )
    const { usable, images, notices } = withOurImages(result, new Set())
    expect([images.length, notices]).toEqual([1, []])
    const [{ file: written } = { file: undefined }] = planned(usable).added
    const address = imagesOf(asked(written as QuestionInFile))
    expect(address).toEqual([expect.stringMatching(/^images\/[0-9a-f]{64}-8x5\.png$/)])
    expect(JSON.stringify(written)).toContain(`![un](${address[0]})`)
  })

  it('an item that cannot be shown refuses its question', async () => {
    const table = `${'|a'.repeat(40)}|\n${'|-'.repeat(40)}|\n${'|b\n'.repeat(250)}`
    const result = await gift('Reliez.{=a -> 1 =b -> 2}')
    const { usable } = result
    const item = (text: string) => usable.map((question) => ({ ...question, answers: withItem(question, text) }))
    expect(withoutTooComplex({ ...result, usable: item('a') }).usable).toHaveLength(usable.length)
    const refusedOne = withoutTooComplex({ ...result, usable: item(table) })
    expect(refusedOne.unusable.map(({ reason }) => reason)).toContain('too_complex')
  })
})

function withItem({ answers }: ImportResult['usable'][number], item: string): PortableAnswers {
  const { pairs, extras } = answers as Extract<PortableAnswers, { kind: 'matching' }>
  return { kind: 'matching', pairs: pairs.map((pair) => ({ ...pair, item })), extras }
}
