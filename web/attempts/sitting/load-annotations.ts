/** Loaded in advance with the pages of the exam, for a network that fails later. */
export const loadAnnotations = () => import('./annotations/AnnotationTools.tsx')
