import { keepShell } from './keep-shell.ts'

/** The pages of a running exam, fetched before the network has a chance to fail, and kept for a reload without it. */
export function preloadExam(): void {
  const pages = [import('./QuestionPage.tsx'), import('./CheckPage.tsx'), import('./ReceiptPage.tsx')]
  void Promise.all(pages).then(keepShell, () => undefined)
}

/** The images of a copy, asked for at once: they are there for the next question, and for a reload without network. */
export function preloadImages(copy: unknown): void {
  for (const [src] of JSON.stringify(copy).matchAll(/\/api\/images\/\w+/g)) new Image().src = src
}
