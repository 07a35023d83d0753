/** Why a message of a platform is not accepted; each has a sentence for the person who clicked (web/text, lms). */
export const launchRefusals = [
  // who asks
  'unknown_platform',
  'platform_waits',
  'platform_disabled',
  'unknown_deployment',
  // the way of the message
  'no_login',
  'login_expired',
  'other_browser',
  'refused_by_platform',
  // its signature
  'not_a_message',
  'wrong_algorithm',
  'unknown_key',
  'keys_unreachable',
  'wrong_signature',
  // what it says
  'wrong_issuer',
  'wrong_audience',
  'expired',
  'from_the_future',
  'wrong_nonce',
  'replayed',
  'wrong_version',
  'wrong_type',
  'missing_claim',
  'wrong_target',
  'no_role',
  // the registration of a platform
  'invitation_over',
  'registration_failed',
  // what it opens
  'context_not_bound',
  'student_unknown',
  'student_of_another',
  'course_archived',
] as const
export type LaunchRefusalCode = (typeof launchRefusals)[number]

type About = { platformId?: string }

/** A refused message. `detail`: the claim that is missing, or what to tell an owner; `platformId`: when it is a known one. */
export class LaunchRefusal extends Error {
  readonly code: LaunchRefusalCode
  readonly detail: string
  readonly platformId: string | null
  constructor(code: LaunchRefusalCode, detail = '', { platformId }: About = {}) {
    super(detail === '' ? code : `${code}: ${detail}`)
    this.code = code
    this.detail = detail
    this.platformId = platformId ?? null
  }
}
