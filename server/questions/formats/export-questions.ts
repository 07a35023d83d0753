import { contextKey } from '#core/questions/question.ts'
import { inBlocks } from '#core/seed.ts'
import { withoutUnsayable } from './clean-text.ts'
import type { PortableQuestion } from './imported.ts'
import { type ExportFormat, type Loss, lossesOf } from './losses.ts'
import { questionToFile } from './question-to-file.ts'
import { canSay } from './sayable.ts'
import { writeAmcTxt } from './write-amc-txt.ts'
import { writeGift } from './write-gift.ts'
import { writeMoodleXml } from './write-moodle-xml.ts'
import { writeQti } from './write-qti.ts'
import { sectionYaml } from './write-yaml.ts'
import { zip } from './zip.ts'

export type Exported = { readonly name: string; readonly bytes: Uint8Array; readonly losses: readonly Loss[] }

/** Questions → one file of another tool, and a list of what the format could not hold. */
export async function exportQuestions(questions: readonly PortableQuestion[], format: ExportFormat): Promise<Exported> {
  return { ...(await writeQuestions(questions, format)), losses: lossesOf(questions, format) }
}

/** The file alone, for who has seen what is lost. */
export async function writeQuestions(questions: readonly PortableQuestion[], format: ExportFormat) {
  // Our own files can hold every character, and name the document of a question wherever it stands; others cannot.
  const sayable =
    format === 'yaml'
      ? questions
      : inDocuments(questions.filter((question) => canSay(question, format))).map(withoutUnsayable)
  return { name: names[format], bytes: await bytesOf(sayable, format) }
}

/** The questions of one document of a category one after the other, since it is written before the first. */
const inDocuments = (questions: readonly PortableQuestion[]) =>
  inBlocks(questions, ({ category, context }) => (context ? JSON.stringify([category, contextKey(context)]) : null))

const names: Record<ExportFormat, string> = {
  yaml: 'questions-yaml.zip',
  gift: 'questions.gift',
  'moodle-xml': 'questions-moodle.xml',
  qti22: 'questions-qti22.zip',
  qti30: 'questions-qti30.zip',
  'amc-txt': 'questions-amc.txt',
}

async function bytesOf(questions: readonly PortableQuestion[], format: ExportFormat): Promise<Uint8Array> {
  switch (format) {
    case 'yaml':
      return zip(yamlFiles(questions))
    case 'gift':
      return Buffer.from(writeGift(questions))
    case 'moodle-xml':
      return Buffer.from(writeMoodleXml(questions))
    case 'qti22':
      return writeQti(questions, '2.2')
    case 'qti30':
      return writeQti(questions, '3.0')
    case 'amc-txt':
      return Buffer.from(writeAmcTxt(questions))
  }
}

/** `<session>/<section>.yaml` and the images: a folder of these files is the same bank. */
export function yamlFiles(questions: readonly PortableQuestion[]): { path: string; bytes: Uint8Array }[] {
  const own = questions.filter(({ bank }) => bank !== undefined)
  const images = new Map(own.flatMap(({ files }) => files).map(({ name, bytes }) => [name, bytes]))
  const sections = [...bySection(own)].map(([path, all]) => ({
    path: `${path}.yaml`,
    bytes: Buffer.from(
      sectionYaml(
        all[0]?.bank?.section ?? '',
        all.flatMap(({ bank }) => (bank ? [questionToFile(bank)] : [])),
      ),
    ),
  }))
  return [...sections, ...[...images].map(([path, bytes]) => ({ path, bytes }))]
}

/** `Map.groupBy` is not in Node 20. */
function bySection(questions: readonly PortableQuestion[]): Map<string, PortableQuestion[]> {
  const groups = new Map<string, PortableQuestion[]>()
  for (const question of questions) {
    const path = question.category.join('/')
    groups.set(path, [...(groups.get(path) ?? []), question])
  }
  return groups
}
