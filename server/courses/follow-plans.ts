import { canonicalJson } from '#core/canonical-json.ts'
import { followed, type OutlineChange } from '#core/courses/outline-change.ts'
import type { Prisma } from '#prisma/client/client.ts'

type Plan = { blueprint: JsonColumn.Blueprint; exceptions: JsonColumn.Exceptions }

/** The plan of a draft exam, or a plan kept under a name, before and after it followed a section. */
export type FollowedPlan = { of: 'exam' | 'blueprint'; id: string; before: Plan; after: Plan }

type FollowPlansInput = { courseId: string; replaced: OutlineChange['replaced'] }

/** Draft exams and kept plans ask for the section that took the place of another; published exams never change. */
export async function followPlans(tx: Prisma.TransactionClient, { courseId, replaced }: FollowPlansInput) {
  if (Object.keys(replaced).length === 0) return []
  const plans = await lockedPlans(tx, courseId)
  const changed = plans.flatMap(({ title: _title, ...plan }): FollowedPlan[] => {
    const after = followedPlan(plan.before, replaced)
    return canonicalJson(after) === canonicalJson(plan.before) ? [] : [{ ...plan, after }]
  })
  for (const { of, id, after } of changed) await writePlan(tx, { of, id, plan: after })
  return changed
}

/** Puts plans back that nobody changed since. */
export async function putPlansBack(
  tx: Prisma.TransactionClient,
  { courseId, plans }: { courseId: string; plans: readonly FollowedPlan[] },
) {
  if (plans.length === 0) return
  const found = new Map((await lockedPlans(tx, courseId)).map((plan) => [plan.id, plan.before]))
  for (const { of, id, before, after } of plans) {
    const now = found.get(id)
    if (now && canonicalJson(now) === canonicalJson(after)) await writePlan(tx, { of, id, plan: before })
  }
}

/** The drafts and kept plans that name one of these sections. */
export async function plansNaming(tx: Prisma.TransactionClient, courseId: string, sections: ReadonlySet<string>) {
  const names = ({ blueprint: { lines }, exceptions }: Plan) =>
    [
      ...lines.map(({ section }) => section),
      ...exceptions.map(({ of }) => (of.kind === 'section' ? of.section : undefined)),
    ].flatMap((section) => (section !== undefined && sections.has(section) ? [section] : []))
  return (await plansOf(tx, courseId)).flatMap(({ of, title, before }) => {
    const named = names(before)
    return named.length === 0 ? [] : [{ of, title, named }]
  })
}

function followedPlan({ blueprint, exceptions }: Plan, replaced: OutlineChange['replaced']): Plan {
  return {
    blueprint: { ...blueprint, lines: followed(blueprint.lines, replaced) },
    exceptions: exceptions.map((one) =>
      one.of.kind === 'section'
        ? { ...one, of: { ...one.of, section: replaced[one.of.section] ?? one.of.section } }
        : one,
    ),
  }
}

async function lockedPlans(tx: Prisma.TransactionClient, courseId: string) {
  await tx.$queryRaw`
    select id from "Exam" where "courseId" = ${courseId}::uuid and status = 'draft' order by id for update`
  return plansOf(tx, courseId)
}

async function plansOf(tx: Prisma.TransactionClient, courseId: string) {
  const drafts = await tx.exam.findMany({
    where: { courseId, status: 'draft' },
    select: { id: true, title: true, blueprint: true, exceptions: true },
    orderBy: { createdAt: 'asc' },
  })
  const kept = await tx.namedBlueprint.findMany({ where: { courseId }, orderBy: { name: 'asc' } })
  return [
    ...drafts.map(({ id, title, blueprint, exceptions }) => ({
      of: 'exam' as const,
      id,
      title,
      before: { blueprint, exceptions },
    })),
    ...kept.map(({ id, name, blueprint }) => ({
      of: 'blueprint' as const,
      id,
      title: name,
      before: { blueprint, exceptions: [] },
    })),
  ]
}

async function writePlan(
  tx: Prisma.TransactionClient,
  { of, id, plan }: Pick<FollowedPlan, 'of' | 'id'> & { plan: Plan },
) {
  const { blueprint, exceptions } = plan
  if (of === 'blueprint') await tx.namedBlueprint.update({ where: { id }, data: { blueprint } })
  // Who is editing the draft must see it first.
  else await tx.exam.update({ where: { id }, data: { blueprint, exceptions, revision: { increment: 1 } } })
}
