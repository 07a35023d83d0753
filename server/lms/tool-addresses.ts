import type { Deps } from '#server/platform/deps.ts'

/** The origin by which platforms and browsers know us. */
export const toolOrigin = ({ settings }: Pick<Deps, 'settings'>, asked: string) => settings.publicUrl ?? asked

/** What an administrator of a platform types there. */
export const toolAddresses = (origin: string) => ({
  loginUrl: `${origin}/api/lti/login`,
  launchUrl: `${origin}/api/lti/launch`,
  jwksUrl: `${origin}/lti/jwks.json`,
  registrationUrl: `${origin}/lti/registration`,
})
