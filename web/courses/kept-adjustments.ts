import { type PartRole, partRoles } from '#core/courses/plan-proposal.ts'
import { draftPrefix } from '#web/auth/staff-drafts.ts'

/** What a trainer chose of a material that waits. */
export type Adjustments = {
  title: string
  roles: readonly PartRole[]
  /** The material it replaces. */
  replaces: string | null
  /** The session of its first sections; empty for a new one. */
  session: string
}

const nameOf = (materialId: string) => `${draftPrefix}material/${materialId}`

/** What was chosen before the page was left or the session ended; null when it is no longer about these parts. */
export function readAdjustments(materialId: string, parts: number): Adjustments | null {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(materialId)) ?? 'null') as Adjustments | null
    const isSound = kept?.roles.length === parts && kept.roles.every((role) => partRoles.includes(role))
    return isSound ? kept : null
  } catch {
    return null
  }
}

/** When storage is full or forbidden, nothing is stored. */
export function keepAdjustments(materialId: string, adjustments: Adjustments) {
  try {
    localStorage.setItem(nameOf(materialId), JSON.stringify(adjustments))
  } catch {}
}

export function forgetAdjustments(materialId: string) {
  try {
    localStorage.removeItem(nameOf(materialId))
  } catch {}
}
