import { describe, expect, it } from 'vitest'
import { importFile } from '#server/questions/formats/import-file.ts'
import { percentOfWeight, weightOfPercent } from '#server/questions/formats/weights.ts'

const read = (bytes: Uint8Array) => importFile({ bytes, name: 'q.gift' })
const gift = async (text: string) => (await read(Buffer.from(text))).usable[0]

describe('the same question in every encoding', () => {
  const text = '::Été:: Où naît la forêt ?{=Ça dépend ~À l’école}'
  const latin = Buffer.from(text.replace('’', '\u0092'), 'latin1')
  const cases: [string, Uint8Array, string][] = [
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 without its mark', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), 'utf-16be'],
    ['Windows-1252', latin, 'windows-1252'],
  ]
  it.each(cases)('%s', async (_name, bytes, encoding) => {
    const result = await read(bytes)
    expect(result.encoding).toBe(encoding)
    expect(result.usable[0]?.title).toBe('Été')
    expect(result.usable[0]?.choices.map((choice) => choice.text)).toEqual(['Ça dépend', 'À l’école'])
    // A guess is told.
    expect(result.notices.map(({ code }) => code)).toEqual(encoding === 'windows-1252' ? ['windows_1252'] : [])
  })
})

describe('GIFT', () => {
  it('reads escapes, and leaves other backslashes alone', async () => {
    const question = await gift('Quel chemin \\: C\\:\\\\tmp \\{x\\} ?{=a\\=b ~c\\~d ~e\\#f#non ~\\d+}')
    expect(question?.stem).toBe('Quel chemin : C:\\tmp {x} ?')
    expect(question?.choices.map(({ text }) => text)).toEqual(['a=b', 'c~d', 'e#f', '\\d+'])
  })

  it('keeps the code of Markdown, line by line', async () => {
    const question = await gift('[markdown]Que fait ceci ?\\n\\n```yaml\\na\\:\\n  - b\\n```{=rien ~tout}')
    expect(question?.stem).toBe('Que fait ceci ?\n\n```yaml\na:\n  - b\n```')
  })

  it('reads HTML as Markdown, its code and its formulas kept', async () => {
    const question = await gift(
      '[html]<p>Soit \\\\(x^2\\\\) et <b>ceci</b> \\:</p><pre><code>a < b\\n  c</code></pre>{=x ~y}',
    )
    expect(question?.stem).toBe('Soit $$x^2$$ et **ceci** :\n\n```\na < b\n  c\n```')
  })

  it('shows the first comment of a true/false question to who is wrong', async () => {
    expect((await gift('Un ?{TRUE#raté#bravo####parce que}'))?.choices.map(({ feedback }) => feedback)).toEqual([
      'bravo',
      'raté',
    ])
    expect((await gift('Un ?{FALSE#raté#bravo}'))?.choices.map(({ feedback }) => feedback)).toEqual(['raté', 'bravo'])
    expect((await gift('Un ?{TRUE#raté#bravo####parce que}'))?.explanation).toBe('parce que')
  })

  it('turns a missing word into a gap', async () => {
    expect((await gift('Deux et deux font {=quatre ~cinq}.'))?.stem).toBe('Deux et deux font _____.')
  })

  it('tells of a sign that may have been meant as text', async () => {
    const { notices } = await read(Buffer.from('Laquelle ?{=docker ps ~docker run --name=x}'))
    expect(notices.map(({ code }) => code)).toContain('unescaped_sign')
  })

  it('reads the identifier and the tags of the comment above, and the category before', async () => {
    const question = await gift('$CATEGORY: $course$/top/Réseaux/TCP//IP\n\n// [id:42] [tag:ports] [tag:a b]\nUn ?{T}')
    expect(question).toMatchObject({ idnumber: '42', tags: ['ports', 'a b'], category: ['Réseaux', 'TCP/IP'] })
  })

  it('lets a blank line inside answers be, when they close', async () => {
    expect((await gift('Un ?{\n=a\n\n~b\n}'))?.choices).toHaveLength(2)
  })
})

describe('plain text', () => {
  it('stays as it is when Markdown reads it so, and is escaped when it does not', async () => {
    const question = await gift('[plain]Que vaut 2 * 3 * 4 dans a_b_c ?{=\\# ~\\= 24 ~*24* ~<nom>}')
    expect(question?.stem).toBe('Que vaut 2 * 3 * 4 dans a_b_c ?')
    expect(question?.choices.map(({ text }) => text)).toEqual(['\\#', '= 24', '\\*24\\*', '<nom>'])
  })
})

describe('weights', () => {
  it.each([
    ['50', '1/2'],
    ['33.33333', '1/3'],
    ['33.333', '1/3'],
    ['-16.66667', '-1/6'],
    ['66.66667', '2/3'],
    ['14.28571', '1/7'],
    ['12.5', '1/8'],
    ['100.0000000', '1'],
    ['0', '0'],
    ['-100', '-1'],
    ['33.3', '333/1000'],
  ])('%s %% is %s', (percent, weight) => {
    expect(weightOfPercent(percent)).toBe(weight)
  })

  it('are written as Moodle writes them', () => {
    expect(['1/3', '-1/3', '2/3', '1/2', '-1/400', '1', '0'].map(percentOfWeight)).toEqual([
      '33.33333',
      '-33.33333',
      '66.66667',
      '50',
      '-0.25',
      '100',
      '0',
    ])
  })

  it('are a number or nothing', () => {
    expect(weightOfPercent('x')).toBeNull()
  })
})
