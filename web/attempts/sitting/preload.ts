import { keepShell } from './keep-shell.ts'

/** Loads the pages of a running exam in advance: for a network failure, and for a reload without network. */
export function preloadExam(): void {
  const pages = [import('./QuestionPage.tsx'), import('./CheckPage.tsx'), import('./ReceiptPage.tsx')]
  void Promise.all(pages).then(keepShell, () => undefined)
}

/** Loads the images of an attempt in advance: for the next question, and for a reload without network. */
export function preloadImages(copy: unknown): void {
  for (const [src] of JSON.stringify(copy).matchAll(/\/api\/images\/\w+/g)) new Image().src = src
}
