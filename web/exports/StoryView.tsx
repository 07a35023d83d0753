import type { CourseOverview } from '#contract/exports/overview.ts'
import { storySteps } from '#core/exports/course-story.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { type Step, Stepper } from '#web/ui/Stepper.tsx'

/** The ten steps of a course, on a graduated scale. */
export function StoryView({ courseId, overview }: { courseId: string; overview: CourseOverview }) {
  const { t } = useText()
  const { story, counts } = overview
  const states = storySteps.map((step) => story[step])
  const notes: Partial<Record<(typeof storySteps)[number], string>> = {
    access: t('auth.team.count', { count: counts.people }),
    class: t('students.count', { count: counts.students }),
    questions: t('exports.home.questionCount', { count: counts.questions }),
    exam: t('exports.home.examCount', { count: counts.exams }),
    ...(counts.teams > 0
      ? { project: t('exports.home.gradedOf', { done: counts.gradedTeams, total: counts.teams }) }
      : {}),
  }
  const steps = storySteps.map(
    (step): Step => ({
      id: step,
      name: t(`exports.story.${step}`),
      note: notes[step] ?? t(`exports.state.${story[step]}`),
      state: story[step],
      ...hrefOf(courseId, step, overview),
    }),
  )
  return (
    <section aria-labelledby="story">
      <div className="section-head">
        <h2 id="story">{t('exports.home.story')}</h2>
        <p>
          {t('exports.home.storyCount', {
            done: states.filter((state) => state === 'done').length,
            current: states.filter((state) => state === 'current').length,
          })}
        </p>
      </div>
      <Stepper label={t('exports.home.story')} steps={steps} />
    </section>
  )
}

/** A step with nothing to do yet has no link. */
function hrefOf(
  courseId: string,
  step: (typeof storySteps)[number],
  { currentExamId }: CourseOverview,
): { href?: string } {
  const inCourse = at.course(courseId)
  const exam = currentExamId === null ? null : inCourse.exam(currentExamId)
  const places: Record<typeof step, string | null> = {
    access: inCourse.team,
    class: inCourse.students,
    questions: inCourse.questions,
    exam: inCourse.exams,
    sitting: exam?.monitor ?? null,
    marks: exam?.results ?? null,
    project: inCourse.projects,
    assessment: inCourse.finalSheet,
    statistics: null,
    files: inCourse.files,
  }
  const href = places[step]
  return href ? { href } : {}
}
