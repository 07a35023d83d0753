import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { bloomLevels, difficulties } from '#core/questions/question.ts'
import { courseLanguage } from '#core/questions/true-false.ts'
import { readBank } from '#server/questions/bank/read-bank.ts'
import { readSection } from '#server/questions/bank/read-section.ts'
import { imagesOf } from '../images/images-in.ts'
import { withOurImages } from '../images/import-images.ts'
import { imageAddressOf } from '../images/read-image.ts'
import { importFile } from './import-file.ts'
import { explanationToWrite, sentenceOfLoss, sentenceOfNotice, sentenceOfUnusable } from './import-sentences.ts'
import { type ImportFormat, type ImportResult, importFormats, type Unusable } from './imported.ts'
import { lossesOf } from './losses.ts'
import { compareWithBank, type QuestionImportPlan } from './plan-import.ts'
import { withoutTooComplex } from './too-complex.ts'
import { questionYaml, sectionYaml } from './write-yaml.ts'

export const importUsage = `import FICHIER [--dry-run] [--json] [--format FORMAT]
  [--section ID [--difficulty ${difficulties.join('|')}] [--level ${bloomLevels.join('|')}] [--seconds N]]`

/** 0: everything was usable; 1: something was not, and is reported; 2: the command was not understood. */
export type ExitCode = 0 | 1 | 2

export async function importCommand(args: readonly string[], folder: string): Promise<ExitCode> {
  const parsed = parse(args)
  if (!parsed) return usage()
  const { file, asJson, format, section } = parsed
  if (!existsSync(file)) {
    console.error(`${file} : fichier introuvable. / File not found.`)
    return 2
  }
  const read = withoutTooComplex(await importFile({ bytes: await readFile(file), name: file, format }))
  const result = section ? withOurImages(read, new Set((await readBank(folder)).images.map(imageAddressOf))) : read
  if (!asJson) tell(result)
  const problems = result.unusable.length > 0 ? 1 : 0
  const added = section && !parsed.isDry ? await addTo({ ...parsed, section, result, folder }) : null
  // Always one JSON document, since a pipeline reads only that.
  if (asJson) console.log(JSON.stringify({ ...summaryOf(result), ...added?.plan }, null, 2))
  return added === null || added.exit === 0 ? problems : added.exit
}

type Options = {
  file: string
  asJson: boolean
  isDry: boolean
  format: ImportFormat | undefined
  section: string | undefined
  difficulty: (typeof difficulties)[number]
  level: (typeof bloomLevels)[number]
  seconds: number
}

function parse(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
        format: { type: 'string' },
        section: { type: 'string' },
        difficulty: { type: 'string', default: 'medium' },
        level: { type: 'string', default: 'understand' },
        seconds: { type: 'string', default: '60' },
      },
    })
    const [file, ...others] = positionals
    const difficulty = difficulties.find((one) => one === values.difficulty)
    const level = bloomLevels.find((one) => one === values.level)
    const format = importFormats.find((one) => one === values.format)
    const seconds = Number(values.seconds)
    if (!file || others.length > 0 || !difficulty || !level || (values.format && !format)) return null
    if (!Number.isInteger(seconds) || seconds < 10 || seconds > 900) return null
    const flags = { asJson: values.json ?? false, isDry: values['dry-run'] ?? false }
    return { file, ...flags, format, section: values.section, difficulty, level, seconds }
  } catch {
    return null
  }
}

function usage(): ExitCode {
  console.error(`npm run questions -- ${importUsage}\nFormats : ${importFormats.join(', ')}`)
  return 2
}

/** The fields of the JSON output. */
const summaryOf = ({ format, encoding, usable, unusable, notices }: ImportResult) => ({
  format,
  encoding,
  usable: usable.length,
  unusable: unusable.map((one) => ({
    ...(one.file ? { file: one.file } : {}),
    ...{ line: one.line, column: one.column, reason: reasonOf(one), title: one.title },
  })),
  notices,
  questions: usable.map(({ title, type, choices }) => ({
    title,
    type,
    choices: choices.map(({ text, weight }) => ({ text, weight })),
  })),
})

/** `unsupported_kind:essay`: with the kind of question, if that is the reason. */
const reasonOf = ({ reason, kind }: Unusable) => (kind ? `${reason}:${kind}` : reason)

function tell({ format, encoding, usable, unusable, notices }: ImportResult) {
  console.log(`Format : ${format ?? 'inconnu'} ; encodage : ${encoding ?? 'inconnu'}`)
  for (const notice of notices) console.log(`  ${notice.line} ${sentenceOfNotice(notice)}`)
  for (const one of unusable) {
    const place = `${one.file ? `${one.file}:` : ''}${one.line}:${one.column}`
    console.log(`  ${place} ${one.title ? `« ${one.title} » ` : ''}${sentenceOfUnusable(one)}`)
  }
  console.log(`${usable.length} utilisables, ${unusable.length} inutilisables.`)
}

type Adding = Options & { section: string; result: ImportResult; folder: string }
type Added = { exit: ExitCode; plan?: ReturnType<typeof summaryOfPlan> }

async function addTo({ section: id, result, folder, asJson, difficulty, level, seconds }: Adding): Promise<Added> {
  const bank = await readBank(folder)
  const session = bank.course?.sessions.find(({ sections }) => sections.some((one) => one.id === id))
  const section = session?.sections.find((one) => one.id === id)
  if (!session || !section) {
    console.error(`« ${id} » n’est pas une section de course.yaml. / Not a section of course.yaml.`)
    return { exit: 2 }
  }
  const heading = section.headings[0] ?? section.title
  const language = courseLanguage(bank.course?.language ?? 'fr')
  const plan = compareWithBank({
    questions: result.usable,
    bank: bank.questions.map(({ question }) => question),
    language,
    sectionOf: () => id,
    missingIn: () => ({
      heading,
      quote: heading,
      difficulty,
      level,
      seconds,
      explanation: explanationToWrite,
    }),
  })
  const path = join(folder, session.id, `${id}.yaml`)
  const text = await withAdded(path, id, plan)
  const faults = readSection({ file: path, section: id, text, language }).problems
  const before = existsSync(path)
    ? readSection({ file: path, section: id, text: await readFile(path, 'utf8'), language }).problems
    : []
  if (faults.length > before.length) {
    console.error(`Rien n’est écrit : ${path} aurait ${faults.length - before.length} erreur(s) de plus.`)
    return { exit: 1 }
  }
  if (plan.added.length > 0) {
    const shown = new Set(plan.added.flatMap(({ from }) => imagesOf(from)))
    for (const { name, bytes } of result.usable.flatMap(({ files }) => files))
      if (shown.has(name)) await write(join(folder, name), bytes)
    await write(path, text)
  }
  if (!asJson) tellPlan(plan, path)
  return { exit: plan.changed.length + plan.unusable.length > 0 ? 1 : 0, plan: summaryOfPlan(plan, path) }
}

const lossesIn = ({ added }: QuestionImportPlan) =>
  lossesOf(
    added.map(({ from }) => from),
    'yaml',
  )

const summaryOfPlan = (plan: QuestionImportPlan, path: string) => ({
  file: path,
  added: plan.added.map(({ file }) => file.id),
  unchanged: plan.unchanged.map(({ id }) => id),
  changed: plan.changed.map(({ current }) => current.id),
  refused: plan.unusable.map((one) => ({ line: one.line, reason: reasonOf(one), title: one.title })),
  losses: lossesIn(plan),
})

/** The file unchanged, comments included, with the new questions appended. */
async function withAdded(path: string, section: string, { added }: QuestionImportPlan): Promise<string> {
  const files = added.map(({ file }) => file)
  if (!existsSync(path)) return sectionYaml(section, files)
  const text = await readFile(path, 'utf8')
  if (files.length === 0) return text
  return `${text.replace(/^questions:\s*\[\s*\]\s*$/m, 'questions:').trimEnd()}\n\n${files.map(questionYaml).join('\n')}`
}

async function write(path: string, text: string | Uint8Array) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

function tellPlan(plan: QuestionImportPlan, path: string) {
  const { added, changed, unchanged, unusable } = plan
  for (const { current } of changed)
    console.log(`  « ${current.id} » est différente dans la banque : laissée telle quelle.`)
  for (const one of unusable) console.log(`  ${one.line} « ${one.title} » ${sentenceOfUnusable(one)}`)
  for (const loss of lossesIn(plan)) console.log(`  ${sentenceOfLoss(loss)}`)
  console.log(`${path} : ${added.length} ajoutées, ${unchanged.length} déjà là, ${changed.length} à comparer.`)
}
