import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readBank, readFolderText } from '#server/questions/bank/read-bank.ts'
import { imagesOf } from '../images/images-in.ts'
import { imageAddressOf } from '../images/read-image.ts'
import { exportQuestions, yamlFiles } from './export-questions.ts'
import type { ExitCode } from './import-command.ts'
import { sentenceOfLoss } from './import-sentences.ts'
import type { PortableQuestion } from './imported.ts'
import { type ExportFormat, exportFormats, type Loss } from './losses.ts'
import { toPortable } from './to-portable.ts'
import { zip } from './zip.ts'

export const exportUsage = `export ${exportFormats.join('|')} [--section ID] [--out FICHIER] [--json]`

/** Exports the bank as a file of another tool. Losses are reported on stderr, so that stdout can be redirected. */
export async function exportCommand(args: readonly string[], folder: string): Promise<ExitCode> {
  const options = parse(args)
  if (!options) return usage()
  const { format, out, section, asJson } = options
  if (!out && !isText(format)) {
    console.error('Ce format est une archive : précisez --out FICHIER. / This format is an archive: give --out FILE.')
    return 2
  }
  const { questions, problems } = await bankOf(folder, section)
  if (questions.length === 0) {
    console.error('Aucune question à exporter. / No question to export.')
    return 1
  }
  const { bytes, losses } = await exportQuestions(questions, format)
  const content = format === 'yaml' ? await wholeBank(folder, questions) : bytes
  if (out) await write(out, content)
  else if (!asJson) process.stdout.write(content)
  tell({ asJson, format, questions: questions.length, losses, out })
  return problems > 0 ? 1 : 0
}

type Options = { format: ExportFormat; out: string | undefined; section: string | undefined; asJson: boolean }

function parse(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string' }, section: { type: 'string' }, json: { type: 'boolean' } },
    })
    const format = exportFormats.find((one) => one === positionals[0])
    if (!format || positionals.length > 1) return null
    return { format, out: values.out, section: values.section, asJson: values.json ?? false }
  } catch {
    return null
  }
}

function usage(): ExitCode {
  console.error(`npm run questions -- ${exportUsage}`)
  return 2
}

const isText = (format: ExportFormat) => format === 'gift' || format === 'moodle-xml' || format === 'amc-txt'

/** In the order of the course. */
async function bankOf(folder: string, only: string | undefined) {
  const { course, questions, problems, images } = await readBank(folder)
  const files = images.map((image) => ({ name: imageAddressOf(image), bytes: image.bytes }))
  const inOrder = (course?.sessions ?? []).flatMap(({ id, sections }) =>
    sections
      .filter((section) => only === undefined || section.id === only)
      .flatMap((section) =>
        questions
          .filter(({ question }) => question.section === section.id)
          .map(({ question }) => {
            const shown = new Set(imagesOf(question))
            const own = files.filter(({ name }) => shown.has(name))
            return toPortable(question, [id, section.id], own)
          }),
      ),
  )
  return { questions: inOrder, problems: problems.length }
}

/** The sections with the passages they are based on: a folder of these files is the same bank. */
async function wholeBank(folder: string, questions: readonly PortableQuestion[]): Promise<Uint8Array> {
  const outline = join(folder, 'course.yaml')
  const course = await readFolderText(folder)
  const files = [
    ...(existsSync(outline) ? [{ path: 'course.yaml', bytes: await readFile(outline) }] : []),
    ...(course ? [{ path: 'course.md', bytes: Buffer.from(course.text) }] : []),
    ...(course?.images ?? []).map((image) => ({ path: imageAddressOf(image), bytes: image.bytes })),
    ...yamlFiles(questions),
  ]
  return zip([...new Map(files.map((file) => [file.path, file])).values()])
}

async function write(path: string, bytes: Uint8Array) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
}

type TellInput = {
  asJson: boolean
  format: ExportFormat
  questions: number
  losses: readonly Loss[]
  out: string | undefined
}

function tell({ asJson, format, questions, losses, out }: TellInput) {
  if (asJson) console.log(JSON.stringify({ format, questions, losses, file: out ?? null }, null, 2))
  else {
    for (const loss of losses) console.error(`  ${sentenceOfLoss(loss)}`)
    console.error(`${questions} questions${out ? ` dans ${out}` : ''}.`)
  }
}
