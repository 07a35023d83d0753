import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { listHomonyms } from '#contract/students/students.ts'
import { query } from '#web/api.ts'

/** The number that tells a student from a namesake; undefined for a name used once. */
export function useHomonym(studentId: string | undefined): string | undefined {
  // Names are also displayed outside a course (a student's own page), where namesakes are not told apart.
  const { courseId = '' } = useParams<{ courseId?: string }>()
  const homonyms = useQuery({
    ...query(listHomonyms, { params: { courseId } }),
    select: wordsById,
    enabled: courseId !== '' && studentId !== undefined,
    staleTime: 60_000,
    notifyOnChangeProps: ['data'],
  })
  return studentId === undefined ? undefined : homonyms.data?.get(studentId)
}

const wordsById = ({ homonyms }: { homonyms: { studentId: string; words: string }[] }) =>
  new Map(homonyms.map(({ studentId, words }) => [studentId, words]))
