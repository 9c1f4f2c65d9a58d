### Checks that wait for an operator's decision

case-title = Checks to decide
case-lead = No registry decides these. Open one to see what was sent and what the registries said; the person sees in their log that you looked.
case-none = Nothing waits for a decision now.
case-check-snils = SNILS and its holder
case-check-internal_passport = Passport of the Russian Federation
case-check-foreign_document = Document that no registry knows
case-check-other = Personal data
case-kind-verification_manual = No registry can check this
case-kind-verification_overdue = The registry did not answer in time
case-kind-verification_contradiction = The registry's answers contradict each other
case-sent = sent on { $at }
case-request = Request:
case-data = What was sent
case-answers = What the registry said
case-no-answers = Nothing.
case-result-match = The data match
case-result-mismatch = The data do not match
case-result-no_data = The registry has no such record
case-decision = Decision
case-decision-text = Compare with the document itself. The level of the account follows from what you decide, and the person is told.
case-right = All is right
case-wrong = Something does not match

operator-task-cases = Checks to decide
operator-task-cases-text = Documents and data that no registry could check

notice-case-decided = The check has been decided.
refusal-case-closed = Nothing is to be decided here any more.
