/** The shortest password the server accepts, shown before it is sent. */
export const shortestPassword = 12
