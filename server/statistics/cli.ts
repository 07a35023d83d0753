/** `npm run statistics -- RESPONSES.csv [--key KEY.csv] [--blanks listwise] [--json]`: any exam's statistics. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readResponseTable, UnreadableTable } from '#core/grading/response-table.ts'
import { Refusal } from '#core/refusal.ts'
import { examStatistics } from '#core/statistics/statistics.ts'
import { tableData } from '#core/statistics/table-data.ts'
import { decodeText } from '#server/platform/decode-text.ts'
import { readCells } from '#server/platform/read-cells.ts'
import { printedStatistics } from './printed-statistics.ts'
import { both, faultSentence, warningSentence } from './table-sentence.ts'
import { textReport } from './text-report.ts'

const usage = 'npm run statistics -- RESPONSES.csv [--key KEY.csv] [--blanks scored|listwise] [--json]'

try {
  await run()
} catch (error) {
  console.error(`${sentenceOf(error)}\n${usage}`)
  process.exitCode = 1
}

async function run() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      json: { type: 'boolean', default: false },
      blanks: { type: 'string', default: 'scored' },
    },
  })
  const [file] = positionals
  if (file === undefined || positionals.length > 1)
    throw new TypeError(both({ fr: 'Donnez un fichier de réponses.', en: 'Give one file of answers.' }))
  if (values.blanks !== 'scored' && values.blanks !== 'listwise') throw new TypeError('--blanks scored | listwise')
  const responses = await cellsOf(file)
  const { table, warnings } = readResponseTable(responses, values.key === undefined ? null : await cellsOf(values.key))
  const statistics = examStatistics(tableData(table), { blanks: values.blanks })
  const sentences = warnings.map(warningSentence).map(both)
  if (values.json) console.log(JSON.stringify({ ...printedStatistics(statistics), warnings: sentences }, null, 2))
  else console.log([textReport(statistics), ...sentences.map((sentence) => `Attention : ${sentence}`)].join('\n'))
}

async function cellsOf(file: string) {
  return readCells(decodeText(await readFile(file)).text)
}

function sentenceOf(error: unknown): string {
  if (error instanceof UnreadableTable) return both(faultSentence(error.fault))
  if (error instanceof Refusal) {
    return both({
      fr: 'Ce fichier n’est pas un CSV lisible : un guillemet n’est pas fermé.',
      en: 'This file is not a readable CSV: a quotation mark is not closed.',
    })
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return both({ fr: 'Ce fichier n’existe pas.', en: 'This file does not exist.' })
  }
  if (error instanceof TypeError) return error.message
  throw error
}
