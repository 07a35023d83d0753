/** The shortest password the server takes; said here so that it is known before it is sent. */
export const shortestPassword = 12
