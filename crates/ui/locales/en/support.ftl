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
