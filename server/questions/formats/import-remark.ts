import type { NoticeCode } from './imported.ts'

export type ImportRemark = { code: NoticeCode; detail?: string }
