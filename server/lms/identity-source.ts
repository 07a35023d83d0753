/** Where a name of a platform is known by, among the identities of students (server/auth/external-identity.ts). */
export const identitySource = (platformId: string) => `lti:${platformId}`
