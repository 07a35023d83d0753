/** What a script does with a token, as typed in a shell; `SITE`, `TOKEN` and what ends in `_ID` are to be replaced. */
export const apiExamples: readonly { title: string; curl: string }[] = [
  {
    title: 'The courses the token opens (any scope)',
    curl: `curl "$SITE/api/courses" \\
  --header "Authorization: Bearer $TOKEN"`,
  },
  {
    title: 'The exams of a course, then the marks of one as CSV (read_results)',
    curl: `curl "$SITE/api/courses/$COURSE_ID/exams" \\
  --header "Authorization: Bearer $TOKEN"`,
  },
  {
    title: 'The marks of an exam, for any program (rfc4180) or for a French Excel (excel_fr)',
    curl: `curl "$SITE/api/courses/$COURSE_ID/exports/results/$EXAM_ID?profile=rfc4180" \\
  --header "Authorization: Bearer $TOKEN" --output results.csv`,
  },
  {
    title: 'What importing a class list would do; nothing is written (import_class)',
    curl: `curl "$SITE/api/courses/$COURSE_ID/students/import-previews" \\
  --header "Authorization: Bearer $TOKEN" --header "Content-Type: application/json" \\
  --data '{"text": "Nom;Prénom;E-mail\\nRoy;Ana;ana.roy@example.org"}'`,
  },
  {
    title: 'The same list written, with the fingerprint that the preview gave',
    curl: `curl "$SITE/api/courses/$COURSE_ID/students/imports" \\
  --header "Authorization: Bearer $TOKEN" --header "Content-Type: application/json" \\
  --data '{"text": "Nom;Prénom;E-mail\\nRoy;Ana;ana.roy@example.org", "fingerprint": "FINGERPRINT"}'`,
  },
]
