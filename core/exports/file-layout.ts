/**
 * The layout of an exported file: which columns, in which order, under which titles, and its format. Unset options are
 * inherited from one of the two standard formats. The kind of a column decides whether it is guarded (csv.ts), whatever
 * its title.
 */
import { type CsvProfile, excelFr, rfc4180 } from '#core/csv.ts'
import type { Language } from '#core/language.ts'

export const fileKinds = [
  'final_sheet',
  'results',
  'points',
  'answers',
  'attendance',
  'statistics',
  'sections',
  'student_sections',
  'rubric',
  'journal',
] as const
export type FileKind = (typeof fileKinds)[number]

export const fileSeparators = [';', ',', '\t'] as const
export const fileDecimals = [',', '.'] as const
export const fileEncodings = ['utf8_bom', 'utf8', 'utf16', 'windows1252'] as const
export const fileLineEnds = ['\r\n', '\n'] as const
export const fileQuotes = ['text', 'needed'] as const

/** The standard formats: a workbook, or a text for a French Excel or for every other program. */
export const workbookBases = ['xlsx_fr', 'xlsx_en'] as const
export const textBases = ['excel_fr', 'rfc4180'] as const
export const fileBases = [...workbookBases, ...textBases] as const
export type FileBase = (typeof fileBases)[number]

/** A workbook keeps the kind of each cell; the options of a text mean nothing for it. */
export const isWorkbook = (base: FileBase): boolean => workbookBases.some((one) => one === base)

/** A reader is offered the workbook of their language. */
export const isOfferedIn = (profile: string, language: Language): boolean =>
  profile !== (language === 'fr' ? 'xlsx_en' : 'xlsx_fr')

const languageOf = (base: FileBase): Language => (base === 'xlsx_fr' || base === 'excel_fr' ? 'fr' : 'en')

/** Null inherits from the standard format. */
export type FileFormat = {
  readonly base: FileBase
  readonly separator: (typeof fileSeparators)[number] | null
  readonly decimal: (typeof fileDecimals)[number] | null
  readonly encoding: (typeof fileEncodings)[number] | null
  readonly lineEnd: (typeof fileLineEnds)[number] | null
  readonly quote: (typeof fileQuotes)[number] | null
}
export type ChosenColumn = { readonly field: string; readonly title: string | null }
export type FileLayout = { readonly columns: readonly ChosenColumn[]; readonly format: FileFormat }

/** The text of a file; of a workbook, the text that shows its cells in a preview. */
export function csvProfileOf({ base, separator, decimal, encoding, lineEnd, quote }: FileFormat): CsvProfile {
  const own = languageOf(base) === 'fr' ? excelFr : rfc4180
  if (isWorkbook(base)) return own
  return {
    ...own,
    ...(encoding === null ? {} : encodings[encoding]),
    separator: separator ?? own.separator,
    decimal: decimal ?? own.decimal,
    lineEnd: lineEnd ?? own.lineEnd,
    quote: quote ?? own.quote,
  }
}

const mark = '\uFEFF'
const encodings: Record<(typeof fileEncodings)[number], Pick<CsvProfile, 'start' | 'encoding'>> = {
  utf8_bom: { start: mark, encoding: 'utf8' },
  utf8: { start: '', encoding: 'utf8' },
  utf16: { start: mark, encoding: 'utf16le' },
  windows1252: { start: '', encoding: 'windows1252' },
}

/** True when the decimal sign is also the separator: programs would disagree on where a number ends. */
export function isAmbiguous(format: FileFormat): boolean {
  const { separator, decimal } = csvProfileOf(format)
  return separator === decimal
}

/** Columns that exist once per question, criterion or section are chosen together: `question:*`. */
export const familyOf = (field: string): string | null =>
  /^(question|criterion|section|section_maximum):/.exec(field)?.[1] ?? null

type Titled = { readonly field: string; readonly title: string }

/**
 * The chosen columns that this file has, in the chosen order and with the chosen titles. In the title of a family,
 * `{n}` is the position of the column in it. Columns the file lacks are left out, because another exam has other
 * questions.
 */
export function chosenColumns<Own extends Titled>(all: readonly Own[], chosen: readonly ChosenColumn[]): Own[] {
  return chosen.flatMap(({ field, title }) => {
    const found = field.endsWith(':*')
      ? all.filter((column) => familyOf(column.field) === field.slice(0, -2))
      : all.filter((column) => column.field === field)
    return found.map((column, index) =>
      title === null ? column : { ...column, title: title.replaceAll('{n}', String(index + 1)) },
    )
  })
}

/** The columns that can be chosen, each family once, with the title of its first column. */
export function choicesAmong(all: readonly Titled[]): { field: string; title: string; count: number }[] {
  const choices = new Map<string, { field: string; title: string; count: number }>()
  for (const { field, title } of all) {
    const family = familyOf(field)
    const name = family === null ? field : `${family}:*`
    const known = choices.get(name)
    if (known) known.count += 1
    else choices.set(name, { field: name, title, count: 1 })
  }
  return [...choices.values()]
}
