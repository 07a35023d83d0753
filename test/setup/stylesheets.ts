import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** One selector of a style sheet (a list `a, b` gives two), with its layer (`pages.sitting`), or ''. */
export type StyleRule = { selector: string; layer: string }

const filesIn = (ending: RegExp) =>
  readdirSync('web', { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => `web/${file}`)
const withoutComments = (sheet: string) => readFileSync(sheet, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')

/** Every style sheet of the site: those of `web/ui`, which all pages load, and those of pages. */
export const sheets = filesIn(/\.css$/)

/** Every selector of a style sheet, except the steps of animations. */
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

/** Splits a list of selectors at the commas outside `:is(…)`. */
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

/** The at-rules of a style sheet that apply to every page: `@page`, `@keyframes`, `@font-face`… */
export const globalRulesOf = (sheet: string) =>
  [...withoutComments(sheet).matchAll(/@(?!(?:media|layer|supports|container)\b)[a-z-]+[^{;]*/g)].map(([rule]) =>
    rule.trim(),
  )

const classesOf = (selector: string) => [...selector.matchAll(/\.([a-z][\w-]*)/g)].map((match) => match[1] ?? '')

/** The classes of `web/ui`, available on every page. */
const shared = new Set(
  sheets
    .filter((sheet) => sheet.startsWith('web/ui/'))
    .flatMap((sheet) => rulesOf(sheet).flatMap(({ selector }) => classesOf(selector))),
)

/** The block name of a class: `navigator` for `.navigator__link--here`. */
const blockOf = (name: string) => name.split(/__|--/)[0] ?? name

/** The block of a selector: that of its first class that is not in `web/ui`. */
export function ownClassOf(selector: string) {
  const own = classesOf(selector).find((name) => !shared.has(name))
  return own && blockOf(own)
}

/** The page style sheets that have rules for each block. */
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

/** The blocks, among those of style sheets, whose classes a component uses. */
export function classesUsedBy(file: string, owners: ReadonlyMap<string, unknown>): string[] {
  if (!file.endsWith('.tsx')) return []
  const text = readFileSync(file, 'utf8')
  const written = [...text.matchAll(/\bclassName=(?:"([^"]*)"|\{)/g)].flatMap((match) => {
    if (match[1] !== undefined) return [match[1]]
    const braces = text.slice(match.index + 'className='.length)
    const inside = braces.slice(0, endOfBlock(braces, 0))
    return [...inside.matchAll(/'([^']*)'|`([^`]*)`/g)].map((word) => word[1] ?? word[2] ?? '')
  })
  // For `save-line save-line--${kind}`, the literal part is enough, because the block name comes first.
  const names = written.flatMap((word) => word.split(/[^\w-]+/)).filter((name) => !shared.has(name))
  return [...new Set(names.map(blockOf))].filter((name) => owners.has(name))
}

const staticImport = /(?:^|\n)(?:import|export) (?:[\w\s{},*$]*? from )?'((?:\.|#web\/)[^']+)'/g

const importedBy = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(staticImport)].map(([, name = '']) =>
    name.startsWith('#web/') ? name.replace('#web/', 'web/') : join(dirname(file), name),
  )

/** Entry points: the pages, the shell, and the modules that no file imports statically. */
export function looseParts() {
  const imported = new Set(filesIn(/\.tsx?$/).flatMap(importedBy))
  return filesIn(/\.tsx$/).filter((file) => !imported.has(file))
}

/** Every file that a page loads: its imports and their imports, style sheets included. */
export function closureOf(page: string): ReadonlySet<string> {
  const seen = new Set([page])
  for (const file of seen) if (/\.tsx?$/.test(file)) for (const name of importedBy(file)) seen.add(name)
  return seen
}
