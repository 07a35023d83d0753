/** The pages of a running exam, fetched before the network has a chance to fail. */
export function preloadExam(): void {
  void import('./QuestionPage.tsx')
  void import('./CheckPage.tsx')
  void import('./ReceiptPage.tsx')
}
