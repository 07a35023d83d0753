/** `npm run questions -- check|lint|coverage [--json] | stamp | schema`: for the person who writes the bank. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { examFile } from '#contract/exam-file.ts'
import { courseFile, sectionFile } from '#contract/question-file.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { printCheck, printCoverage, printLint } from './cli-reports.ts'
import { courseText, readBank } from './read-bank.ts'
import { stamp } from './stamp.ts'

const folder = process.env.QUESTIONS_DIR ?? join(projectRoot, 'questions')
const [command, ...options] = process.argv.slice(2)

const asked = { folder, asJson: options.includes('--json') }

if (command === 'check') process.exitCode = await printCheck(asked)
else if (command === 'lint') process.exitCode = await printLint(asked)
else if (command === 'coverage') process.exitCode = await printCoverage(asked)
else if (command === 'stamp') await stampQuestions()
else if (command === 'schema') await writeSchemas()
else {
  console.error('npm run questions -- check|lint|coverage [--json] | stamp | schema')
  process.exitCode = 2
}

async function stampQuestions() {
  const text = await courseText(folder)
  if (text === null) {
    console.error(`${join(folder, 'course.md')} est introuvable : il n’y a aucun passage à lire.`)
    process.exitCode = 2
    return
  }
  const { questions } = await readBank(folder)
  const stamped = await stamp({ folder, questions, courseText: text })
  for (const id of stamped.withoutPassage) console.log(`${id} : son titre n’est pas dans course.md.`)
  console.log(`${stamped.questions} empreintes écrites dans ${stamped.files.length} fichiers.`)
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
