import { draftingPrompt } from '#core/courses/drafting-prompt.ts'
import { lintQuestion } from '#core/questions/lint/lint.ts'
import type { Question } from '#core/questions/question.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { findCourseWords } from '#server/questions/bank/course-words.ts'
import { questionToFile } from '#server/questions/formats/question-to-file.ts'
import { questionYaml } from '#server/questions/formats/write-yaml.ts'
import { findContents, findLanguage } from '#server/questions/queries.ts'
import { assistantView, findAssistant } from './course-assistant.ts'
import { readCourseText } from './read-course-text.ts'

type Asked = { courseId: string; sections: string; count: number }

const models = 3

/** The text that a trainer copies into an assistant: passages of sections, the format, the rules, three models. */
export async function readDraftingPrompt(deps: Deps, { courseId, sections: asked, count }: Asked) {
  const [course, text, language, rows, words, assistant] = await Promise.all([
    deps.db.course.findUniqueOrThrow({ where: { id: courseId }, select: { title: true } }),
    readCourseText(deps, courseId),
    findLanguage(deps, courseId),
    findContents(deps, courseId),
    findCourseWords(deps, courseId),
    findAssistant(deps, courseId),
  ])
  const ids = new Set(asked.split(','))
  const sections = text.sessions.flatMap((session) => session.sections).filter(({ id }) => ids.has(id))
  if (sections.length < ids.size) throw new Refusal('not_found')
  const questions = rows.map(({ content }) => content)
  const own = questions.filter((question) => ids.has(question.section))
  // Practice questions are no secret; those of exams stay out of what leaves the platform while others will do.
  const forPractice = [...own.filter(isPractice), ...questions.filter(isPractice)]
  // What the platform sends itself holds none of them at all.
  const candidates = assistant ? forPractice : [...forPractice, ...own, ...questions]
  const good = new Map<string, Question>()
  for (const question of candidates) {
    if (good.size >= models) break
    if (question.choices.length >= 3 && lintQuestion(question, words).length === 0) good.set(question.id, question)
  }
  const prompt = draftingPrompt({
    language,
    course: course.title,
    sections: sections.map(({ id, title, objectives, passages }) => ({
      ...{ id, title, objectives },
      passages: passages.map(({ heading, text: said }) => ({ heading, text: withoutImages(said) })),
    })),
    models: [...good.values()].map((question) => questionYaml(questionToFile(question))),
    taken: own.map((question) => question.id),
    count,
  })
  const examModels = [...good.values()].filter((question) => !isPractice(question)).length
  return {
    sections: sections.map(({ id, title, passages }) => ({ id, title, passages: passages.length })),
    ...{ prompt, fingerprint: sha256(prompt), assistant: assistant && assistantView(assistant) },
    ...{ models: good.size, examModels },
  }
}

const isPractice = ({ purpose }: Question) => purpose === 'practice'

/** An assistant sees no picture: its words stand for it. */
const withoutImages = (markdown: string) => markdown.replace(/!\[([^[\]\n]{0,1000})\]\([^()\n]{0,2000}\)/g, '[$1]')
