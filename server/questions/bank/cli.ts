/**
 * `npm run questions -- check|lint|coverage [--json] | enemies | stamp | schema | import | export | new-course`: for the author
 * of the bank.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { assessmentFile } from '#contract/assessment/file.ts'
import { examFile } from '#contract/exams/exam-file.ts'
import { projectFile } from '#contract/projects/file.ts'
import { courseFile, sectionFile, supportedVersionsFile } from '#contract/questions/question-file.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { exportCommand } from '#server/questions/formats/export-command.ts'
import { importCommand } from '#server/questions/formats/import-command.ts'
import { help } from './cli-help.ts'
import { printCheck, printCoverage, printLint, printStamp } from './cli-reports.ts'
import { enemiesCommand } from './enemies-command.ts'
import { newCourseCommand } from './new-course-command.ts'

const folder = process.env.QUESTIONS_DIR ?? join(projectRoot, 'questions')
const [command, ...options] = process.argv.slice(2)

const today = new Date().toISOString().slice(0, 10)
const asked = { folder, asJson: options.includes('--json') }

if (command === 'check') process.exitCode = await printCheck({ ...asked, today })
else if (command === 'lint') process.exitCode = await printLint(asked)
else if (command === 'coverage') process.exitCode = await printCoverage({ ...asked, plan: planIn(options) })
else if (command === 'stamp') process.exitCode = await printStamp(folder)
else if (command === 'enemies') process.exitCode = await enemiesCommand(options, folder)
else if (command === 'schema') await writeSchemas()
else if (command === 'import') process.exitCode = await importCommand(options, folder)
else if (command === 'export') process.exitCode = await exportCommand(options, folder)
else if (command === 'new-course') process.exitCode = await newCourseCommand(options)
else if (command === 'help' || command === '--help') console.log(help)
else {
  console.error(help)
  process.exitCode = 2
}

/** `--plan FILE`: a plan in the format of exam.yaml. */
function planIn(given: readonly string[]): string | undefined {
  const place = given.indexOf('--plan')
  return place < 0 ? undefined : (given[place + 1] ?? '')
}

/** Schemas with which editors check files; see the first line of each file of the bank. */
async function writeSchemas() {
  const schemas = {
    'course.schema.json': courseFile,
    'course-section.schema.json': sectionFile,
    'supported-versions.schema.json': supportedVersionsFile,
    'exam.schema.json': examFile,
    'project.schema.json': projectFile,
    'assessment.schema.json': assessmentFile,
  }
  for (const [name, shape] of Object.entries(schemas)) {
    await writeFile(join(folder, name), `${JSON.stringify(z.toJSONSchema(shape, { io: 'input' }), null, 2)}\n`)
    console.log(join(folder, name))
  }
}
