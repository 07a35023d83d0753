import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** One selector of a stylesheet (a list `a, b` makes two), and the layer it is in (`pages.sitting`), or ''. */
export type StyleRule = { selector: string; layer: string }

const filesIn = (ending: RegExp) =>
  readdirSync('web', { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => `web/${file}`)
const withoutComments = (sheet: string) => readFileSync(sheet, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')

/** Every stylesheet of the site: those of `web/ui`, which all pages load, and those of pages. */
export const sheets = filesIn(/\.css$/)

/** Every selector of a stylesheet, without the steps of its animations. */
export const rulesOf = (sheet: string) => rulesIn(withoutComments(sheet), '')

function rulesIn(text: string, layer: string): StyleRule[] {
  const rules: StyleRule[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === ';') start = at + 1
    if (text[at] !== '{') continue
    const head = text.slice(start, at).trim()
    const end = endOfBlock(text, at)
    const inside = text.slice(at + 1, end)
    if (/^@(media|supports|container)/.test(head)) rules.push(...rulesIn(inside, layer))
    else if (head.startsWith('@layer')) rules.push(...rulesIn(inside, head.slice('@layer'.length).trim()))
    else if (!head.startsWith('@')) for (const selector of splitList(head)) rules.push({ selector, layer })
    at = end
    start = end + 1
  }
  return rules
}

function endOfBlock(text: string, open: number) {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++
    if (text[at] === '}' && --depth === 0) return at
  }
  return text.length
}

/** A list of selectors, split at the commas that are not inside `:is(…)`. */
function splitList(list: string) {
  const parts: string[] = []
  let [depth, start] = [0, 0]
  for (let at = 0; at <= list.length; at++) {
    if (list[at] === '(') depth++
    if (list[at] === ')') depth--
    if (at < list.length && !(list[at] === ',' && depth === 0)) continue
    parts.push(list.slice(start, at).trim().replace(/\s+/g, ' '))
    start = at + 1
  }
  return parts
}

/** The at-rules of a stylesheet that no class holds back: `@page`, `@keyframes`, `@font-face`… */
export const globalRulesOf = (sheet: string) =>
  [...withoutComments(sheet).matchAll(/@(?!(?:media|layer|supports|container)\b)[a-z-]+[^{;]*/g)].map(([rule]) =>
    rule.trim(),
  )

const classesOf = (selector: string) => [...selector.matchAll(/\.([a-z][\w-]*)/g)].map((match) => match[1] ?? '')

/** The classes of `web/ui`: every page has them. */
const shared = new Set(
  sheets
    .filter((sheet) => sheet.startsWith('web/ui/'))
    .flatMap((sheet) => rulesOf(sheet).flatMap(({ selector }) => classesOf(selector))),
)

/** `navigator` of `.navigator__link--here`: the name a stylesheet owns. */
const blockOf = (name: string) => name.split(/__|--/)[0] ?? name

/** The name a selector belongs to: that of its first class that is not of `web/ui`. */
export function ownClassOf(selector: string) {
  const own = classesOf(selector).find((name) => !shared.has(name))
  return own && blockOf(own)
}

/** Which stylesheets of pages say something of each name. */
export function sheetOwners() {
  const owners = new Map<string, Set<string>>()
  for (const sheet of sheets.filter((each) => !each.startsWith('web/ui/'))) {
    for (const { selector } of rulesOf(sheet)) {
      const own = ownClassOf(selector)
      if (own) owners.set(own, (owners.get(own) ?? new Set()).add(sheet))
    }
  }
  return owners
}

/** The names, among those that stylesheets own, that a component puts on its elements. */
export function classesUsedBy(file: string, owners: ReadonlyMap<string, unknown>): string[] {
  if (!file.endsWith('.tsx')) return []
  const text = readFileSync(file, 'utf8')
  const written = [...text.matchAll(/\bclassName=(?:"([^"]*)"|\{)/g)].flatMap((match) => {
    if (match[1] !== undefined) return [match[1]]
    const braces = text.slice(match.index + 'className='.length)
    const inside = braces.slice(0, endOfBlock(braces, 0))
    return [...inside.matchAll(/'([^']*)'|`([^`]*)`/g)].map((word) => word[1] ?? word[2] ?? '')
  })
  // Of `save-line save-line--${kind}`, the written part is enough: the name is before the rest.
  const names = written.flatMap((word) => word.split(/[^\w-]+/)).filter((name) => !shared.has(name))
  return [...new Set(names.map(blockOf))].filter((name) => owners.has(name))
}

const staticImport = /(?:^|\n)(?:import|export) (?:[\w\s{},*$]*? from )?'((?:\.|#web\/)[^']+)'/g

const importedBy = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(staticImport)].map(([, name = '']) =>
    name.startsWith('#web/') ? name.replace('#web/', 'web/') : join(dirname(file), name),
  )

/** What loads on its own: the pages, the shell, and whatever else no file imports for good. */
export function looseParts() {
  const imported = new Set(filesIn(/\.tsx?$/).flatMap(importedBy))
  return filesIn(/\.tsx$/).filter((file) => !imported.has(file))
}

/** Every file a page brings with it: what it imports, what that imports, and so on, stylesheets among them. */
export function closureOf(page: string): ReadonlySet<string> {
  const seen = new Set([page])
  for (const file of seen) if (/\.tsx?$/.test(file)) for (const name of importedBy(file)) seen.add(name)
  return seen
}
