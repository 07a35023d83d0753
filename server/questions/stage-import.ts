import type { Input } from '#contract/endpoint.ts'
import type { stageImport as contract } from '#contract/question-batches.ts'
import type { QuestionInFile } from '#contract/question-file.ts'
import type { Question } from '#core/question.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { importFile } from './formats/import-file.ts'
import { explanationToWrite } from './formats/import-sentences.ts'
import type { ImportResult, PortableQuestion } from './formats/imported.ts'
import { lossesOf } from './formats/losses.ts'
import { openingOf } from './formats/opening.ts'
import { type ImportPlan, planImport } from './formats/plan-import.ts'
import { slugOf } from './formats/to-question-file.ts'
import { imagesOf } from './images/images-in.ts'
import { withOurImages } from './images/import-images.ts'
import { heldAddresses, keepImages } from './images/keep-images.ts'
import { findOutline } from './queries.ts'
import { differenceOfQuestions } from './review-questions.ts'
import { toQuestion } from './to-question.ts'
import { hashOf } from './write-versions.ts'

/** What waits for a confirmation, with what the bank said when it was shown. */
export type Staged = {
  added: { file: QuestionInFile; section: string }[]
  changed: { file: QuestionInFile; section: string; from: string }[]
}

type Given = Input<typeof contract>['body'] & { courseId: string; actor: Actor }

const mostShown = 300
const keptHours = 24

export async function stageImport(deps: Deps, { courseId, base64, actor, ...given }: Given) {
  const sessions = await findOutline(deps, courseId)
  const sections = sessions.flatMap((session) => session.sections)
  const read = await importFile({ bytes: Buffer.from(base64, 'base64'), name: given.name, format: given.format })
  const result = withOurImages(read, await heldAddresses(deps, courseId, read.usable.flatMap(imagesOf)))
  // Kept now, unseen until a text shows them: what is confirmed later is the texts.
  await keepImages(deps.db, { courseId, images: result.images, at: deps.now() })
  const plan = planImport({
    questions: result.usable,
    bank: await findEvery(deps, courseId),
    sectionOf: (question) => sectionNamed(question, sections) ?? given.section,
    missingIn: (id) => {
      const section = sections.find((one) => one.id === id)
      const heading = section?.headings?.[0] ?? section?.title ?? id
      const { difficulty, level, seconds } = given
      return { heading, quote: heading, difficulty, level, seconds, explanation: explanationToWrite }
    },
  })
  const batchId = await keep(deps, { courseId, actor, name: given.name, plan })
  return { batchId, ...viewOf(result, plan) }
}

type Section = { id: string; title: string; headings?: string[] }

/** Where its own file puts it, when the course has that section; the narrowest category that names one. */
function sectionNamed({ bank, category }: PortableQuestion, sections: readonly Section[]): string | undefined {
  const names = [...(bank ? [bank.section] : []), ...category.toReversed().map(slugOf)]
  const known = names.map((name) => sections.find(({ id, title }) => id === name || slugOf(title) === name)?.id)
  return known.find((id) => id !== undefined)
}

/** Archived ones too: an identifier is of one question for ever. */
async function findEvery({ db }: Deps, courseId: string): Promise<Question[]> {
  const rows = await db.$queryRaw<{ content: Question }[]>`
    select distinct on (q.id) v.content from "Question" q join "QuestionVersion" v on v."questionId" = q.id
    where q."courseId" = ${courseId}::uuid order by q.id, v.number desc`
  return rows.map(({ content }) => content)
}

type Keeping = { courseId: string; actor: Actor; name: string; plan: ImportPlan }

async function keep({ db, now }: Deps, { courseId, actor, name, plan }: Keeping): Promise<string> {
  const staged: Staged = {
    added: plan.added.map(({ file, section }) => ({ file, section })),
    changed: plan.changed.map(({ file, section, current }) => ({ file, section, from: hashOf(current) })),
  }
  // What nobody confirmed in a day was not wanted.
  const old = new Date(now().getTime() - keptHours * 3_600_000)
  await db.questionBatch.deleteMany({ where: { courseId, state: 'staged', at: { lt: old } } })
  const { id } = await db.questionBatch.create({
    data: {
      courseId,
      at: now(),
      byName: actor.name,
      kind: 'import',
      label: name,
      state: 'staged',
      staged: staged as unknown as Prisma.InputJsonValue,
      total: staged.added.length + staged.changed.length,
    },
    select: { id: true },
  })
  return id
}

function viewOf(result: ImportResult, plan: ImportPlan) {
  const { format, encoding, unusable, notices, usable } = result
  return {
    format,
    encoding,
    counts: {
      added: plan.added.length,
      changed: plan.changed.length,
      unchanged: plan.unchanged.length,
      unusable: unusable.length,
    },
    added: plan.added.slice(0, mostShown).map(({ file, section }) => {
      const { choices } = toQuestion(file, section)
      return {
        key: file.id,
        section,
        opening: openingOf(file.stem),
        type: file.type,
        choices: choices.length,
        keys: choices.filter(({ correct }) => correct).length,
      }
    }),
    changed: plan.changed.slice(0, mostShown).map(({ current, file, section }) => ({
      key: current.id,
      opening: openingOf(current.stem),
      difference: differenceOfQuestions(current, toQuestion(file, section)),
    })),
    unusable: unusable.slice(0, mostShown).map(({ file = '', line, column, title, reason, kind = '' }) => {
      return { file, line, column, title, reason, kind }
    }),
    reasons: countReasons(unusable),
    notices: notices.slice(0, mostShown).map(({ code, line, detail }) => ({ code, line, detail })),
    losses: lossesOf(usable, 'yaml').map(({ feature, questions }) => ({ feature, questions })),
  }
}

function countReasons(unusable: ImportResult['unusable']) {
  const counts = new Map<string, { reason: (typeof unusable)[number]['reason']; kind: string; count: number }>()
  for (const { reason, kind = '' } of unusable) {
    const name = reason === 'unsupported_kind' ? `${reason}:${kind}` : reason
    const known = counts.get(name) ?? { reason, kind: reason === 'unsupported_kind' ? kind : '', count: 0 }
    counts.set(name, { ...known, count: known.count + 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}
