### Support: the form, requests and answers, and the operators' queue

label-topic = Topic
label-message = Description
label-attachment = Files

support-own = Requests to support
support-none = You have not written to support yet.
support-new = Write to support
support-number = Request { $number }
support-message-hint = What happened, on which page, and what it said. Up to { $most } characters. Tell us no passwords or codes.
support-files-hint = Up to { $most } files of up to { $size } MB each: PDF, JPEG, PNG or plain text. They are checked for viruses before anyone opens them.
support-contact = Phone or e-mail for the answer
support-contact-hint = We tell you there that the answer has come.
support-contact-hint-person = We tell you there, and on your confirmed contacts, that the answer has come.
support-send = Send
support-other = Other ways to reach us

support-ways-title = How and where to confirm your identity
support-ways-text = Confirmation is free. These ways are open to you:
support-ways-centers = Find a service centre nearby

support-topic-confirmation = How and where to confirm identity
support-topic-access = Registration, login, recovery of access
support-topic-verification = Personal data and their verification
support-topic-snils_taken = My SNILS belongs to another account
support-topic-service = A service on the portal
support-topic-safety = Fraud, or someone else in my account
support-topic-other = Something else

support-state-waiting = Waits for an answer
support-state-taken = Being worked on
support-state-answered = Answered
support-state-closed = Closed

support-scan-waiting = is being checked for viruses
support-scan-infected = was removed: a virus was found in it
support-scan-unscannable = was removed: it could not be checked for viruses
support-file-size = { $size } KB

support-by-support = Support
support-by-person = The person who wrote
support-keep-link = Keep the address of this page: only by it will you come back to your request. Do not show it to anyone.
support-more = Write more
support-is-closed = This request is closed.

support-queue = Requests to support
support-queue-lead = The oldest come first. You can read a request once you have taken it.
support-queue-empty = Nobody waits for an answer now.
support-mine = In your hands
support-waiting = Queue
support-since = waits since { $at }
support-from-person = From a person who was logged in
support-from-visitor = From a visitor
support-taken-by = Taken by { $login }
support-take = Take
support-answer = Answer
support-answer-text = Text of the answer
support-answer-hint = The person reads it on the page of the request. Ask for no passwords or codes.
support-answer-send = Send the answer
support-release = Put back in the queue
support-close = Close the request

operator-task-support = Requests to support
operator-task-support-text = Read what people wrote, and answer

notice-support_answered = Support has answered your request.
notice-support-sent = Your request has been sent.
notice-support-sent-more = Your message has been sent.
notice-support-answer-sent = The answer has been sent.
notice-support-put-back = The request is back in the queue.
notice-support-is-closed = The request has been closed.

message-support_answered-sms = { -message-system-short }: support has answered your request. Read the answer on the page of the request
message-support_answered-subject = Support has answered
message-support_answered-body = Support has answered your request to the identity system { -message-system }. The answer is on the page of the request.
message-support_answered-action = Read the answer
message-support_answered-after = If you did not write to us, do nothing.

audit-support-written = You wrote to support
audit-support-taken = A member of staff took your request to support
audit-support-released = A member of staff put your request to support back in the queue
audit-support-answered = A member of staff answered your request to support
audit-support-closed = A member of staff closed your request to support

refusal-support-taken = Another member of staff has this request.
refusal-support-not-taken = Take the request first.
refusal-support-closed = This request is closed. Write a new one.
refusal-support-too-many = Too many messages for now. Call us, or write later.
refusal-support-file-closed = This file cannot be opened: it has not been found free of viruses.

field-support-message-long = At most { $most } characters; you have { $characters }
field-support-files-many = At most { $most } files in one message
field-support-files-not-taken = Files cannot be sent now. Send the message without them
field-support-file-empty = The file { $name } is empty
field-support-file-large = The file { $name } is larger than { $most } MB
field-support-file-kind = The file { $name } is none of PDF, JPEG, PNG, plain text

support-account = State of the account
support-account-open = Look at the state of the account
support-account-active = Active
support-account-locked = Locked
support-account-deleted = Deleted
support-account-since = Created
support-account-unconfirmed = not confirmed
support-account-verified = Data verified
support-account-sessions = Open sessions
support-account-no = No
support-account-submission = Last verification of data
support-account-confirmation = Identity confirmation
support-account-confirmed = Confirmed
support-account-under-way = Under way
support-submission-in_progress = In progress
support-submission-verified = All matches
support-submission-rejected = Something does not match
support-submission-needs_operator = Waits for a decision by staff
support-submission-superseded = Replaced

label-reason = Grounds

support-account-merged = Closed: merged with another account
support-accounts-open = Compare with the account that holds the SNILS

merge-title = Two accounts and one SNILS
merge-lead = You see how the data of the two accounts compare, not the data. Both people see in their log that you looked.
merge-claimant = The account that wrote
merge-holder = The account that holds the SNILS
merge-fields = Data
merge-like-equal = equal
merge-like-different = different
merge-like-one = in one only
merge-merge = One person: merge
merge-merge-text = The account that holds the SNILS remains, with its level. Contacts, notifications and requests of the other move to it; the other is closed and points to it. Both are logged out and told.
merge-separate = Two people: take the SNILS away
merge-separate-text = The account that holds the SNILS wrongly loses its verified data and its level, and is told. The account that wrote can then send its data again.
merge-evidence = Ask the person for evidence first: answer the request.
merge-asked = Waits for a second member of staff.
merge-do = Merge the accounts
merge-do-separate = Take the SNILS away
merge-ask = Ask a second member of staff
merge-reason-hint = What evidence you have seen. Without personal data: the second member of staff reads it.
merge-ask-merge = Ask to merge
merge-ask-separate = Ask to take the SNILS away

approval-act-merge_accounts = Make two accounts one

notice-merge-asked = A second member of staff has been asked.
notice-accounts-merged = The accounts have been merged.
notice-accounts-separated = The SNILS has been taken away.
notice-accounts_merged = Your two accounts have become one.

message-accounts_merged-sms = { -message-system-short }: your two accounts have become one. Log in with the contacts and the password of the earlier account
message-accounts_merged-subject = Your two accounts have become one
message-accounts_merged-body = At your request, two accounts in the identity system { -message-system } have become one: the one that holds your SNILS. Log in with its contacts and its password, or recover the password.
message-accounts_merged-action = Log in
message-accounts_merged-after = If you did not ask for this, call support at once.

audit-accounts-merged = Another account of yours became part of this one
audit-account-closed-merged = This account became part of another one of yours and was closed

session-end-merged = ended when accounts were merged

refusal-merge-same = These are one and the same account already.
refusal-merge-not-in-use = One of the accounts is not in use.
refusal-merge-no-holder = No other account holds this SNILS by verified data.
refusal-merge-two-persons = Both accounts have verified data. Such accounts are not merged.

field-support-reason-long = At most { $most } characters

evidence-title = What proves the level
evidence-open = See what proves the level, or withdraw evidence
evidence-lead = The level of the account follows from these entries. What exactly was checked is not shown here. The person will see in their history that you looked.
evidence-none = There is no evidence: the account is simplified.
evidence-data-verified = Data verified by the registries
evidence-source = Source
evidence-holds = Holds
evidence-is-withdrawn = Withdrawn
evidence-earlier = Replaced by a later verification
evidence-withdraw = Withdraw
evidence-withdraw-text = The entry stays in the log, but the level no longer rests on it. If the level changes, the person is told. What is withdrawn cannot be restored: it takes a new confirmation.
evidence-reason-hint = Why the evidence is wrong. No personal data: the second operator reads it.
evidence-do = Withdraw the evidence
label-evidence = Which evidence
notice-evidence-withdrawn = The evidence is withdrawn.
