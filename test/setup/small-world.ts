import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { smallBank, smallCourse, smallOutline } from './small-bank.ts'
import { createWorld } from './world.ts'

export type SmallWorld = Awaited<ReturnType<typeof createSmallWorld>>

/** A platform whose shipped course is small. */
export async function createSmallWorld() {
  const bank = await smallBank()
  const world = await createWorld({ settings: { questionsDir: bank.folder } })
  const load = () => ensureShippedCourse(world.deps)
  return {
    ...world,
    bank,
    /** Loads the bank from its files, as at the start of the platform. */
    load,
    /** Recreates the course with its outline, its text and these files. */
    async startOver(files: Readonly<Record<string, string | Buffer>>) {
      await world.db.course.deleteMany()
      const whole = { 'course.yaml': smallOutline, 'course.md': smallCourse, ...files }
      for (const [path, content] of Object.entries(whole)) await bank.write(path, content)
      await bank.stampAll()
      return { id: (await load()).courseId ?? '' }
    },
    async close() {
      await world.close()
      await bank.remove()
    },
  }
}
