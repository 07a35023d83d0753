import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { readLink, signIn, useLink } from '#contract/auth/auth.ts'
import { proveSignOn, signOnRefusals } from '#contract/auth/sign-on.ts'
import { contract } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { handInProject } from '#contract/projects/hand-ins.ts'
import type { RefusalCode } from '#core/refusal.ts'
import type { MessageTree } from './ids.ts'

/**
 * Splits each language into parts, so that a student never downloads a trainer's sentences:
 * - these concepts go to students, except their `staff` key and the refusals only staff can get;
 * - the other concepts go to staff, except their `student` and `public` keys;
 * - `attempts.kinds` goes with the fields of the question types that only some copies have (web/questions/is-ticked.ts);
 * - what is read after an exam (`attempts.review` and its like) goes with those pages, and with those of staff;
 * - what is said of a sign-in with the account of a school goes with its buttons, where there are some, and with the pages
 *   of staff; what is said to those who wait their turn to enter comes in the same file;
 * - `projects.own` and the refusals of a hand-in go with the page of a student's project, and with those of staff, who see parts of it.
 */
const studentConcepts = ['common', 'refusal', 'ui', 'attempts']
const sharedKeys = ['student', 'public']

/** Refusals given before an endpoint is reached, or by code that several endpoints share: any request may get them. */
const anybodysRefusals: readonly RefusalCode[] = ['not_found', 'too_large', 'changed_meanwhile', 'exam_wrong_state']
/** The same, but only for requests of staff. */
const sharedStaffRefusals: readonly RefusalCode[] = [
  ...(['second_factor_missing', 'file_too_heavy', 'grade_blocked', 'own_work'] as const),
  ...(['token_unusable', 'token_not_accepted', 'token_scope'] as const),
  ...(['reopening_needs_trainer', 'correction_shown'] as const),
]
/** Open to anyone, and called from the pages by which staff come in, which have the sentences of staff. */
export const doorsOfStaff: readonly Endpoint[] = [signIn, readLink, useLink, proveSignOn]

/** Refusals that no endpoint open to students can give, according to the contract. */
export const staffRefusals: ReadonlySet<string> = refusalsOfStaff()

function refusalsOfStaff(): Set<string> {
  const endpoints: readonly Endpoint[] = Object.values(contract).flatMap((each) => Object.values(each))
  const isForStudents = (each: Endpoint) =>
    each.access === 'student' || (each.access === 'anyone' && !doorsOfStaff.includes(each))
  const refusalsOf = (those: readonly Endpoint[]) => those.flatMap(({ refusals = [] }) => refusals)
  const students = new Set([...anybodysRefusals, ...refusalsOf(endpoints.filter(isForStudents))])
  const staff = refusalsOf(endpoints.filter((each) => !isForStudents(each)))
  return new Set([...sharedStaffRefusals, ...staff].filter((code) => !students.has(code)))
}

export const textParts = ['student', 'staff', 'kinds', 'project', 'review', 'school'] as const
export type TextPart = (typeof textParts)[number]

export function partOf(tree: MessageTree, part: TextPart): MessageTree {
  const kept: Record<string, MessageTree> = {}
  for (const [concept, messages] of Object.entries(tree)) {
    if (typeof messages === 'string') continue
    const entries = Object.entries(messages).filter(([key]) => ownersOf(concept, key).includes(part))
    if (entries.length > 0) kept[concept] = Object.fromEntries(entries)
  }
  return kept
}

/** Those of a hand-in and of no other request of a student. */
const handInRefusals = refusalsOfHandIn()

function refusalsOfHandIn(): Set<string> {
  const others = Object.values(contract)
    .flatMap((each): readonly Endpoint[] => Object.values(each))
    .filter((each) => each !== handInProject && (each.access === 'student' || each.access === 'anyone'))
    .flatMap(({ refusals = [] }) => refusals)
  const shared = new Set<string>([...anybodysRefusals, ...others])
  return new Set<string>(handInProject.refusals.filter((code) => !shared.has(code)))
}

const schoolRefusals: readonly string[] = [...signOnRefusals, 'other_copy_running', 'wait_turn']
const afterKeys = ['review', 'mistakes', 'contest']

function ownersOf(concept: string, key: string): readonly TextPart[] {
  if (concept === 'projects' && key === 'own') return ['project', 'staff']
  if (concept === 'refusal' && handInRefusals.has(key)) return ['project', 'staff']
  if (concept === 'refusal' && schoolRefusals.includes(key)) return ['school', 'staff']
  if (concept === 'attempts' && ['school', 'turn'].includes(key)) return ['school']
  if (concept === 'attempts' && afterKeys.includes(key)) return ['review', 'staff']
  return [ownerOf(concept, key)]
}

function ownerOf(concept: string, key: string): TextPart {
  if (concept === 'refusal' && staffRefusals.has(key)) return 'staff'
  if (concept === 'attempts' && key === 'kinds') return 'kinds'
  if (studentConcepts.includes(concept)) return key === 'staff' ? 'staff' : 'student'
  return sharedKeys.includes(key) ? 'student' : 'staff'
}

/** Reads the sentences of a language from its folder, which has one file per concept. */
export function readSentences(folder: string): MessageTree {
  const files = readdirSync(folder).toSorted()
  return Object.fromEntries(
    files.map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8')) as MessageTree]),
  )
}

/**
 * Resolves `import('./fr?part=student')`, in the site (web/vite.config.ts) and in its tests (test/vitest.config.ts):
 * one module with the sentences of every concept, so that a page does not fetch fourteen files.
 */
export function splitText(shape: (tree: MessageTree) => unknown = (tree) => tree): Plugin {
  const textModule = /\/(?:fr|en)\?part=(student|staff|kinds|project|review|school)$/
  return {
    name: 'split-text',
    enforce: 'pre',
    resolveId: {
      filter: { id: textModule },
      handler(source, importer) {
        return importer === undefined ? null : join(dirname(importer), source)
      },
    },
    load: {
      filter: { id: textModule },
      handler(id) {
        const [folder = '', part] = id.split('?part=')
        for (const file of readdirSync(folder)) this.addWatchFile(join(folder, file))
        const tree = partOf(readSentences(folder), textParts.find((each) => each === part) ?? 'student')
        // One string for JSON.parse, which browsers read faster than an object literal.
        const text = JSON.stringify(JSON.stringify(shape(tree)))
        return { code: `export default JSON.parse(${text})`, moduleType: 'js', map: null }
      },
    },
  }
}
