import type { LaunchRefusal } from '#core/lms/launch-refusal.ts'

/** The page that says why a launch was refused; it opens no session. */
export function refusalPlace({ code, detail }: LaunchRefusal): string {
  const query = new URLSearchParams({ raison: code, ...(isPlain(detail) ? { detail } : {}) })
  return `/lti/refus?${query.toString()}`
}

/** The name of a claim or of a deployment, never a sentence: what an address says must not look like ours. */
const isPlain = (detail: string) => /^[\w.:/#-]{1,200}$/.test(detail)
