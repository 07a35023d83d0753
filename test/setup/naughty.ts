import type { ContentNode } from '#contract/questions/content.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import { namedColumns } from '#server/privacy/named-columns.ts'
import { render } from '#server/questions/rendering/render.ts'
import type { World } from './world.ts'

/** Texts that are hard to lay out, within the limits of the contract: none may widen a page. */
const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
const hash = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const emojis = '👩🏽‍🔬👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(4)
const rightToLeft = 'ﷺ مرحباً بالعالم שלום עולם'
const combining = `Z${'\u0310\u0321\u0328\u0345'.repeat(8)}a${'\u0301\u0316\u0330'.repeat(8)}`
const wideFormula = String.raw`\sum_{i=1}^{n}\left(\alpha_i+\beta_i+\gamma_i\right)^2=\int_0^\infty\frac{\exp(-x_1^2-x_2^2-x_3^2-x_4^2)}{1+x_1+x_2+x_3+x_4+x_5+x_6+x_7+x_8}\,dx+A+B+C+D+E+F+G+H+I+J+K`
const wideCode = `docker run --rm --read-only --volume=/var/lib/${'un-tres-long-chemin/'.repeat(8)}:/data ${hash}`
const heads = Array.from({ length: 14 }, (_, index) => `colonne_${index + 1}`)
const wideTable = [heads, heads.map(() => '---'), heads.map((_, index) => `${10 ** index}`)]
  .map((cells) => `| ${cells.join(' | ')} |`)
  .join('\n')

const stem = `${word}, ${hash}, ${emojis}, ${rightToLeft}, ${combining}, \`${hash}${hash}\` et $$${wideFormula}$$ dans le texte ?

$$
${wideFormula}
$$

${wideTable}

\`\`\`bash
${wideCode}
\`\`\`

> ${word}${word}

1. ${hash}
2. [https://exemple.fr/${hash}/${word}](https://exemple.fr/${word})`

const choices = [
  `${word}${word}`,
  `$$${wideFormula}$$`,
  `\`${wideCode}\``,
  `${rightToLeft} ${combining} ${emojis}`,
  `${hash}${hash}, et une fin de phrase ordinaire.`,
]
const name = `${word} ${combining}`
const title = `${word} ${hash} ${emojis} ${rightToLeft}`
const prose = `${word}${word} ${hash} ${emojis} ${rightToLeft} ${combining}`
const markdown = `${prose} \`${hash}\`\n\n- ${word}${word}\n\n$$\n${wideFormula}\n$$`

/** The replacement for each text field of a JSON document: a text, or the content tree made from it. */
const underName: Record<string, string> = {
  stem,
  explanation: markdown,
  feedback: markdown,
  instructions: markdown,
  quote: prose,
  title: title.slice(0, 200),
  description: prose.slice(0, 200),
  comment: prose,
  reason: prose,
  familyName: name,
  givenName: name,
  heading: word,
  // Fields with a shorter limit in the contract: one long word each.
  name: word.slice(0, 60),
  label: word.slice(0, 40),
}

const trees = new Map<string, ContentNode[]>()
const treeOf = (text: string) => {
  if (!trees.has(text)) trees.set(text, render(text))
  return trees.get(text) ?? []
}
const isTree = (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every((node) => node?.type === 'text' || node?.type === 'element')

function textUnder(under: string, rank: number) {
  if (under === 'text') return choices[rank % choices.length]
  if (under === 'tags') return `${word.slice(0, 60)}${rank}`
  return underName[under]
}

/** Fields that must differ between questions or choices. */
const startsAsBefore = new Set(['stem', 'text'])

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/**
 * The same document, with a text that is hard to lay out in every field that people write. `rank`: the index of the
 * choice in its question.
 */
function written(value: Json, under = '', rank = 0): Json {
  const text = textUnder(under, rank)
  if (typeof value === 'string') {
    if (text === undefined || value === '') return value
    return startsAsBefore.has(under) ? `${value.slice(0, 30)}\n\n${text}` : text
  }
  if (isTree(value)) {
    if (text === undefined) return value
    const start = { type: 'text', value: plainText(value as ContentNode[]).slice(0, 30) } as const
    return [{ type: 'element', tag: 'p', children: [start] }, ...treeOf(text)] as Json
  }
  if (Array.isArray(value)) return value.map((each, index) => written(each, under, index))
  if (value === null || typeof value !== 'object') return value
  // Feedback is stored by choice id: the value of each id is a feedback.
  const within = (name: string) => (under === 'feedback' || under === 'comments' ? 'feedback' : name)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, written(each, within(key), rank)]))
}

type Written = { table: string; column: string; text: (row: number) => string }
const same = (table: string, column: string, text: string): Written => ({ table, column, text: () => text })

/** The text columns that people fill. Where two rows must differ, their texts are numbered. */
const columns: readonly Written[] = [
  same('Person', 'name', name.slice(0, 120)),
  { table: 'Person', column: 'email', text: (row) => `${'a'.repeat(60)}${row}@${'b'.repeat(60)}.exemple.fr` },
  same('Course', 'title', title.slice(0, 200)),
  same('Course', 'summary', prose),
  same('Student', 'familyName', name),
  same('Student', 'givenName', name),
  { table: 'Student', column: 'email', text: (row) => `${'e'.repeat(60)}${row}@${'f'.repeat(60)}.exemple.fr` },
  { table: 'Student', column: 'number', text: (row) => `${'20261234'.repeat(8)}${row}` },
  same('Student', 'group', word),
  same('Exam', 'title', title.slice(0, 200)),
  same('Exam', 'instructions', markdown),
  same('Exam', 'room', prose.slice(0, 200)),
  same('Exam', 'invigilators', prose.slice(0, 500)),
  same('Project', 'title', title.slice(0, 200)),
  same('Project', 'brief', markdown),
  { table: 'Team', column: 'name', text: (row) => `${word.slice(0, 76)}${row}` },
  same('Assessment', 'title', title.slice(0, 200)),
  { table: 'BankComment', column: 'text', text: (row) => `${prose.slice(0, 480)}${row}` },
  same('QuestionBatch', 'label', `${word}.yaml`),
  same('AuditLine', 'actorName', name),
  ...Object.entries(namedColumns).flatMap(([table, { texts, intimate = [] }]) =>
    [...texts, ...intimate]
      .filter((column) => column !== 'name' && table !== 'BankComment')
      .map((column) => same(table, column, column === 'actorName' ? name : prose.slice(0, 480))),
  ),
]
type Document = { table: string; column: string; only?: (value: { id?: string }, row: number) => boolean }
const documents: readonly Document[] = [
  { table: 'Course', column: 'outline' },
  // Only a part of the bank, and the displayed question: a bank where every text is the same is covered by another
  // test.
  { table: 'QuestionVersion', column: 'content', only: ({ id }, row) => row % 25 === 0 || id === 'couches-partage' },
  { table: 'QuestionVersion', column: 'rendered' },
  { table: 'ExamQuestion', column: 'asked' },
  { table: 'ExamQuestion', column: 'content' },
  { table: 'ExamQuestion', column: 'explained' },
  { table: 'Project', column: 'rubric' },
  { table: 'Assessment', column: 'rules' },
  ...Object.entries(namedColumns).flatMap(([table, { json }]) => json.map((column) => ({ table, column }))),
]

/** A remark on each choice of the exams, which few questions have: otherwise what is measured depends on what was drawn. */
const everyFeedback = `
  update "ExamQuestion" set explained = jsonb_set(explained, '{feedback}', explained->'feedback' || (
    select jsonb_object_agg(choice->>'id', '[{"type": "text", "value": "Remarque"}]'::jsonb)
    from jsonb_array_elements(content->'choices') choice where not explained->'feedback' ? (choice->>'id')))
  where exists (
    select 1 from jsonb_array_elements(content->'choices') choice where not explained->'feedback' ? (choice->>'id'))`

/** Replaces every text that people write, except empty ones, by one that is hard to lay out. Idempotent. */
export async function writeNaughtyTexts({ deps: { pool } }: Pick<World, 'deps'>) {
  const client = await pool.connect()
  try {
    await client.query('begin')
    // Append-only tables refuse updates; this setting disables their triggers.
    await client.query('set local session_replication_role = replica')
    // On a busy machine, making these texts takes longer than a transaction of the server may rest.
    await client.query('set local idle_in_transaction_session_timeout = 0')
    for (const { table, column, text } of columns) {
      const { rows } = await client.query(
        `select ctid::text as place from "${table}" where "${column}" is not null and "${column}" <> '' order by ctid`,
      )
      const values = rows.map((_, row) => text(row))
      await client.query(
        `update "${table}" t set "${column}" = new.value from unnest($1::tid[], $2::text[]) as new(place, value) where t.ctid = new.place`,
        [rows.map(({ place }) => place), values],
      )
    }
    await client.query(everyFeedback)
    for (const { table, column, only = () => true } of documents) {
      const { rows } = await client.query(
        `select ctid::text as place, "${column}" as value from "${table}" where "${column}" is not null order by ctid`,
      )
      // A second call rewrites nothing of what the first one wrote.
      const chosen = rows
        .filter(({ value }, row) => only(value, row))
        .map(({ place, value }) => ({ place, before: JSON.stringify(value), after: JSON.stringify(written(value)) }))
        .filter(({ before, after }) => before !== after)
      await client.query(
        `update "${table}" t set "${column}" = new.value::jsonb from unnest($1::tid[], $2::text[]) as new(place, value) where t.ctid = new.place`,
        [chosen.map(({ place }) => place), chosen.map(({ after }) => after)],
      )
    }
    await client.query('commit')
  } finally {
    client.release()
  }
}
