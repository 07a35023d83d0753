-- What the timers look for every few seconds, whatever the number of copies: those still to mark, and the last marked.
create index "Attempt_unmarked" on "Attempt" ("examId") where "markedAt" is null and status in ('submitted', 'expired');
create index "Attempt_marked" on "Attempt" ("examId", "markedAt") where "markedAt" is not null;
