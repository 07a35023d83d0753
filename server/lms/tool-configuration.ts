import { claims } from './message-shape.ts'
import { toolAddresses } from './tool-addresses.ts'

/** What we ask of a platform: columns of marks, scores, and the list of a class. */
const scopes = [
  'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
  'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly',
  'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
  'https://purl.imsglobal.org/spec/lti-ags/scope/score',
  'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
]

/** What we say of ourselves to a platform (LTI Dynamic Registration 1.0, 3.4 and 3.5). */
export function toolConfiguration(origin: string) {
  const { launchUrl, loginUrl, jwksUrl } = toolAddresses(origin)
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    initiate_login_uri: loginUrl,
    redirect_uris: [launchUrl],
    client_name: 'Barème',
    jwks_uri: jwksUrl,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: scopes.join(' '),
    'https://purl.imsglobal.org/spec/lti-tool-configuration': {
      domain: new URL(origin).host,
      description: 'Examens à choix multiples et notes finales',
      target_link_uri: launchUrl,
      // Names and addresses, to find the student in the class; nothing else.
      claims: ['iss', 'sub', 'name', 'given_name', 'family_name', 'email', claims.lis],
      messages: [
        { type: 'LtiResourceLinkRequest', target_link_uri: launchUrl, label: 'Barème' },
        { type: 'LtiDeepLinkingRequest', target_link_uri: launchUrl, label: 'Choisir un examen de Barème' },
      ],
    },
  }
}
