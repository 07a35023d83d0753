/** The prefix under which unsaved drafts of staff are stored on this computer (web/questions/kept-draft.ts). */
export const draftPrefix = 'bareme-question:'
const holderName = 'bareme-drafts-of'

/** Removes the stored drafts at sign-out, because others may use this computer. */
export function discardDrafts() {
  try {
    const names = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? '')
    for (const name of [...names.filter((each) => each.startsWith(draftPrefix)), holderName])
      localStorage.removeItem(name)
  } catch {}
}

/** At sign-in: keeps the drafts of an ended session for their author, and removes those of anyone else. */
export function claimDrafts(personId: string) {
  try {
    const holder = localStorage.getItem(holderName)
    if (holder !== null && holder !== personId) discardDrafts()
    localStorage.setItem(holderName, personId)
  } catch {}
}
