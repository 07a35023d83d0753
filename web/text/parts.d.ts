/** Served by web/text/split.ts. */
declare module '*?part=student' {
  const tree: import('./ids.ts').MessageTree
  export default tree
}
declare module '*?part=staff' {
  const tree: import('./ids.ts').MessageTree
  export default tree
}
