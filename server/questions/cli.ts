/** `npm run questions -- check [--json] | schema`: for the person who writes the bank. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { examFile } from '#contract/exam-file.ts'
import { courseFile, sectionFile } from '#contract/question-file.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { sentenceOf } from './problem-sentence.ts'
import { readBank } from './read-bank.ts'

const folder = process.env.QUESTIONS_DIR ?? join(projectRoot, 'questions')
const [command, ...options] = process.argv.slice(2)

if (command === 'check') await check({ asJson: options.includes('--json') })
else if (command === 'schema') await writeSchemas()
else {
  console.error('npm run questions -- check [--json] | schema')
  process.exitCode = 2
}

async function check({ asJson }: { asJson: boolean }) {
  const { questions, problems } = await readBank(folder)
  const told = problems.map((problem) => ({ ...problem, sentence: sentenceOf(problem) }))
  if (asJson) console.log(JSON.stringify({ questions: questions.length, problems: told }, null, 2))
  else
    for (const { file, line, column, sentence } of told)
      console.log(`${join(folder, file)}:${line}:${column} ${sentence}`)
  if (!asJson) console.log(`${questions.length} questions lues, ${told.length} à corriger.`)
  process.exitCode = told.length > 0 ? 1 : 0
}

/** What editors check while one types; see the first line of each file of the bank. */
async function writeSchemas() {
  const schemas = {
    'course.schema.json': courseFile,
    'course-section.schema.json': sectionFile,
    'exam.schema.json': examFile,
  }
  for (const [name, shape] of Object.entries(schemas)) {
    await writeFile(join(folder, name), `${JSON.stringify(z.toJSONSchema(shape, { io: 'input' }), null, 2)}\n`)
    console.log(join(folder, name))
  }
}
