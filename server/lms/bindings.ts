import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { LtiMessage } from './read-lti-message.ts'

type Given = { platformId: string; message: Pick<LtiMessage, 'deploymentId' | 'context' | 'link'> }

/** The course of the platform and its activity, as its last message describes them. Which of ours they open stays. */
export async function noteContext(deps: Deps, { platformId, message }: Given) {
  const { deploymentId, context, link } = message
  const { id: contextId, ...described } = context
  const at = deps.now()
  const kept = await deps.db.ltiContext.upsert({
    where: { platformId_deploymentId_contextId: { platformId, deploymentId, contextId } },
    create: { platformId, deploymentId, contextId, ...described, createdAt: at },
    // A message without a service does not take it away: a platform may say it to some roles only.
    update: { title: described.title, ...servicesOf(described) },
    include: { course: true },
  })
  return { context: kept, link: link && (await noteLink(deps, { contextId: kept.id, courseId: kept.courseId, link })) }
}

const servicesOf = ({ nrpsUrl, lineItemsUrl, scopes }: Omit<LtiMessage['context'], 'id'>) => ({
  ...(nrpsUrl ? { nrpsUrl } : {}),
  ...(lineItemsUrl ? { lineItemsUrl, scopes } : {}),
})

type GivenLink = { contextId: string; courseId: string | null; link: NonNullable<LtiMessage['link']> }

async function noteLink(deps: Deps, { contextId, courseId, link }: GivenLink) {
  const { id: resourceLinkId, title, lineItemUrl } = link
  const known = await deps.db.ltiLink.findUnique({ where: { contextId_resourceLinkId: { contextId, resourceLinkId } } })
  const opens = known?.examId || known?.isFinalGrade ? {} : await chosen(deps.db, { courseId, link })
  const column = lineItemUrl ? { lineItemUrl } : {}
  return deps.db.ltiLink.upsert({
    where: { contextId_resourceLinkId: { contextId, resourceLinkId } },
    create: { contextId, resourceLinkId, title, ...column, ...opens, createdAt: deps.now() },
    update: { title, ...column, ...opens },
  })
}

/** What the platform gives back of a choice made here: only an exam of the bound course is believed. */
async function chosen(db: Prisma.TransactionClient, { courseId, link }: Omit<GivenLink, 'contextId'>) {
  if (!courseId) return {}
  if (link.isFinalGrade) return { isFinalGrade: true }
  if (!link.examId) return {}
  const exam = await db.exam.findFirst({ where: { id: link.examId, courseId }, select: { id: true } })
  return exam ? { examId: exam.id } : {}
}
