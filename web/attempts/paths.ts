/** The addresses of one copy. */
export const questionPath = (attemptId: string, position: number) => `/copies/${attemptId}/questions/${position}`
export const checkPath = (attemptId: string) => `/copies/${attemptId}/verification`
