import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import type { Language } from '#core/language.ts'
import { isTicked } from '#web/questions/is-ticked.ts'
import { loadContextView } from '#web/questions/LazyContext.tsx'
import { loadKinds } from '#web/questions/load-kinds.ts'
import { loadText } from '#web/text/load.ts'
import { keepShell } from './keep-shell.ts'
import { loadAnnotations } from './load-annotations.ts'

/** Loads the pages of a running exam in advance: for a network failure, and for a reload without network. */
export function preloadExam(): void {
  const pages = [
    import('./QuestionPage.tsx'),
    import('./CheckPage.tsx'),
    import('./ReceiptPage.tsx'),
    loadAnnotations(),
  ]
  void Promise.all(pages).then(keepShell, () => undefined)
}

/** Loads the frame of documents in advance, when the copy has one. */
export function preloadContexts({ contexts }: { contexts?: unknown }): void {
  if (contexts) void loadContextView().then(keepShell, () => undefined)
}

/** Loads in advance the fields of the questions of a copy that are not answered by ticking, and their sentences. */
export function preloadKinds(questions: readonly AskedQuestion[], language: Language): void {
  if (questions.every(({ type }) => isTicked(type))) return
  void Promise.all([loadKinds(), loadText(language, 'kinds')]).then(keepShell, () => undefined)
}

/** Loads the images of an attempt in advance: for the next question, and for a reload without network. */
export function preloadImages(copy: unknown): void {
  for (const [src] of JSON.stringify(copy).matchAll(/\/api\/images\/\w+/g)) new Image().src = src
}
