import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { Refusal } from '#core/refusal.ts'
import { lintBank } from '#server/questions/bank/lint-bank.ts'
import { readDraft, renderEachOrNull, renderOrPlain } from '#server/questions/rendering/render-all.ts'
import { planQuestionImport } from '#server/questions/transfer/plan-question-import.ts'
import { viewEditedDraft } from '#server/questions/transfer/view-edited-draft.ts'
import { lossesOfExport, writeExport } from '#server/questions/transfer/write-export.ts'
import { understandMaterial } from './courses/understand-material.ts'
import { readSebFile } from './exams/read-seb-file.ts'
import { scanArchive } from './exports/archive/scan-archive.ts'
import { readGrids } from './exports/fill/read-grids.ts'
import { writeCells } from './exports/fill/write-cells.ts'
import { readSheetRecords } from './exports/read-sheet-records.ts'
import { readResponses } from './grading/imports/read-responses.ts'
import { readJson } from './platform/read-json.ts'
import { readHandInFile } from './projects/read-hand-in-file.ts'
import { readImage } from './questions/images/read-image.ts'
import { readRoster } from './students/read-roster.ts'
import { readSpreadsheet } from './students/read-spreadsheet.ts'

/** The functions that a worker thread can run; see platform/workers.ts. */
const tasks = {
  lintBank,
  lossesOfExport,
  planQuestionImport,
  readDraft,
  readGrids,
  readHandInFile,
  readImage,
  readJson,
  readResponses,
  readRoster,
  readSebFile,
  readSheetRecords,
  readSpreadsheet,
  renderEachOrNull,
  renderOrPlain,
  viewEditedDraft,
  writeCells,
  scanArchive,
  understandMaterial,
  writeExport,
} as Readonly<Record<string, (input: never) => unknown>>

// On Linux a thread has its own priority: on a busy machine, the saves of students come first.
if (process.platform === 'linux') setPriority(10)

type Said = { type: 'ready' } | { type: 'task'; name: string; input: never }

parentPort?.on('message', (said: Said) => {
  if (said.type === 'ready') return parentPort?.postMessage('ready')
  void answer(said).then((answered) => parentPort?.postMessage(answered, bytesIn(answered)))
})

/** A refusal is returned as data, because an error loses its code between threads. */
async function answer({ name, input }: { name: string; input: never }) {
  try {
    const work = tasks[name]
    if (!work) throw new Error(`no task is called ${name}`)
    return { value: await work(input) }
  } catch (error) {
    if (error instanceof Refusal) return { refusal: { code: error.code, details: error.details } }
    // Nested too deeply for a parser's stack.
    if (error instanceof RangeError && /call stack/i.test(error.message))
      return { refusal: { code: 'file_too_heavy', details: { reason: 'depth' } } }
    return { error }
  }
}

/** Transfers large buffers that the thread no longer needs, instead of copying them. */
function bytesIn(answered: unknown, depth = 4): ArrayBuffer[] {
  if (answered instanceof Uint8Array) {
    const { buffer, byteLength } = answered
    return byteLength > 100_000 && byteLength === buffer.byteLength ? [buffer as ArrayBuffer] : []
  }
  if (typeof answered !== 'object' || answered === null || depth === 0) return []
  return [
    ...new Set(
      Object.values(answered)
        .slice(0, 100)
        .flatMap((one) => bytesIn(one, depth - 1)),
    ),
  ]
}
