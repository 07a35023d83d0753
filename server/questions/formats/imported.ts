import { importFormats, type noticeCodes, type unusableReasons } from '#contract/questions/question-batches.ts'
import type { CourseFile } from '#contract/questions/question-file.ts'
import { cutText } from '#core/cut-text.ts'
import type { OrderingCredit, Question, QuestionContext, QuestionType } from '#core/questions/question.ts'
import type { TypedRule } from '#core/questions/typed-answer.ts'
import type { RationalText } from '#core/rational.ts'
import type { TextEncoding } from '#server/platform/decode-text.ts'

/** Every import format; the files `read-*.ts` and `write-*.ts` of this folder are named after them. */
export { importFormats }
export type ImportFormat = (typeof importFormats)[number]

export type PortableChoice = {
  /** Markdown. */
  readonly text: string
  /**
   * Share of the points this choice earns alone, from its file; if the file has none, the right choices share the
   * points.
   */
  readonly weight: RationalText
  readonly correct: boolean
  readonly feedback?: string | undefined
  readonly keepLast?: boolean | undefined
}

/** A text and the comment on it, in Markdown. */
export type PortableItem = { readonly text: string; readonly feedback?: string | undefined }

export type PortablePair = {
  /** Markdown. */
  readonly item: string
  /** Markdown; several items may have the same one. */
  readonly answer: string
  readonly feedback?: string | undefined
}

export type TypedAnswer = {
  /** As somebody would type it: no Markdown. */
  readonly text: string
  /** Accepted; any other is a wrong answer that its author foresaw. */
  readonly correct: boolean
  readonly weight: RationalText
  /** Markdown. */
  readonly feedback?: string | undefined
}

/** The answers of a question whose choices are not one list. */
export type PortableAnswers =
  | {
      readonly kind: 'cloze'
      /** The choices of `[[1]]`, `[[2]]`… in the stem. */
      readonly gaps: readonly (readonly PortableChoice[])[]
    }
  | {
      readonly kind: 'ordering'
      /** In the right order. */
      readonly items: readonly PortableItem[]
      readonly partial?: OrderingCredit | undefined
    }
  | {
      readonly kind: 'matching'
      readonly pairs: readonly PortablePair[]
      /** Answers that fit no item. */
      readonly extras: readonly string[]
    }
  | { readonly kind: 'exact_answer'; readonly answers: readonly TypedAnswer[]; readonly typed: TypedRule }

/** A file that came with a question, usually an image. */
export type EmbeddedFile = { readonly name: string; readonly bytes: Uint8Array }

/** A question being imported or exported, with the fields that other tools have. */
export type PortableQuestion = {
  readonly title: string
  readonly type: QuestionType
  /** The document it shares with other questions. */
  readonly context?: QuestionContext | undefined
  /** Markdown. */
  readonly stem: string
  /** Of a true/false question: true, then false; empty where `answers` says more. */
  readonly choices: readonly PortableChoice[]
  readonly answers?: PortableAnswers | undefined
  readonly explanation?: string | undefined
  /** From the widest to the narrowest. */
  readonly category: readonly string[]
  readonly idnumber?: string | undefined
  readonly tags: readonly string[]
  readonly files: readonly EmbeddedFile[]
  /** The original question, when it is one of the bank. */
  readonly bank?: Question | undefined
}

export type TextPosition = { readonly line: number; readonly column: number }

export type ImportedQuestion = PortableQuestion & TextPosition

/** What could not be imported, where, and why. `kind` names the kind of question if that is the reason. */
export type Unusable = TextPosition & {
  readonly reason: UnusableReason
  readonly title: string
  readonly kind?: string | undefined
  /** Inside a package, the file it comes from. */
  readonly file?: string | undefined
}

export type UnusableReason = (typeof unusableReasons)[number]

/** What was imported with a change, or only in part; always reported. */
export type ImportNotice = { readonly code: NoticeCode; readonly line: number; readonly detail: string }

export type NoticeCode = (typeof noticeCodes)[number]

/** The result of reading one text. */
export type Reading = {
  readonly questions: readonly ImportedQuestion[]
  readonly unusable: readonly Unusable[]
  readonly notices: readonly ImportNotice[]
  /** Every category of the file, those without a usable question included. */
  readonly categories: readonly (readonly string[])[]
}

export type ImportResult = {
  readonly format: ImportFormat | null
  readonly encoding: TextEncoding | null
  readonly notices: readonly ImportNotice[]
  readonly usable: readonly ImportedQuestion[]
  readonly unusable: readonly Unusable[]
  readonly categories: readonly (readonly string[])[]
  /** Of a zip that holds one: the course it is from, and its text. */
  readonly course?: CourseInZip | undefined
}

/** `find`: the pictures that its text shows, by their address there. */
export type CourseInZip = {
  readonly file: CourseFile
  readonly text: string | null
  readonly find: (address: string) => Uint8Array | undefined
}

export const nothing: Reading = { questions: [], unusable: [], notices: [], categories: [] }

export function joined(readings: readonly Reading[]): Reading {
  return {
    questions: readings.flatMap(({ questions }) => questions),
    unusable: readings.flatMap(({ unusable }) => unusable),
    notices: readings.flatMap(({ notices }) => notices),
    categories: readings.flatMap(({ categories }) => categories),
  }
}

/** A title is the beginning of the text, enough to find the question. */
const longestTitle = 200

export const refused = (unusable: Unusable): Reading => ({
  ...nothing,
  unusable: [{ ...unusable, title: cutText(unusable.title, longestTitle) }],
})
