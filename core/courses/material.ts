/** What a deck or a document of the course becomes, whatever its format. */
export const materialFormats = ['markdown', 'pptx', 'odp', 'docx', 'odt', 'pdf', 'html'] as const
export type MaterialFormat = (typeof materialFormats)[number]

export type MaterialPart = {
  /** The slide or the page it comes from, from 1; a document without pages has only the first. */
  page: number
  /** Depth of its heading; of slides, 1 for a title slide and 2 for the others. */
  level: 1 | 2 | 3 | 4 | 5 | 6
  /** Plain text; empty for what comes before any heading. */
  heading: string
  /** Markdown: paragraphs, lists, tables, fenced code, pictures as `![alt](image:<hash of its bytes>)`. */
  text: string
  /** What the speaker says, in Markdown; empty when the deck has no notes. */
  notes: string
}

/** What was left out, or could not be read. */
export const materialRemarkCodes = [
  'hidden_slide',
  'hidden_text',
  'deleted_text',
  'repeated_text',
  'page_numbers',
  'table_of_contents',
  'unreadable_image',
  'large_image',
  'missing_image',
  'images_left_out',
  'chart',
  'media',
  'formula',
  'missing_slide',
  'missing_relations',
  'no_text_on_page',
  'names_only',
  'guessed_encoding',
] as const
/** `page`: the slide or page it is about; `detail`: the words or the file it is about, empty when there is nothing to say. */
export type MaterialRemark = {
  code: (typeof materialRemarkCodes)[number]
  page: number | null
  detail: string
  /** In a file of text; `file` is empty when there is only one. */
  place?: { file: string; line: number }
}

/** Why a file gives no material at all. `detail`: the program, the format or the number it is about. */
export const materialFaultCodes = [
  'empty',
  'too_large',
  'encrypted',
  'password',
  'old_office',
  'other_format',
  'damaged',
  'not_a_deck',
  'no_slide',
  'no_text',
  'scanned',
  'too_many_pages',
  'too_complex',
] as const
export type MaterialFault = { code: (typeof materialFaultCodes)[number]; detail: string }

export type Material = {
  format: MaterialFormat
  title: string
  pages: number
  parts: MaterialPart[]
  remarks: MaterialRemark[]
}

/** `staged`: read, nothing changed yet; `replaced`: a newer version took its place. */
export const materialStates = ['staged', 'current', 'replaced'] as const
export type MaterialState = (typeof materialStates)[number]
