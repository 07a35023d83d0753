import { readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Groups modules into chunks, by which pages import them: one request instead of twenty when a whole room opens the
 * exam on a slow network.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

/** The pages open to these people, as `routes.tsx` lists them. */
export const pagesFor = (who: string) =>
  [...textOf('web/routes.tsx').matchAll(new RegExp(`who: '(?:${who})'[^}]*?import\\('\\./([^']+)'\\)`, 'g'))].flatMap(
    ([, page]) => page ?? [],
  )

/** The pages of an exam, from the code to the receipt: a student opens all of them in turn. */
export const examPages = pagesFor('anyone|student').filter((page) => /^attempts\/(?:entry|sitting)\//.test(page))
/** A project is handed in weeks apart from any exam: its page travels alone. */
const laterPages = pagesFor('student').filter((page) => !examPages.includes(page) && !page.startsWith('projects/'))

const always = closureOf('web/main.tsx')
const ofExam = closureOf(...examPages.map((page) => `web/${page}`))
const ofLater = closureOf(...laterPages.map((page) => `web/${page}`))
/** Opened days before an exam: what it shares with the pages after it does not bring them along. */
const ofTry = closureOf('web/about/TryDevicePage.tsx')

const isComponent = (file: string) => file.startsWith('web/ui/')
const inProject = (test: (file: string) => boolean) => (id: string) =>
  !id.includes('node_modules') && test(relative(root, id).split(sep).join('/'))

/** The components that an exam shows, or the page around it. */
export const paper = inProject((file) => isComponent(file) && (ofExam.has(file) || always.has(file)))

export const exam = inProject((file) => !isComponent(file) && ofExam.has(file) && !always.has(file))
export const examChunk = 'exam'

/** Their styles in a chunk of their own, because a trainer's page that shows an attempt needs only those. */
export const examStyles = /web[\\/]attempts[\\/](?:attempts|sitting)\.css$/

/** The questions that are not answered by ticking: with the copies that have some, in one request. */
export const kinds = inProject(
  (file) => file.startsWith('web/questions/kinds/') || file === 'core/questions/typed-answer.ts',
)

/** What the pages after the exam need besides: result, statement, practice. */
export const results = inProject(
  (file) =>
    ofLater.has(file) &&
    !ofExam.has(file) &&
    !always.has(file) &&
    !ofTry.has(file) &&
    !laterPages.includes(file.replace(/^web\//, '')),
)

/**
 * The TypeScript files that these import, directly or not, for their names or for their effect. The build empties the endpoints of the contract
 * (strip-contract.ts): what they import is not followed.
 */
function closureOf(...entries: string[]): Set<string> {
  const files = new Set<string>()
  const visit = (file: string) => {
    if (files.has(file)) return
    files.add(file)
    if (file.startsWith('contract/')) return
    for (const [, name = ''] of textOf(file).matchAll(
      /^(?:import|export) (?!type )(?:(?:[^'\n]*|\{[^}]*\}) from )?'([^']+\.tsx?)'/gm,
    ))
      visit(name.startsWith('#') ? name.slice(1) : join(dirname(file), name).split(sep).join('/'))
  }
  for (const entry of entries) visit(entry)
  return files
}
