import * as contract from '#contract/lms/launches.ts'
import { LaunchRefusal } from '#core/lms/launch-refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Http, Serve } from '#server/platform/serve.ts'
import { addressKey, countOne } from '#server/platform/throttle.ts'
import { arrive } from './arrive.ts'
import { chooseContent, stateOfChoice } from './choose-content.ts'
import { bindContext, linkAccount, readLaunch, setLink } from './decide-launch.ts'
import { receiveMessage } from './launch.ts'
import { beginLogin, type LoginRequest, openTicket } from './logins.ts'
import { refusalPlace } from './refusal-place.ts'
import { toolOrigin } from './tool-addresses.ts'

/** From the click on a platform to the page it opens. A refusal is a page that says why, never an address with a session. */
export function launchRoutes(serve: Serve, deps: Deps) {
  const originOf = (http: Http) => toolOrigin(deps, http.origin)
  const begin = (asked: LoginRequest, http: Http) => {
    countOne(deps, [['launch', addressKey(http.ip)]])
    return sentOn(http, () => beginLogin(deps, { asked, http, origin: originOf(http) }))
  }

  serve(contract.beginLtiLogin, ({ query }, _caller, http) => begin(query, http))
  serve(contract.beginLtiLoginByForm, ({ body }, _caller, http) => begin(body, http))
  serve(contract.openLtiTicket, ({ query }, _caller, http) =>
    sentOn(http, () => openTicket(deps, { ...query, http, origin: originOf(http) })),
  )
  serve(contract.launchLti, ({ body }, _caller, http) =>
    sentOn(http, () => receiveMessage(deps, { sent: body, origin: originOf(http) })),
  )
  serve(contract.arriveFromLti, ({ params }, caller, http) =>
    sentOn(http, () => arrive(deps, { loginId: params.launchId, caller, http })),
  )
  serve(contract.awaitLtiChoice, ({ query }) => stateOfChoice(deps, query.wait))

  serve(contract.getLtiLaunch, async ({ params }, caller, http) => ({
    launch: await readLaunch(deps, { ...params, http, caller }),
  }))
  serve(contract.linkLtiAccount, ({ params, actor }, { personId }, http) =>
    linkAccount(deps, { ...params, http, personId, actor }),
  )
  serve(contract.bindLtiContext, ({ params, body, actor }, { personId }, http) =>
    bindContext(deps, { ...params, ...body, http, personId, actor }),
  )
  serve(contract.setLtiLink, ({ params, body, actor }, { personId }, http) =>
    setLink(deps, { ...params, opened: body, http, personId, actor }),
  )
  serve(contract.chooseLtiContent, ({ params, body, actor }, { personId }, http) =>
    chooseContent(deps, { ...params, opened: body, http, personId, actor }),
  )
}

async function sentOn(http: Http, find: () => Promise<string>) {
  try {
    return { to: await find() }
  } catch (error) {
    if (!(error instanceof LaunchRefusal)) throw error
    http.log.info({ event: 'lti_refused', reason: error.code, detail: error.detail.slice(0, 200) }, 'account')
    return { to: error.platformId && !http.isWholePage ? framedPlace(error) : refusalPlace(error) }
  }
}

const framedPlace = ({ code, platformId }: LaunchRefusal) =>
  `/lti/frame?${new URLSearchParams({ raison: code, platform: platformId ?? '' }).toString()}`
