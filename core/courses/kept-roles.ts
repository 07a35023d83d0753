import { headingName } from '#core/questions/course-text.ts'
import type { PartRole } from './plan-proposal.ts'

type KeptRolesInput = {
  readonly parts: readonly { readonly heading: string; readonly role: PartRole }[]
  readonly before: readonly { readonly heading: string; readonly role: PartRole }[]
}

/** The roles that the version before had for the same headings; what it did not have keeps what is proposed. */
export function keptRoles({ parts, before }: KeptRolesInput): PartRole[] {
  const roleOf = new Map(
    before.toReversed().flatMap(({ heading, role }) => (heading === '' ? [] : [[headingName(heading), role] as const])),
  )
  const seen = new Set<string>()
  return parts.map(({ heading, role }) => {
    const name = headingName(heading)
    const kept = roleOf.get(name)
    // Only the first of several slides with one title begins its section.
    const isAgain = seen.has(name)
    seen.add(name)
    return kept === undefined || (isAgain && kept !== 'ignored') ? role : kept
  })
}
