import * as contract from '#contract/questions.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { findQuestion, listQuestions, readBankCounts, rowView } from './queries.ts'
import { readLint } from './read-lint.ts'

export function questionsRoutes(serve: Serve, deps: Deps) {
  serve(contract.getBank, async ({ params }) => readBankCounts(deps, params.courseId))
  serve(contract.getLint, async ({ params }) => readLint(deps, params.courseId))
  serve(contract.listQuestions, async ({ params, query }) => listQuestions(deps, { ...params, ...query }))
  serve(contract.getQuestion, async ({ params }) => view(await findQuestion(deps, params)))
}

function view({
  question,
  version,
  content,
  rendered,
  sessionTitle,
  sectionTitle,
  neighbours,
}: Awaited<ReturnType<typeof findQuestion>>) {
  const { id, key, section, archivedAt } = question
  return {
    ...rowView({ id, key, section, content, rendered }),
    sessionTitle,
    sectionTitle,
    ...neighbours,
    stem: rendered.stem,
    choices: content.choices.map(({ id, correct, keepLast }) => {
      const choice = rendered.choices.find((one) => one.id === id)
      return { id, text: choice?.text ?? [], correct, keepLast, feedback: choice?.feedback ?? null }
    }),
    explanation: rendered.explanation,
    tags: [...content.tags],
    source: content.source,
    version: version.number,
    writtenAt: version.createdAt.toISOString(),
    archived: archivedAt !== null,
  }
}
