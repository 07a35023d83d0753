import * as bank from '#contract/projects/comment-bank.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import {
  changeBankComment,
  deleteBankComment,
  keepBankComment,
  listBankComments,
  useBankComment,
} from './comment-bank.ts'

export function commentRoutes(serve: Serve, deps: Deps) {
  serve(bank.listBankComments, ({ params }) => listBankComments(deps, params))
  serve(bank.keepBankComment, ({ params, body }) => keepBankComment(deps, { ...params, ...body }))
  serve(bank.changeBankComment, ({ params, body }) => changeBankComment(deps, { ...params, ...body }))
  serve(bank.useBankComment, ({ params }) => useBankComment(deps, params))
  serve(bank.deleteBankComment, ({ params }) => deleteBankComment(deps, params))
}
