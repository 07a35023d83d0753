import type { z } from 'zod'
import type { fillFile as contract, previewFill as previewContract } from '#contract/exports/fill-file.ts'
import { cutText } from '#core/cut-text.ts'
import { type FillPlan, type MarkedPerson, planFill, type Written } from '#core/exports/fill-file.ts'
import { Refusal } from '#core/refusal.ts'
import { readFinalSheet } from '#server/assessment/final-sheet.ts'
import { readResults } from '#server/grading/results.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import { gradeRow } from '../final-sheet-csv.ts'
import { examMarkRow } from '../results-csv.ts'
import type { MarkRow } from '../tool-files.ts'
import type { readGrids } from './read-grids.ts'
import { templateOfShape, viewTemplate } from './templates.ts'
import type { writeCells } from './write-cells.ts'

const readGridsInThread = task<typeof readGrids>('readGrids')
const writeCellsInThread = task<typeof writeCells>('writeCells')

type PreviewFillInput = { courseId: string } & z.output<typeof previewContract.body>
type FillFileInput = { courseId: string } & z.output<typeof contract.body>

/** What would be written, line by line; nothing is kept of the file. */
export async function previewFill(deps: Deps, asked: PreviewFillInput) {
  const { grids, sheet, plan, outOf, template } = await planOf(deps, asked)
  const { lines, missing, titles, ...found } = plan
  const counts: Partial<Record<(typeof lines)[number]['outcome'], number>> = {}
  for (const { outcome } of lines) counts[outcome] = (counts[outcome] ?? 0) + 1
  return {
    ...{ kind: grids.kind, sheets: grids.sheets.map(({ name }) => name), sheet, counts, marksOutOf: outOf },
    titleLine: found.titleLine,
    titles: shapeOf(titles),
    ...{ column: found.column, isSure: found.isSure, outOf: found.outOf },
    template: template && viewTemplate(template),
    lines: lines.map(({ person, ...line }) => ({
      ...line,
      before: cutText(line.before, 80),
      person: person && view(person),
    })),
    missing: missing.map(view),
  }
}

const view = ({ familyName, givenName, number, email }: MarkedPerson) => ({ familyName, givenName, number, email })

/** The file with the marks in it. */
export async function fillFile(deps: Deps, asked: FillFileInput) {
  const { sheet, plan } = await planOf(deps, asked)
  // Of the names, or far from the table: what was previewed was another.
  if (plan.column !== asked.column) throw new Refusal('invalid_request')
  const edits = plan.lines.flatMap(({ line, outcome, after }) =>
    outcome === 'filled' && after !== null ? [{ row: line - 1, column: asked.column, text: after }] : [],
  )
  if (edits.length === 0) throw new Refusal('nothing_to_import')
  const bytes = await writeCellsInThread({ base64: asked.base64, sheet, edits })
  return { base64: Buffer.from(bytes).toString('base64'), written: edits.length }
}

async function planOf(deps: Deps, asked: PreviewFillInput) {
  const grids = await readGridsInThread({ base64: asked.base64 })
  const { people, outOf } = await marksOf(deps, asked)
  const of = (name: string | undefined) => grids.sheets.find((sheet) => sheet.name === name)
  const planned = (grid: (typeof grids.sheets)[number]) =>
    planFill({ rows: grid.rows, formulas: grid.formulas, people, column: asked.column })
  // The first sheet of a workbook is often one of instructions.
  const chosen = of(asked.sheet) ?? grids.sheets.find((grid) => planned(grid)?.column != null) ?? grids.sheets[0]
  const plan: FillPlan | null = chosen ? planned(chosen) : null
  if (!chosen || plan === null) throw new Refusal('unreadable_file', { reason: 'columns' })
  const found = { grids, sheet: chosen.name, plan, outOf, template: null }
  if (asked.column !== undefined || asked.sheet !== undefined) return found
  return (await asBefore(deps, { courseId: asked.courseId, grids, people, outOf })) ?? found
}

type Grids = Awaited<ReturnType<typeof readGrids>>
type Compared = { courseId: string; grids: Grids; people: readonly MarkedPerson[]; outOf: number }

/** As a file of the same shape was filled; null: none of the course looks so. */
async function asBefore(deps: Deps, { courseId, grids, people, outOf }: Compared) {
  for (const grid of grids.sheets) {
    const input = { rows: grid.rows, formulas: grid.formulas, people }
    const titles = planFill(input)?.titles
    const template = titles && (await templateOfShape(deps, { courseId, titles: shapeOf(titles) }))
    const plan = template && planFill({ ...input, column: template.column })
    if (template && plan?.column === template.column) return { grids, sheet: grid.name, plan, outOf, template }
  }
  return null
}

/** The titles of a file as they are shown and kept. */
const shapeOf = (titles: readonly string[]) => titles.map((title) => cutText(title.trim(), 80))

/** What is known of each student of the class, in hundredths. */
async function marksOf(
  deps: Deps,
  { courseId, source }: PreviewFillInput,
): Promise<{ people: MarkedPerson[]; outOf: number }> {
  if (source === 'final') {
    const sheet = await readFinalSheet(deps, courseId)
    const people = sheet.lines.map((line) => personOf(line.studentId, gradeRow(line)))
    return { people, outOf: 2_000 }
  }
  const { rows, outOf } = await readResults(deps, { courseId, examId: source })
  return { people: rows.map((row) => personOf(row.studentId, examMarkRow(row))), outOf }
}

function personOf(studentId: string, { familyName, givenName, number, email, mark, without }: MarkRow): MarkedPerson {
  return {
    studentId,
    familyName,
    givenName,
    number: number || null,
    email: email || null,
    written: writtenOf(mark, without),
  }
}

function writtenOf(mark: number | null, without: MarkRow['without']): Written {
  if (mark !== null) return { mark }
  return without === 'blocked' || without === 'excused' ? { code: without } : null
}
