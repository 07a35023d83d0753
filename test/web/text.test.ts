import { readFileSync } from 'node:fs'
import { parse } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { contract } from '#contract/contract.ts'
import { examSteps, typeOfAct } from '#server/attempts/monitor/log.ts'
import { flatten, type MessageTree } from '#web/text/ids.ts'
import { speak } from '#web/text/speech.ts'
import { doorsOfStaff, partOf, readSentences, staffRefusals } from '#web/text/split.ts'
import { frenchTypography, typographyFaults } from '#web/text/typography.ts'

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as MessageTree
const trees = { fr: readSentences('web/text/fr'), en: readSentences('web/text/en') }
const fr = flatten(trees.fr)
const en = flatten(trees.en)
const pages = ['help', 'accessibility', 'privacy', 'check', 'guide'].map((name) => ({
  fr: read(`web/text/pages/${name}.fr.json`),
}))

describe('the two languages', () => {
  it('have the same sentences', () => {
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(fr).toSorted())
  })

  it.each(Object.keys(fr))('%s takes the same arguments in both', (id) => {
    expect(argumentsOf(en[id] ?? '')).toEqual(argumentsOf(fr[id] ?? ''))
  })
})

it.each(examSteps)('the minutes have words for %s', (action) => {
  expect(Object.keys(flatten(trees.fr))).toContain(`attempts.staff.log.types.${typeOfAct(action)}`)
})

describe('French typography', () => {
  it.each(Object.entries(fr))('%s', (_id, sentence) => {
    // `npx tsx test/setup/fix-french.ts` mends it.
    expect(typographyFaults(sentence)).toEqual([])
  })

  it('holds in the long texts too', () => {
    const sentences = pages.flatMap((page) => strings(page['fr']))
    expect(sentences.flatMap(typographyFaults)).toEqual([])
  })

  it('never shouts', () => {
    const shouts = [...Object.values(fr), ...pages.flatMap((page) => strings(page['fr']))].filter((text) =>
      text.includes('!'),
    )
    expect(shouts).toEqual([])
  })

  it('is set right by frenchTypography, once and for all', () => {
    const right = frenchTypography("Est-ce l'examen ? « Oui », 50 % : 40 min")
    expect(right).toBe('Est-ce l’examen\u202f? «\u202fOui\u202f», 50\u202f%\u202f: 40\u202fmin')
    expect(frenchTypography(right)).toBe(right)
  })
})

describe('what each person downloads', () => {
  const student = flatten(partOf(trees.fr, 'student'))
  const staff = flatten(partOf(trees.fr, 'staff'))
  const kinds = flatten(partOf(trees.fr, 'kinds'))
  const project = flatten(partOf(trees.fr, 'project'))
  const school = flatten(partOf(trees.fr, 'school'))

  it('is the whole, without overlap', () => {
    expect({ ...student, ...staff, ...kinds, ...school }).toEqual(fr)
    // Staff see parts of a student's project and of a marked copy too.
    expect(staff).toMatchObject({ ...project, ...flatten(partOf(trees.fr, 'review')) })
    expect(Object.keys(student).filter((id) => id in staff || id in kinds || id in school)).toEqual([])
    expect(Object.keys(kinds).every((id) => id.startsWith('attempts.kinds.'))).toBe(true)
  })

  it('keeps from students only the refusals none of their requests can meet', () => {
    const theirs = Object.values(contract)
      .flatMap((endpoints) => Object.values(endpoints))
      .filter((each) => each.access === 'student' || (each.access === 'anyone' && !doorsOfStaff.includes(each)))
      .flatMap(({ refusals = [] }) => refusals)
    expect(theirs.filter((code) => staffRefusals.has(code))).toEqual([])
    expect([...staffRefusals].filter((code) => !(`refusal.${code}` in staff))).toEqual([])
  })

  it.each(['invalid_request', 'not_signed_in', 'not_found', 'too_many_requests', 'server_busy'])(
    'has for a student the sentence of %s, which any request may meet',
    (code) => expect(student).toHaveProperty([`refusal.${code}`]),
  )

  it('keeps the sentences of the trainers away from the students', () => {
    expect(Object.keys(student).filter((id) => id.includes('.staff.'))).toEqual([])
    expect(Object.keys(student).every((id) => /^(common|refusal|ui|attempts)\.|\.(student|public)\./.test(id))).toBe(
      true,
    )
  })
})

describe('numbers and dates, as a French reader writes them', () => {
  const text = speak('fr', fr, 'Europe/Paris')

  it.each([
    [text.mark(1325), '13,25'],
    [text.mark(1400), '14,00'],
    [text.points(100), '1'],
    [text.points(50), '0,5'],
    [text.duration(45), '45\u202fs'],
    [text.duration(2400), '40\u202fmin'],
    [text.duration(4800), '1\u202fh\u202f20'],
    [text.countdown(2366), '39:26'],
    [text.countdown(4798), '1:19:58'],
    [text.countdown(-3), '0:00'],
    [text.time('2026-12-08T09:00:00Z'), '10:00'],
    [text.time('2026-12-08T09:00:00Z', 'Indian/Reunion'), '13:00 (heure de La Réunion, soit 10:00 chez vous)'],
    [text.date('2026-11-17T10:00:00Z'), 'mardi 17 novembre 2026'],
    [text.zoneCity(), 'Paris'],
    [text.zoneCity('Europe/London'), 'Londres'],
    [text.zoneCity('America/New_York'), 'New York'],
    [speak('en', en, 'Europe/London').zoneCity(), 'London'],
    [text.t('ui.codeLines', { count: 1 }), '1 ligne'],
  ])('%s', (written, expected) => {
    expect(written).toBe(expected)
  })
})

/** `{count, plural, …}` and `<b>…</b>` → names, sorted: what a page must give. */
function argumentsOf(message: string): string[] {
  const names = new Set<string>()
  const visit = (nodes: readonly unknown[]) => {
    for (const node of nodes as {
      type: number
      value?: string
      options?: Record<string, { value: unknown[] }>
      children?: unknown[]
    }[]) {
      // 0 is plain text and 7 the « # » of a plural; all others are named.
      if (node.type !== 0 && node.type !== 7 && node.value) names.add(node.value)
      for (const option of Object.values(node.options ?? {})) visit(option.value)
      visit(node.children ?? [])
    }
  }
  visit(parse(message))
  return [...names].toSorted()
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : []
}

describe('one word per thing', () => {
  /** What is not written any more, by the word for it; a concept has its texts, « pages » the help and the privacy page. */
  const former: [said: RegExp, instead: string, where?: readonly string[]][] = [
    [/Archivé\(e\)/, 'Archivé'],
    [/équipe (enseignante|des formateurs)/i, 'équipe pédagogique'],
    [/l’équipe(?! pédagogique)/i, 'équipe pédagogique', ['auth', 'privacy']],
    [/\b(le|du) système (a|publie|ferme)\b/i, 'Barème'],
    [/Publier les notes|notes? (de ce projet )?((sont|est) )?publiées?|publication des notes/i, 'Rendre les notes'],
    [/"(Lecture|Relecture) n°/, 'Correction n°'],
  ]
  const concepts = Object.entries(trees.fr as Record<string, unknown>)
  it.each(former)('%s is « %s »', (said, _, where) => {
    const wrong = concepts
      .filter(([concept]) => where === undefined || where.includes(concept))
      .flatMap(([concept, tree]) =>
        Object.entries(flatten({ [concept]: tree } as never)).flatMap(([id, text]) =>
          said.test(String(text)) ? id : [],
        ),
      )
    expect(wrong).toEqual([])
  })
})
