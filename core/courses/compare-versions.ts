import { headingName, passageTexts } from '#core/questions/course-text.ts'
import { type DifferenceLine, differenceOf } from '#core/questions/text-difference.ts'
import type { PartRole } from './plan-proposal.ts'

type ComparedPart = { readonly heading: string; readonly text: string; readonly role: PartRole }
export type PassageChange = {
  readonly heading: string
  readonly kind: 'changed' | 'added' | 'gone'
  readonly difference: DifferenceLine[]
}
export type VersionComparison = { readonly unchanged: number; readonly changes: PassageChange[] }

/** What a new version of a material does to each passage, in the order of the new one; what is gone comes last. */
export function compareVersions(before: readonly ComparedPart[], after: readonly ComparedPart[]): VersionComparison {
  const [old, fresh] = [before, after].map((parts) => passageTexts(parts.filter(({ role }) => role !== 'ignored')))
  const [known, now] = [old ?? new Map<string, string>(), fresh ?? new Map<string, string>()]
  const titleOf = new Map([...before, ...after].map(({ heading }) => [headingName(heading), heading]))
  const changes: PassageChange[] = []
  let unchanged = 0
  for (const [name, text] of now) {
    const was = known.get(name)
    // A title slide says nothing that a question could rest on.
    if ((was ?? '') === '' && text === '') continue
    if (was === text) unchanged += 1
    else changes.push(changeOf(titleOf.get(name) ?? name, { was, text }))
  }
  for (const [name, was] of known) {
    if (!now.has(name) && was !== '') changes.push(changeOf(titleOf.get(name) ?? name, { was, text: undefined }))
  }
  return { unchanged, changes }
}

function changeOf(
  heading: string,
  { was, text }: { was: string | undefined; text: string | undefined },
): PassageChange {
  const kind = was === undefined ? 'added' : text === undefined ? 'gone' : 'changed'
  return { heading, kind, difference: differenceOf(was ?? '', text ?? '').filter((line) => line.text !== '') }
}
