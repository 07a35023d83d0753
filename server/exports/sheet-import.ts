import type { z } from 'zod'
import type { identified } from '#contract/students/roster-import.ts'
import { examsOfParts } from '#core/assessment/exams-of-rules.ts'
import { type EntryStatus, markParts } from '#core/assessment/rules.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import { cutText } from '#core/cut-text.ts'
import { type EmptyCells, planSheet, type SheetChange, type SheetLinePlan } from '#core/exports/sheet-import.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { lockAssessment, requireOpenSheet } from '#server/assessment/assessment.ts'
import { type FinalSheet, readFinalSheet } from '#server/assessment/final-sheet.ts'
import { readRows, type SheetRowChange, writeSheetRows } from '#server/assessment/write-entries.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { refuseOwnLines } from '#server/platform/own-work.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { decimalText } from './csv-file.ts'
import { type FileContent, readSheetFile, readSheetRecordsInThread } from './read-sheet-file.ts'
import { fileWords } from './words.ts'

type SheetFileInput = { courseId: string; content: FileContent & { empty: EmptyCells } }

/** The changes of an edited sheet, line by line; nothing is written. */
export async function previewSheetImport(deps: Deps, asked: SheetFileInput) {
  const { sheet, titles, fields, plan, fingerprint } = await planImport(
    deps,
    asked,
    await readSheetRecordsInThread(contentOf(asked)),
  )
  const known = new Map(sheet.lines.map((line) => [line.studentId, line]))
  const personOf = (studentId: string | null) => {
    const { familyName, givenName, number, email } = known.get(studentId ?? '') ?? {}
    if (familyName === undefined || givenName === undefined) return null
    return { familyName, givenName, number: number || null, email: email || null }
  }
  const titleOf = (field: string | null) => (field === null ? null : (titles[fields.indexOf(field)] ?? null))
  return {
    fingerprint,
    ignored: titles.filter((title, at) => fields[at] === null && title.trim() !== ''),
    counts: {
      changed: plan.filter(({ outcome }) => outcome === 'changed').length,
      unchanged: plan.filter(({ outcome }) => outcome === 'unchanged').length,
      refused: plan.filter(({ outcome }) => outcome === 'refused').length,
    },
    // Unchanged lines, usually the most, are only counted.
    lines: plan
      .filter(({ outcome }) => outcome !== 'unchanged')
      .map((line) => ({ ...view(line, { titleOf, personOf }), person: personOf(line.studentId) })),
  }
}

type ViewInput = {
  titleOf: (field: string | null) => string | null
  personOf: (studentId: string | null) => z.input<typeof identified> | null
}

function view(line: SheetLinePlan, { titleOf, personOf }: ViewInput) {
  switch (line.outcome) {
    case 'changed':
      return { line: line.line, outcome: line.outcome, changes: line.changes.map((change) => ({ ...change })) }
    case 'unchanged':
      return { line: line.line, outcome: line.outcome }
    case 'refused':
      return {
        ...{ line: line.line, outcome: line.outcome, reason: line.reason, said: cutText(line.said, 160) },
        column: titleOf(line.field),
        people: (line.people ?? []).flatMap((studentId) => personOf(studentId) ?? []),
      }
  }
}

/** Writes the previewed changes in one transaction, and stores how to undo them. */
export async function importSheet(deps: Deps, given: SheetFileInput & { fingerprint: string; actor: Actor }) {
  const { courseId, fingerprint, actor } = given
  const readings = await readSheetRecordsInThread(contentOf(given))
  return deps.db.$transaction(
    async (tx) => {
      const assessment = await lockAssessment(tx, courseId)
      if (!assessment) throw new Refusal('not_found')
      await requireOpenSheet(tx, assessment)
      const { plan, sheet, fingerprint: now } = await planImport(deps, given, readings)
      if (now !== fingerprint) throw new Refusal('preview_outdated')
      const rows = await rowsOf(tx, { assessmentId: assessment.id, plan, sheet })
      if (rows.length === 0) throw new Refusal('nothing_to_import')
      await refuseOwnLines(deps, { courseId, personId: actor.id, studentIds: rows.map(({ studentId }) => studentId) })
      await writeSheetRows(tx, { assessmentId: assessment.id, rows })
      const { id } = await tx.sheetImport.create({
        data: {
          ...{ assessmentId: assessment.id, at: deps.now(), byName: actor.name },
          undo: rows,
        },
        select: { id: true },
      })
      await audit(tx, { courseId, actor, action: 'assessment.import', subject: `sheet-import:${id}`, after: rows })
      return { importId: id, changed: plan.filter(({ outcome }) => outcome === 'changed').length }
    },
    { timeout: 60_000 },
  )
}

type Undone = { courseId: string; importId: string; actor: Actor }

/** Restores every row from before the import; refused once one of them was changed by hand since. */
export async function undoSheetImport(deps: Deps, { courseId, importId, actor }: Undone) {
  await deps.db.$transaction(
    async (tx) => {
      const assessment = await lockAssessment(tx, courseId)
      const found = await tx.sheetImport.findFirst({ where: { id: importId, assessment: { courseId } } })
      if (!assessment || !found) throw new Refusal('not_found')
      await requireOpenSheet(tx, assessment)
      if (found.undoneAt !== null) return
      const rows = found.undo
      await refuseOwnLines(deps, { courseId, personId: actor.id, studentIds: rows.map(({ studentId }) => studentId) })
      const current = await readRows(tx, assessment.id)
      const isAsWritten = ({ studentId, component, after }: SheetRowChange) =>
        canonicalJson(component === null ? current.jury(studentId) : current.entry(studentId, component)) ===
        canonicalJson(after)
      if (!rows.every(isAsWritten)) throw new Refusal('import_in_use')
      const back = rows.map((row) => ({ ...row, before: row.after, after: row.before }) as SheetRowChange)
      await writeSheetRows(tx, { assessmentId: assessment.id, rows: back })
      await tx.sheetImport.update({ where: { id: importId }, data: { undoneAt: deps.now() } })
      await audit(tx, {
        ...{ courseId, actor, action: 'assessment.undo_import', subject: `sheet-import:${importId}` },
        before: { rows: rows.length },
      })
    },
    { timeout: 60_000 },
  )
  return { done: true as const }
}

const contentOf = ({ content: { text, base64 } }: SheetFileInput): FileContent => ({ text, base64 })

type Readings = Parameters<typeof readSheetFile>[0]

async function planImport(deps: Deps, { courseId, content }: SheetFileInput, readings: Readings) {
  const sheet = await readFinalSheet(deps, courseId)
  const { titles, ...file } = readSheetFile(readings, { sheet, named: await namedColumns(deps, courseId) })
  const ofParts = examsOfParts(sheet.rules, sheet.sources.exams)
  const parts = markParts(sheet.rules).map(({ id, role, content: { source } }) => ({
    ...{ id, role },
    isByHand: source.kind === 'hand',
    hasRetakeExam: (ofParts.get(id)?.second.length ?? 0) > 0,
  }))
  const said = (exact: string | null) => (exact === null ? null : decimalText(exact))
  const lines = sheet.lines.map(({ entries, ...line }) => ({
    ...line,
    entries: entries.map(({ mark, retake, ...entry }) => ({ ...entry, mark: said(mark), retake: said(retake) })),
  }))
  const plan = planSheet({ file, sheet: { lines, parts }, statusOf, empty: content.empty })
  return {
    sheet,
    titles,
    fields: file.fields,
    plan,
    fingerprint: sha256(canonicalJson({ plan, of: sheet.fingerprint })),
  }
}

/** The column titles in the profiles of the final sheet. */
async function namedColumns({ db }: Deps, courseId: string) {
  const profiles = await db.exportProfile.findMany({ where: { courseId, kind: 'final_sheet' } })
  return profiles.map(({ layout }) =>
    layout.columns.flatMap(({ title, field }) => (title === null ? [] : { title, field })),
  )
}

/** Reads « abi », « ABI », « unjustified absence »: the words of exported files, in either language. */
function statusOf(word: string): EntryStatus | null {
  const sought = word.normalize('NFC').toLowerCase()
  for (const { entry } of Object.values(fileWords)) {
    const found = Object.entries(entry).find(([, name]) => name.toLowerCase() === sought)
    if (found) return found[0] as EntryStatus
  }
  return null
}

type Planned = { assessmentId: string; plan: readonly SheetLinePlan[]; sheet: FinalSheet }

/** The rows to write: current values with the changes of the file. */
async function rowsOf(tx: Prisma.TransactionClient, { assessmentId, plan, sheet }: Planned): Promise<SheetRowChange[]> {
  const current = await readRows(tx, assessmentId)
  const byHand = new Set(
    markParts(sheet.rules).flatMap(({ id, content }) => (content.source.kind === 'hand' ? id : [])),
  )
  const shown = new Map(sheet.lines.map((line) => [line.studentId, line]))
  return plan.flatMap((line): SheetRowChange[] => {
    if (line.outcome !== 'changed' || line.studentId === null) return []
    const { studentId } = line
    const components = new Set(line.changes.flatMap((change) => (change.kind === 'jury' ? [] : change.component)))
    const jury = line.changes.find((change) => change.kind === 'jury')
    return [
      ...[...components].map((component): SheetRowChange => {
        const entry = shown.get(studentId)?.entries.find((each) => each.component === component)
        const changes = line.changes.filter((change) => change.kind !== 'jury' && change.component === component)
        const before = current.entry(studentId, component)
        const now = {
          status: entry?.status ?? ('present' as const),
          mark: byHand.has(component) ? (before?.mark ?? null) : null,
          retake: before?.retake ?? null,
          ...(before?.examId ? { examId: before.examId } : {}),
          reason: entry?.reason ?? '',
        }
        return { studentId, component, before, after: changes.reduce(applied, now) }
      }),
      ...(jury
        ? [{ studentId, component: null, before: current.jury(studentId), after: jury.after } as SheetRowChange]
        : []),
    ]
  })
}

type Row = NonNullable<Extract<SheetRowChange, { component: string }>['after']>

function applied(row: Row, change: SheetChange): Row {
  switch (change.kind) {
    case 'mark':
      return { ...row, mark: change.after }
    case 'retake':
      return { ...row, retake: change.after }
    case 'status':
      return { ...row, status: change.after }
    case 'jury':
      return row
  }
}
