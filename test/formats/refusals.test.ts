import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it, vi } from 'vitest'
import { ZipFile } from 'yazl'
import { isNestedTooDeep } from '#server/platform/yaml-depth.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import { oneQuestion } from '#server/questions/formats/one-question.ts'
import { compareWithBank } from '#server/questions/formats/plan-import.ts'
import { zip } from '#server/questions/formats/zip.ts'

// Whole files are read and written again: slow when the machine is shared.
vi.setConfig({ testTimeout: 60_000 })

const asText = (text: string, name = 'questions.txt') => importFile({ bytes: Buffer.from(text), name })
const asZip = async (files: Record<string, string>) =>
  importFile({
    bytes: await zip(Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }))),
    name: 'p.zip',
  })
const reasons = ({ unusable }: Awaited<ReturnType<typeof asText>>) => unusable.map(({ reason }) => reason)

const question = (name: string, right: string) => `<question type="multichoice"><name><text>${name}</text></name>
  <questiontext format="html"><text><![CDATA[<p>Combien ?</p>]]></text></questiontext><single>true</single>
  <answer fraction="100" format="html"><text>${right}</text></answer>
  <answer fraction="0" format="html"><text>autre</text></answer></question>`

const item = (body: string, key = 'A') => `<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="q" title="Une question">
<responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse><value>${key}</value></correctResponse></responseDeclaration>
<itemBody>${body}<choiceInteraction responseIdentifier="R" maxChoices="1"><prompt>Laquelle ?</prompt>
<simpleChoice identifier="A">La première</simpleChoice><simpleChoice identifier="B">La seconde</simpleChoice></choiceInteraction></itemBody>
</assessmentItem>`

describe('one bad question never loses the others', () => {
  it('in GIFT: a brace forgotten is told at its place', async () => {
    const { usable, unusable } = await asText('Un ?{=a ~b}\n\nDeux ?{=a\n~b\n\n::Trois:: Trois ?{=a ~b}\n', 'q.gift')
    expect(usable.map(({ title }) => title)).toEqual(['Un ?', 'Trois'])
    expect(unusable).toEqual([{ line: 3, column: 7, reason: 'unclosed_answers', title: 'Deux ?' }])
  })

  it('in GIFT: a weight that is not a number, two groups of answers, braces in braces', async () => {
    const { usable, unusable } = await asText(
      'Poids ?{~%x%a ~%50%b}\n\nDeux groupes {=a ~b} et {=c ~d}\n\nGo {{.Names}} ?{=a ~b}\n\nBonne ?{=a ~b}',
      'q.gift',
    )
    expect(usable.map(({ title }) => title)).toEqual(['Bonne ?'])
    expect(unusable.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [1, 9, 'bad_weight'],
      [3, 25, 'several_answer_blocks'],
      [5, 5, 'nested_braces'],
    ])
  })

  it('in XML that is not well formed: each question is read alone, at its own line', async () => {
    const broken = question('Cassée', 'a & b')
    const { usable, unusable } = await asText(
      `<quiz>\n${question('Une', 'a')}\n${broken}\n${question('Trois', 'c')}\n</quiz>`,
    )
    expect(usable.map(({ title, line }) => [title, line])).toEqual([
      ['Une', 2],
      ['Trois', 10],
    ])
    expect(unusable.map(({ reason, line }) => [reason, line])).toEqual([['xml_malformed', 8]])
  })

  it('in Aiken: no answer, or one that is not among the choices', async () => {
    const { usable, unusable } = await asText(
      'Un ?\nA) a\nB) b\n\nDeux ?\nA) a\nB) b\nANSWER: C\n\nTrois ?\nA) a\nB) b\nANSWER: B\n',
    )
    expect(usable.map(({ title }) => title)).toEqual(['Trois ?'])
    expect(unusable.map(({ line, reason }) => [line, reason])).toEqual([
      [1, 'no_answer_line'],
      [5, 'answer_not_among_choices'],
    ])
  })

  it('in AMC-TXT: two right answers to a question that has one, a choice before any question', async () => {
    const { usable, unusable } = await asText('+ perdue\n\n* Une ?\n+ a\n+ b\n\n* Deux ?\n+ a\n- b\n')
    expect(usable.map(({ title }) => title)).toEqual(['Deux ?'])
    expect(unusable.map(({ line, reason }) => [line, reason])).toEqual([
      [1, 'choice_outside_question'],
      [3, 'several_keys'],
    ])
  })

  it('a question without a key, with the same choice twice, with one choice', async () => {
    const { unusable } = await asText('Un ?{~a ~b}\n\nDeux ?{=a ~A}\n\nTrois ?{~%100%a}\n', 'q.gift')
    expect(unusable.map(({ reason }) => reason)).toEqual(['no_key', 'duplicate_choice', 'too_few_choices'])
  })
})

describe('XML', () => {
  it('declares nothing: neither entities nor files of this machine', async () => {
    const bomb = '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    const file = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    for (const doctype of [bomb, file]) {
      const result = await asText(`<?xml version="1.0"?>\n${doctype}\n<quiz>${question('Une', '&x;')}</quiz>`)
      expect(reasons(result)).toEqual(['xml_doctype'])
      expect(result.unusable[0]?.line).toBe(2)
      expect(result.usable).toEqual([])
    }
  })

  it('names a document type that is never fetched: what it would declare is not known', async () => {
    const doctype = '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd">'
    const whole = await asText(`<?xml version="1.0"?>\n${doctype}\n<quiz>${question('Une', 'a')}</quiz>`)
    expect(whole.usable.map(({ title }) => title)).toEqual(['Une'])
    const unknown = await asText(`<?xml version="1.0"?>\n${doctype}\n<quiz>${question('Une', '&x;')}</quiz>`)
    expect(reasons(unknown)).toEqual(['xml_malformed'])
  })

  it('includes nothing from elsewhere', async () => {
    const included = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
    expect(reasons(await asText(item(included)))).toEqual(['external_reference'])
  })

  it('has a depth', async () => {
    const deep = `${'<div>'.repeat(1_000)}x${'</div>'.repeat(1_000)}`
    expect(reasons(await asText(item(deep)))).toEqual(['xml_too_deep'])
  })

  it('with a formula that cannot be read is refused rather than emptied', async () => {
    expect(reasons(await asText(item('<p><math><mi>x</mi></math></p>')))).toEqual(['unreadable_math'])
    const said =
      '<p>Soit <math><semantics><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></semantics></math></p>'
    expect((await asText(item(said))).usable[0]?.stem).toContain('$$x^2$$')
  })

  it('keeps no script, and shows no image of another site', async () => {
    const { usable, notices } = await asText(
      item('<p onclick="x()">Voir <script>alert(1)</script><img src="https://example.org/p.png" alt="le schéma"/></p>'),
    )
    expect(usable[0]?.stem).toBe('Voir le schéma\n\nLaquelle ?')
    expect(notices.map(({ code, detail }) => [code, detail])).toEqual([
      ['external_image', 'Une question : https://example.org/p.png'],
    ])
  })

  it('with a file that is not base64 loses that question only', async () => {
    const bad = question('Une', 'a').replace(
      '</questiontext>',
      '<file name="a.png" encoding="base64">***</file></questiontext>',
    )
    const result = await asText(`<quiz>${bad}${question('Deux', 'b')}</quiz>`)
    expect(reasons(result)).toEqual(['bad_file'])
    expect(result.usable.map(({ title }) => title)).toEqual(['Deux'])
  })
})

describe('a package', () => {
  it('may not name a file outside itself', async () => {
    for (const name of ['../evil.xml', '/etc/evil.xml', 'a/../../evil.xml', 'C:/evil.xml', 'a\\..\\evil.xml']) {
      const { bytes } = await forged(name)
      expect(reasons(await importFile({ bytes, name: 'p.zip' })), name).toEqual(['zip_unsafe_name'])
    }
  })

  it('may not hold a link', async () => {
    const archive = new ZipFile()
    archive.addBuffer(Buffer.from('/etc/passwd'), 'lien.xml', { mode: 0o120777 })
    archive.end()
    expect(reasons(await importFile({ bytes: await buffer(archive.outputStream), name: 'p.zip' }))).toEqual([
      'zip_link',
    ])
  })

  it('may not swell', async () => {
    const archive = new ZipFile()
    archive.addBuffer(Buffer.alloc(4 * 1024 * 1024), 'zeros.xml')
    archive.end()
    expect(reasons(await importFile({ bytes: await buffer(archive.outputStream), name: 'p.zip' }))).toEqual([
      'zip_bomb',
    ])
  })

  it('may not hold thousands of files', async () => {
    const many = Object.fromEntries(Array.from({ length: 2_001 }, (_, index) => [`${index}.xml`, '']))
    expect(reasons(await asZip(many))).toEqual(['zip_too_many_files'])
  })

  it('that is damaged is said to be', async () => {
    const whole = await zip([{ path: 'a.xml', bytes: Buffer.from(item('')) }])
    expect(reasons(await importFile({ bytes: whole.subarray(0, 60), name: 'p.zip' }))).toEqual(['zip_damaged'])
  })

  it('is told which of its files are missing, elsewhere, or bad; the others are read', async () => {
    const manifest = `<manifest><resources>
      <resource href="bon.xml"/><resource href="absent.xml"/><resource href="http://example.org/x.xml"/><resource href="mauvais.xml"/>
    </resources></manifest>`
    const result = await asZip({ 'imsmanifest.xml': manifest, 'bon.xml': item(''), 'mauvais.xml': item('', 'C') })
    expect(result.usable.map(({ title }) => title)).toEqual(['Une question'])
    expect(result.unusable.map(({ reason, file }) => [reason, file])).toEqual([
      ['missing_file', 'absent.xml'],
      ['external_reference', 'http://example.org/x.xml'],
      ['no_key', 'mauvais.xml'],
    ])
  })

  it('without a question is said to have none', async () => {
    expect(reasons(await asZip({ 'lisez-moi.txt': 'bonjour' }))).toEqual(['no_question'])
  })
})

describe('any file', () => {
  it('that is not text, not known or too large is refused with its reason', async () => {
    expect(
      reasons(await importFile({ bytes: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 0, 9]), name: 'a.out' })),
    ).toEqual(['not_text'])
    expect(reasons(await asText('Bonjour.'))).toEqual(['unknown_format'])
    expect(reasons(await importFile({ bytes: new Uint8Array(17 * 1024 * 1024), name: 'a' }))).toEqual([
      'file_too_large',
    ])
    const heavy = Buffer.alloc(65 * 1024 * 1024)
    heavy.write('PK')
    expect(reasons(await importFile({ bytes: heavy, name: 'a.zip' }))).toEqual(['file_too_large'])
  })

  it('of a course with all its pictures is read', async () => {
    const pictures = Array.from({ length: 20 }, (_, at) => [`images/${at}.png`, randomBytes(1024 * 1024)] as const)
    const files = [['q.gift', Buffer.from('Un ?{T}')] as const, ...pictures]
    const bytes = await zip(files.map(([path, content]) => ({ path, bytes: content })))
    expect(bytes.length).toBeGreaterThan(17 * 1024 * 1024)
    expect((await importFile({ bytes, name: 'cours.zip' })).usable).toHaveLength(1)
  })

  it('with more questions than a bank can hold keeps the first ones and says where it stopped', async () => {
    const { usable, unusable } = await asText(
      Array.from({ length: 5_001 }, (_, n) => `Q${n} ?{T}`).join('\n\n'),
      'q.gift',
    )
    expect(usable).toHaveLength(5_000)
    expect(unusable.map(({ reason, line }) => [reason, line])).toEqual([['too_many_questions', 10_001]])
  })
})

/** What one question throws is told at its place: see server/questions/formats/one-question.ts. */
describe('whatever goes wrong inside a question', () => {
  it('is told at its place', () => {
    const read = oneQuestion({ line: 7, column: 3, title: 'Une' }, () => {
      throw new RangeError('Maximum call stack size exceeded')
    })
    expect(read).toMatchObject({
      questions: [],
      unusable: [{ line: 7, column: 3, title: 'Une', reason: 'unreadable_question' }],
    })
  })

  it('and does not stop the plan of what comes after', () => {
    // No reader lets an empty choice through: a plan must not rest on that.
    const choices = (text: string) => [
      { text, correct: true, weight: '1' },
      { text: 'b', correct: false, weight: '0' },
    ]
    const one = (title: string, text: string) => ({
      ...{ line: 1, column: 1, title, type: 'single' as const, stem: `${title} ?`, choices: choices(text) },
      ...{ category: [], tags: [], files: [] },
    })
    const missing = {
      heading: 'Un',
      quote: 'Un',
      difficulty: 'easy',
      level: 'apply',
      seconds: 60,
      explanation: 'Un.',
    } as const
    const plan = compareWithBank({
      language: 'fr',
      questions: [one('Vide', ' '), one('Bonne', 'a')],
      ...{ bank: [], sectionOf: () => 'une', missingIn: () => missing },
    })
    expect(plan.added.map(({ file }) => file.id)).toEqual(['bonne'])
    expect(plan.unusable.map(({ title, reason }) => [title, reason])).toEqual([['Vide', 'unreadable_question']])
  })
})

/** A zip whose file is under a name that its maker would refuse: written under another of the same length. */
async function forged(name: string) {
  const stand = 'x'.repeat(name.length)
  const bytes = Buffer.from(await zip([{ path: stand, bytes: Buffer.from('x') }]))
  for (let at = bytes.indexOf(stand); at !== -1; at = bytes.indexOf(stand, at + 1)) bytes.write(name, at)
  return { bytes }
}

describe('a file made to exhaust its reader', () => {
  const after = '\n\nAprès ?{=a ~b}'
  it.each([
    ['tags in tags', `[html]${'<div>'.repeat(30_000)}x{=a ~b}${after}`],
    ['quotes in quotes', `[markdown]${'>'.repeat(7_000)}x{=a ~b}${after}`],
    ['lists in lists', `[markdown]${'- '.repeat(3_000)}x{=a ~b}${after}`],
    ['a text without end', `[markdown]${'a*'.repeat(500_000)}{=a ~b}${after}`],
    ['braces without end', `${'{'.repeat(500_000)}${after}`],
    ['answers never closed', `${Array.from({ length: 3_000 }, (_, rank) => `Q${rank} {=a`).join('\n\n')}${after}`],
    ['titles never closed', `${'::'.repeat(200_000)}${after}`],
  ])(
    '%s: what comes after is read',
    async (_name, text) => {
      const { usable } = await asText(text, 'q.gift')
      expect(usable.at(-1)?.title).toBe('Après ?')
    },
    20_000,
  )

  it('elements never closed, marks never closed', async () => {
    expect(reasons(await asText(`<quiz>${'<question>'.repeat(100_000)}`))).toEqual(['xml_too_deep'])
    const marks = await asText(`* ${'[*'.repeat(50_000)}\n+ a\n- b\n\n* Après\n+ a\n- b\n`)
    expect(marks.usable.map(({ title }) => title)).toEqual(['Après'])
  })
})

/** Building a document calls itself once per level: see server/platform/yaml-depth.ts. */
describe('YAML nested beyond reason', () => {
  const nested: [string, string][] = [
    ['brackets', '['.repeat(300)],
    ['braces', '{a: '.repeat(300)],
    ['dashes', '- '.repeat(300)],
    ['questions', '? '.repeat(300)],
    ['indentation', Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ]
  it.each(nested)('%s: is told before it is built', async (_name, text) => {
    expect(isNestedTooDeep(text)).toBe(true)
    const { usable, unusable } = await asText(`section: une\nquestions:\n  - ${text}`, 'une.yaml')
    expect([usable, unusable.length]).toEqual([[], 1])
  })

  it('a file of the bank is not', () => {
    expect(isNestedTooDeep('questions:\n  - choices: [{ text: [a, { b: [c] }] }]\n'.repeat(50))).toBe(false)
    expect(isNestedTooDeep(`stem: |\n  ${'[ '.repeat(1_000)}\n`)).toBe(false)
  })
})
