import type { AssessmentRules, Part } from '#core/assessment/rules.ts'
import { wholeOutline } from '#core/courses/outline.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { newSlug } from '#server/auth/create-course.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type Tx = Prisma.TransactionClient

/** A bank with its images is copied in one transaction. */
const timeout = 300_000

export async function previewCourseCopy({ db }: Deps, courseId: string) {
  const where = { courseId }
  const living = { courseId, archivedAt: null }
  const course = await db.course.findUniqueOrThrow({ where: { id: courseId }, include: { assessment: true } })
  const parts = course.assessment ? marksOf(course.assessment.rules) : []
  return {
    ...{ title: course.title, year: course.year },
    taken: {
      sections: wholeOutline(course.outline).sessions.reduce((sum, { sections }) => sum + sections.length, 0),
      passages: Object.keys(course.passages).length,
      questions: await db.question.count({ where: living }),
      images: await db.image.count({ where }),
      plans: await db.namedBlueprint.count({ where }),
      projects: await db.project.count({ where }),
      components: parts.length,
      examComponents: parts.filter((kind) => kind === 'exam' || kind === 'exams').length,
      profiles: (await db.exportProfile.count({ where })) + (await db.fillTemplate.count({ where })),
    },
    left: {
      people: await db.membership.count({ where }),
      students: await db.student.count({ where: living }),
      exams: await db.exam.count({ where }),
    },
  }
}

type CopyCourseInput = { courseId: string; title: string; year: string; actor: Actor }

/**
 * Copies what another class needs. Nothing that names a student is taken: the comments that graders use again may, so
 * they stay. An exam component is marked by hand until the copy has its exam.
 */
export async function copyCourse(deps: Deps, { courseId, title, year, actor }: CopyCourseInput) {
  return deps.db.$transaction(
    async (tx) => {
      const from = await tx.course.findUniqueOrThrow({ where: { id: courseId } })
      const { summary, language, timeZone, outline, passages, retention, studentAddress, publishRule } = from
      const { id } = await tx.course.create({
        data: {
          ...{ title, year, summary, language, timeZone, outline, passages, retention, studentAddress, publishRule },
          slug: newSlug(deps, title),
          createdAt: deps.now(),
          memberships: { create: { personId: actor.id ?? '', role: 'owner' } },
        },
      })
      const copy = { from: courseId, to: id, at: deps.now(), by: actor.id }
      await copyMaterials(tx, copy)
      await copyBank(tx, copy)
      await copyPlansAndProfiles(tx, copy)
      const projects = await copyProjects(tx, copy)
      await copyRules(tx, { ...copy, projects })
      await audit(tx, {
        ...{ courseId: id, actor, action: 'course.copy', subject: `course:${id}` },
        after: { title, year, copyOf: courseId },
      })
      return { id, title, year, role: 'owner' as const, isArchived: false }
    },
    { timeout },
  )
}

type Copy = { from: string; to: string; at: Date; by: string | null }

/** The text as it is read today: each material in its current version, which becomes the first. */
async function copyMaterials(tx: Tx, { from, to, at }: Copy) {
  await tx.$executeRaw`
    insert into "CourseMaterial"
      (id, "courseId", "fileName", title, format, session, state, version, parts, remarks, pages, since, at, "byName")
    select gen_random_uuid(), ${to}::uuid, "fileName", title, format, session, state, 1, parts, remarks, pages,
      since, ${at}::timestamptz, "byName"
    from "CourseMaterial" where "courseId" = ${from}::uuid and state = 'current'`
}

/** The current version of each question, which no file holds any more; the images under the same hashes. */
async function copyBank(tx: Tx, { from, to, at, by }: Copy) {
  await tx.$executeRaw`
    insert into "Image" ("courseId", hash, type, width, height, bytes, "createdAt")
    select ${to}::uuid, hash, type, width, height, bytes, ${at}::timestamptz from "Image" where "courseId" = ${from}::uuid`
  await tx.$executeRaw`
    insert into "Question" (id, "courseId", key, section, "createdAt", stamp)
    select gen_random_uuid(), ${to}::uuid, key, section, ${at}::timestamptz, stamp
    from "Question" where "courseId" = ${from}::uuid and "archivedAt" is null`
  await tx.$executeRaw`
    insert into "QuestionVersion" (id, "questionId", number, hash, content, rendered, origin, "createdAt", "createdById")
    select gen_random_uuid(), new.id, 1, v.hash, v.content, v.rendered, v.origin, ${at}::timestamptz, ${by}::uuid
    from (
      select distinct on (q.id) q.key, v.* from "Question" q join "QuestionVersion" v on v."questionId" = q.id
      where q."courseId" = ${from}::uuid and q."archivedAt" is null order by q.id, v.number desc) as v
    join "Question" new on new."courseId" = ${to}::uuid and new.key = v.key`
}

async function copyPlansAndProfiles(tx: Tx, { from, to, at }: Copy) {
  const plans = await tx.namedBlueprint.findMany({ where: { courseId: from } })
  await tx.namedBlueprint.createMany({
    data: plans.map(({ name, blueprint }) => ({ courseId: to, name, blueprint, createdAt: at })),
  })
  const profiles = await tx.exportProfile.findMany({ where: { courseId: from } })
  await tx.exportProfile.createMany({
    data: profiles.map(({ kind, name, layout }) => ({ courseId: to, kind, name, layout, createdAt: at })),
  })
  // The exams stay behind: a template that takes the marks of one asks which.
  const templates = await tx.fillTemplate.findMany({ where: { courseId: from } })
  await tx.fillTemplate.createMany({
    data: templates.map(({ name, titles, sheet, column, source, byName }) => ({
      ...{ courseId: to, name, titles: [...titles], sheet, column, byName, createdAt: at },
      source: source === 'final' ? source : null,
    })),
  })
}

/** The brief and the rubric of each project, without its teams and its deadline; returns the new id of each. */
async function copyProjects(tx: Tx, { from, to, at }: Copy) {
  const known = new Map<string, string>()
  for (const project of await tx.project.findMany({ where: { courseId: from }, orderBy: { createdAt: 'asc' } })) {
    const { id, key, title, brief, rubric, late, isDouble, mostGap, takesHttp } = project
    const copied = await tx.project.create({
      data: {
        courseId: to,
        key,
        title,
        brief,
        rubric,
        isDouble,
        mostGap,
        takesHttp,
        createdAt: at,
        ...(late ? { late } : {}),
      },
    })
    known.set(id, copied.id)
  }
  return known
}

async function copyRules(tx: Tx, { from, to, projects }: Copy & { projects: ReadonlyMap<string, string> }) {
  const assessment = await tx.assessment.findUnique({ where: { courseId: from } })
  if (assessment === null) return
  const { title, rules } = assessment
  await tx.assessment.create({ data: { courseId: to, title, rules: withProjects(rules, projects) } })
}

const marksOf = ({ parts }: Pick<AssessmentRules, 'parts'>): string[] =>
  parts.flatMap(({ content }) => (content.kind === 'mark' ? content.source.kind : marksOf(content)))

/** The same rules for the projects of the copy. */
function withProjects<Rules extends Pick<AssessmentRules, 'parts'>>(
  rules: Rules,
  projects: ReadonlyMap<string, string>,
): Rules {
  const placed = (part: Part): Part => {
    const { content } = part
    if (content.kind !== 'mark') return { ...part, content: { ...content, parts: content.parts.map(placed) } }
    const projectId = content.source.kind === 'project' ? projects.get(content.source.projectId) : undefined
    const source = projectId === undefined ? ({ kind: 'hand' } as const) : ({ kind: 'project', projectId } as const)
    return { ...part, content: { kind: 'mark', source } }
  }
  return { ...rules, parts: rules.parts.map(placed) }
}
