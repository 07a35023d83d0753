/** What staff write and have not saved stays on this computer under names that begin so (web/questions/kept-draft.ts). */
export const draftPrefix = 'bareme-question:'
const holderName = 'bareme-drafts-of'

/** Somebody leaves a computer that others use: what they were writing leaves with them. */
export function discardDrafts() {
  try {
    const names = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? '')
    for (const name of [...names.filter((each) => each.startsWith(draftPrefix)), holderName])
      localStorage.removeItem(name)
  } catch {}
}

/** At sign-in: drafts kept from an ended session are given back to their author, and removed for anybody else. */
export function claimDrafts(personId: string) {
  try {
    const holder = localStorage.getItem(holderName)
    if (holder !== null && holder !== personId) discardDrafts()
    localStorage.setItem(holderName, personId)
  } catch {}
}
