/** What a copy loads when it has a question that is not answered by ticking. */
export { KindFields } from './KindFields.tsx'
export { KindWords } from './KindWords.tsx'
