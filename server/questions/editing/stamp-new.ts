import { headingName } from '#core/questions/course-text.ts'
import type { Prisma } from '#prisma/client/client.ts'

type StampNewInput = { courseId: string; ids: readonly string[] }

/** Stamps imported questions with the passages they cite as these read today, so that a later change is shown. */
export async function stampNew(tx: Prisma.TransactionClient, { courseId, ids }: StampNewInput): Promise<void> {
  if (ids.length === 0) return
  const { passages } = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { passages: true } })
  const rows = await tx.$queryRaw<{ id: string; heading: string }[]>`
    select q.id, v.content->'source'->>'heading' as heading
    from "Question" q join "QuestionVersion" v on v."questionId" = q.id and v.number = 1
    where q.id = any(${[...ids]}::uuid[]) and q.stamp is null`
  const stamped = rows.flatMap(({ id, heading }) => {
    const stamp = passages[headingName(heading)]
    return stamp === undefined ? [] : [{ id, stamp }]
  })
  await tx.$executeRaw`
    update "Question" q set stamp = given.stamp
    from unnest(${stamped.map(({ id }) => id)}::uuid[], ${stamped.map(({ stamp }) => stamp)}::text[]) as given(id, stamp)
    where q.id = given.id`
}
