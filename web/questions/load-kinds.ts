/** Loaded in advance by a copy that has such a question, for a network that fails later. */
export const loadKinds = () => import('./kinds/kinds.ts')
