import { posix } from 'node:path'
import { cutText } from '#core/cut-text.ts'
import {
  childOf,
  childrenOf,
  elementsOf,
  find,
  findAll,
  textOf,
  type XmlElement,
} from '#server/questions/formats/xml-tree.ts'
import { type InlineRun, isBlankBlock, isMonospaced, type MaterialBlock, wordsOfRuns } from './blocks.ts'
import { imageAt, noElement, webAddress } from './office-text.ts'
import { type PackageFiles, xmlAt } from './package-files.ts'
import { type MaterialReading, remark } from './reading.ts'

/** What an OpenDocument text needs while it is read (ODF 1.3, part 3); names are without their prefix. */
export type OdfContext = {
  readonly files: PackageFiles
  readonly reading: MaterialReading
  readonly styles: ReadonlyMap<string, OdfStyle>
  readonly lists: ReadonlyMap<string, ReadonlyMap<number, { start: number | null }>>
  /** By list style, the last number given at the top level. */
  readonly counters: Map<string, number>
  page: number | null
  /** The title of the document, found in its text. */
  title: string
}

export type OdfStyle = {
  bold?: boolean
  italic?: boolean
  struck?: boolean
  isCode?: boolean
  isHidden?: boolean
  isTitle?: boolean
  script?: 'sup' | 'sub' | undefined
}

export function openOdf(
  files: PackageFiles,
  reading: MaterialReading,
): { content: XmlElement; context: OdfContext } | null {
  const content = xmlAt(files, 'content.xml')
  if (!content) return null
  const roots = [xmlAt(files, 'styles.xml'), content].filter((root) => root !== null)
  const context: OdfContext = {
    files,
    reading,
    styles: stylesIn(roots),
    lists: new Map(
      roots.flatMap((root) =>
        findAll(root, 'list-style').map((style) => [style.attributes['name'] ?? '', levelsOf(style)] as const),
      ),
    ),
    counters: new Map(),
    page: null,
    title: '',
  }
  return { content, context }
}

export const metaTitle = (files: PackageFiles): string | undefined =>
  textOf(find(xmlAt(files, 'meta.xml') ?? undefined, 'title')).trim() || undefined

// --- Styles ------------------------------------------------------------------------------------------------------

function stylesIn(roots: readonly XmlElement[]): Map<string, OdfStyle> {
  const fixed = new Set(
    roots.flatMap((root) =>
      findAll(root, 'font-face')
        .filter(
          ({ attributes }) => attributes['font-pitch'] === 'fixed' || isMonospaced(attributes['font-family'] ?? ''),
        )
        .map(({ attributes }) => attributes['name'] ?? ''),
    ),
  )
  const elements = new Map(
    roots.flatMap((root) => findAll(root, 'style').map((style) => [style.attributes['name'] ?? '', style] as const)),
  )
  const read = new Map<string, OdfStyle>()
  const styleAt = (name: string, depth: number): OdfStyle => {
    const known = read.get(name)
    const element = elements.get(name)
    if (known || !element || depth > 20) return known ?? {}
    const style = { ...styleAt(element.attributes['parent-style-name'] ?? '', depth + 1), ...ownStyle(element, fixed) }
    read.set(name, style)
    return style
  }
  for (const name of elements.keys()) styleAt(name, 0)
  return read
}

function ownStyle(element: XmlElement, fixed: ReadonlySet<string>): OdfStyle {
  const name = element.attributes['name'] ?? ''
  const own: OdfStyle = {}
  if (/^(?:Preformatted_20_Text|Source_20_Text|Source_20_Code|Teletype|Code)$/i.test(name)) own.isCode = true
  if (name === 'Title') own.isTitle = true
  const properties = childOf(element, 'text-properties')?.attributes
  if (!properties) return own
  const font = properties['font-name'] ?? properties['font-family']
  if (font !== undefined) own.isCode = fixed.has(font) || isMonospaced(font)
  if (properties['font-weight'] !== undefined) own.bold = /^(?:bold|[6-9]00)$/.test(properties['font-weight'])
  if (properties['font-style'] !== undefined) own.italic = /^(?:italic|oblique)$/.test(properties['font-style'])
  if (properties['text-line-through-style'] !== undefined) own.struck = properties['text-line-through-style'] !== 'none'
  if (properties['display'] !== undefined) own.isHidden = properties['display'] === 'none'
  const position = properties['text-position']
  if (position !== undefined) {
    const raised = /^(super|sub|-?\d+)/.exec(position)?.[1] ?? '0'
    own.script =
      raised === 'super' || Number(raised) > 0 ? 'sup' : raised === 'sub' || Number(raised) < 0 ? 'sub' : undefined
  }
  return own
}

/** By depth from 0: the first number, or null for a sign. */
const levelsOf = (style: XmlElement) =>
  new Map(
    elementsOf(style).flatMap((level): [number, { start: number | null }][] => {
      const depth = Number(level.attributes['level']) - 1
      if (!level.name.startsWith('list-level-style')) return []
      const isNumbered = level.name === 'list-level-style-number' && (level.attributes['num-format'] ?? '1') !== ''
      return [[depth, { start: isNumbered ? Number(level.attributes['start-value'] ?? 1) || 1 : null }]]
    }),
  )

// --- Blocks ------------------------------------------------------------------------------------------------------

const contents =
  /^(?:table-of-content|illustration-index|table-index|object-index|user-index|alphabetical-index|bibliography)$/

export function odfBlocks(parent: XmlElement, context: OdfContext): MaterialBlock[] {
  return elementsOf(parent).flatMap((element): MaterialBlock[] => {
    if (contents.test(element.name)) {
      remark(context.reading, { code: 'table_of_contents', page: context.page })
      return []
    }
    switch (element.name) {
      case 'h':
      case 'p':
        return paragraphOf(element, context)
      case 'list':
        return listOf(element, { context, depth: 0, style: '' })
      case 'table':
        return [tableOf(element, context)]
      case 'section':
        if (element.attributes['display'] === 'none') {
          remark(context.reading, { code: 'hidden_text', page: context.page })
          return []
        }
        return odfBlocks(element, context)
      case 'tracked-changes':
        tellDeleted(element, context)
        return []
      case 'frame':
      case 'g':
      case 'custom-shape':
      case 'a':
        return frameOf(element, context)
      case 'numbered-paragraph':
        return odfBlocks(element, context)
      default:
        return []
    }
  })
}

/** Deleted text is kept apart, at the start of the document. */
function tellDeleted(element: XmlElement, { reading, page }: OdfContext) {
  for (const deletion of findAll(element, 'deletion')) {
    const words = [...findAll(deletion, 'p'), ...findAll(deletion, 'h')].map(textOf).join(' ').trim()
    if (words !== '') remark(reading, { code: 'deleted_text', page, detail: words })
  }
}

function paragraphOf(element: XmlElement, context: OdfContext): MaterialBlock[] {
  const style = context.styles.get(element.attributes['style-name'] ?? '') ?? {}
  const boxes: MaterialBlock[] = []
  const runs = odfRuns(element, { context, style: { ...style, bold: false, italic: false }, boxes })
  const text = wordsOfRuns(runs)
  if (element.name === 'h' && text !== '') {
    const level = Number(element.attributes['outline-level'] ?? 1) || 1
    const pictures = runs.filter((run) => 'image' in run)
    return [
      { kind: 'heading', level, text },
      ...pictures.map((run) => ({ kind: 'paragraph' as const, runs: [run] })),
      ...boxes,
    ]
  }
  if (style.isTitle && text !== '') {
    context.title ||= text
    return boxes
  }
  const words = { kind: 'paragraph' as const, runs, code: style.isCode }
  return isBlankBlock(words) && !style.isCode ? boxes : [words, ...boxes]
}

type ListInput = { context: OdfContext; depth: number; style: string }

function listOf(element: XmlElement, { context, depth, style: above }: ListInput): MaterialBlock[] {
  const style = element.attributes['style-name'] ?? above
  const start = context.lists.get(style)?.get(depth)?.start ?? null
  const goesOn =
    element.attributes['continue-numbering'] === 'true' || element.attributes['continue-list'] !== undefined
  let number = goesOn ? (context.counters.get(`${style}:${depth}`) ?? 0) + 1 : (start ?? 1)
  return elementsOf(element).flatMap((item): MaterialBlock[] => {
    if (item.name !== 'list-item' && item.name !== 'list-header') return []
    number = Number(item.attributes['start-value'] ?? number) || number
    const marks = item.name === 'list-item' ? { depth, start: start === null ? null : number } : undefined
    const blocks = itemBlocks(item, { context, depth, style, marks })
    if (marks && blocks.some((block) => block.kind === 'paragraph' && block.list === marks)) {
      context.counters.set(`${style}:${depth}`, number)
      number += 1
    }
    return blocks
  })
}

type ItemInput = ListInput & { marks: { depth: number; start: number | null } | undefined }

/** Paragraphs of one item are its lines. */
function itemBlocks(item: XmlElement, { context, depth, style, marks }: ItemInput): MaterialBlock[] {
  const blocks: MaterialBlock[] = []
  let own: InlineRun[] | null = null
  for (const child of elementsOf(item)) {
    if (child.name === 'list') blocks.push(...listOf(child, { context, depth: depth + 1, style }))
    else
      for (const block of odfBlocks({ ...noElement, children: [child] }, context)) {
        if (block.kind !== 'paragraph' || block.code || !marks) blocks.push(block)
        else if (own) own.push({ lineBreak: true }, ...block.runs)
        else {
          own = [...block.runs]
          blocks.push({ kind: 'paragraph', runs: own, list: marks })
        }
      }
  }
  return blocks
}

function tableOf(element: XmlElement, context: OdfContext): MaterialBlock {
  const rows = rowsIn(element).map((row) =>
    elementsOf(row).flatMap((cell): InlineRun[][] => {
      if (cell.name !== 'table-cell' && cell.name !== 'covered-table-cell') return []
      const times = Math.min(60, Math.max(1, Number(cell.attributes['number-columns-repeated'] ?? 1) || 1))
      const runs = cell.name === 'table-cell' ? lineOf(odfBlocks(cell, context)) : []
      return Array.from({ length: times }, () => runs)
    }),
  )
  return { kind: 'table', rows }
}

const rowsIn = (element: XmlElement): XmlElement[] =>
  elementsOf(element).flatMap((child) =>
    child.name === 'table-row'
      ? [child]
      : /^table-(?:header-rows|rows|row-group)$/.test(child.name)
        ? rowsIn(child)
        : [],
  )

const lineOf = (blocks: readonly MaterialBlock[]): InlineRun[] =>
  blocks.flatMap((block, index): InlineRun[] => [
    ...(index > 0 ? [{ lineBreak: true } as const] : []),
    ...(block.kind === 'paragraph'
      ? [...(block.list ? [{ text: '• ' }] : []), ...block.runs]
      : 'text' in block
        ? [{ text: block.text }]
        : []),
  ])

// --- Frames ------------------------------------------------------------------------------------------------------

/** A picture, a text box, a table or a shape with words; what a group holds, one after the other. */
export function frameOf(element: XmlElement, context: OdfContext): MaterialBlock[] {
  if (element.name === 'g' || element.name === 'a')
    return elementsOf(element).flatMap((child) => frameOf(child, context))
  const table = childOf(element, 'table')
  if (table) return [tableOf(table, context)]
  const box = childOf(element, 'text-box')
  if (box) return odfBlocks(box, context)
  const image = childOf(element, 'image')
  const object = childOf(element, 'object') ?? childOf(element, 'object-ole')
  const name = element.attributes['name'] ?? ''
  if (object) {
    const isChart = /opendocument\.chart/.test(textAt(context, posix.normalize(object.attributes['href'] ?? '')))
    remark(context.reading, { code: isChart ? 'chart' : 'media', page: context.page, detail: name })
    return []
  }
  if (childOf(element, 'plugin')) {
    remark(context.reading, { code: 'media', page: context.page, detail: name })
    return []
  }
  if (image) return [{ kind: 'paragraph', runs: imageOf(element, context) }]
  return odfBlocks(element, context)
}

const textAt = ({ files }: OdfContext, object: string) =>
  Buffer.from(files.read.get('META-INF/manifest.xml') ?? [])
    .toString('utf8')
    .split('<')
    .filter((line) => line.includes(`"${object}/"`))
    .join('')

function imageOf(frame: XmlElement, { files, reading, page }: OdfContext): InlineRun[] {
  const said = [textOf(childOf(frame, 'title')), textOf(childOf(frame, 'desc'))].map((words) => words.trim())
  const alt = cutText(said.filter(Boolean).join(' – '), 500)
  const otherwise: InlineRun[] = alt === '' ? [] : [{ text: alt, italic: true }]
  // The first is the picture, the others are the same for programs that cannot show it.
  const paths = childrenOf(frame, 'image').map(({ attributes }) => attributes['href'] ?? '')
  const inside = paths
    .map((path) => posix.normalize(path))
    .filter((path) => files.read.has(path) || files.packed.has(path))
  const path = inside.find((one) => files.read.has(one) && !/\.(?:svg|emf|wmf|svm)$/i.test(one)) ?? inside[0]
  if (path === undefined) {
    remark(reading, { code: 'missing_image', page, detail: paths[0] ?? alt })
    return otherwise
  }
  const hash = imageAt({ files, reading, page }, path)
  return hash === null ? otherwise : [{ image: hash, alt }]
}

// --- Runs --------------------------------------------------------------------------------------------------------

type RunInput = { context: OdfContext; style: OdfStyle; boxes: MaterialBlock[]; link?: string | undefined }

export function odfRuns(parent: XmlElement, input: RunInput): InlineRun[] {
  const { context, style, boxes, link } = input
  const run = (text: string): InlineRun => ({
    ...{ text, bold: style.bold, italic: style.italic, struck: style.struck },
    ...{ code: style.isCode, script: style.script, link },
  })
  return parent.children.flatMap((child): InlineRun[] => {
    // Line ends and spaces of the file mean one space (ODF 1.3, part 3, 6.1.2).
    if (typeof child === 'string') return [run(child.replace(/[\t\r\n ]+/g, ' '))]
    switch (child.name) {
      case 'span': {
        const own = context.styles.get(child.attributes['style-name'] ?? '') ?? {}
        if (own.isHidden) {
          remark(context.reading, { code: 'hidden_text', page: context.page })
          return []
        }
        return odfRuns(child, { ...input, style: { ...style, ...own } })
      }
      case 'a':
        return odfRuns(child, { ...input, link: webAddress(child.attributes['href']) })
      case 's':
        return [run(' '.repeat(Math.min(200, Number(child.attributes['c'] ?? 1) || 1)))]
      case 'tab':
        return [run(style.isCode ? '\t' : ' ')]
      case 'line-break':
        return [{ lineBreak: true }]
      case 'note': {
        const words = wordsOfRuns(
          childrenOf(childOf(child, 'note-body') ?? noElement, 'p').flatMap((line) =>
            odfRuns(line, { ...input, boxes: [] }),
          ),
        )
        return words === '' ? [] : [run(` (${words})`)]
      }
      case 'frame':
      case 'g':
      case 'custom-shape': {
        if (childOf(child, 'image') && !childOf(child, 'text-box')) return imageOf(child, context)
        boxes.push(...frameOf(child, context))
        return []
      }
      case 'ruby':
        return odfRuns(childOf(child, 'ruby-base') ?? noElement, input)
      case 'page-number':
      case 'page-count':
        remark(context.reading, { code: 'page_numbers' })
        return []
      case 'annotation':
      case 'annotation-end':
      case 'note-citation':
      case 'hidden-text':
      case 'script':
        return []
      default:
        return odfRuns(child, input)
    }
  })
}

/** Headers and footers of the pages, which stand in the styles: told, not read. */
export function tellPageHeaders({ files, reading }: OdfContext) {
  const styles = xmlAt(files, 'styles.xml')
  const master = styles && find(styles, 'master-styles')
  if (!master) return
  for (const name of ['header', 'footer', 'header-first', 'footer-first', 'header-left', 'footer-left'])
    for (const element of findAll(master, name)) {
      if (findAll(element, 'page-number').length > 0) remark(reading, { code: 'page_numbers' })
      const words = findAll(element, 'p').map(textOf).join(' ').trim()
      if (/\p{L}/u.test(words)) remark(reading, { code: 'repeated_text', detail: words })
    }
}
