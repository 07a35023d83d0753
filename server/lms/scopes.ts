const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope'

/** What a platform may let us do, by the addresses the standard gives it. */
export const scopes = {
  lineItem: `${ags}/lineitem`,
  lineItemReadOnly: `${ags}/lineitem.readonly`,
  score: `${ags}/score`,
  members: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
} as const

/** Of the course of a platform, those we use for marks, always in the same order. */
export const markScopes = (granted: readonly string[]) =>
  [scopes.lineItem, scopes.lineItemReadOnly, scopes.score].filter((scope) => granted.includes(scope))
