### Numbers of the installation and of centres

statistics-title = Statistics
statistics-all = all centres
statistics-choose = Choose another period
statistics-show = Show
statistics-export = Save as CSV
statistics-note = Days are those of Moscow. What is saved is recorded with your name. Before numbers are published, small ones are left out.
statistics-numbers = All numbers
statistics-days = Days
statistics-nothing = Nothing was counted in these days.
statistics-chart-text = Bars over time; the highest is { $most }: { $when }. The table below has all numbers.
label-from = From
label-to = To
label-step = Put together by
statistics-step-day = days
statistics-step-week = weeks
statistics-step-month = months

statistics-registrations = Registrations
statistics-registrations-text = How many were begun and finished, by the contacts given.
statistics-levels = Levels
statistics-levels-text = How many accounts reached each level.
statistics-verifications = Verification by the registries
statistics-verifications-text = Questions to the registries and their answers. Times are known up to the next of 10 s, 30 s, 1, 2, 5, 10, 20, 30 min, 1, 2, 4, 8, 12 h, 1, 2, 3, 5, 10 days.
statistics-confirmations = Confirmations of identity
statistics-confirmations-text = By method, and what centres did. A code from a centre counts as a confirmation when it is entered.
statistics-letters = Registered letters
statistics-letters-text = Each letter counts in every state in which the carrier reports it.
statistics-logins = Logins
statistics-logins-text = By what people proved.
statistics-support = Support
statistics-support-text = Requests, and the time to their first answer.
statistics-failures = Failures
statistics-failures-text = What was refused, and why. Attempts that limits held back are not counted.
statistics-center = Work of the centre
statistics-center-text = What was done at the windows.

statistics-series-begun = Begun
statistics-series-finished = Finished
statistics-series-standard = Standard
statistics-series-confirmed_level = Confirmed
statistics-series-sent = Questions
statistics-series-answered = Answers
statistics-series-confirmed = Confirmed
statistics-series-code_handed_out = Codes handed out
statistics-series-ordered = Ordered
statistics-series-code_used = Code entered
statistics-series-logins = Logins
statistics-series-written = Requests
statistics-series-support_answered = Answers
statistics-series-failed = Refused

statistics-table-ways = By contact
statistics-table-levels = By level
statistics-table-registries = By registry
statistics-table-outcomes = What became of submissions
statistics-table-methods = By method
statistics-table-centers = By centre: those that did most
statistics-table-letters = By state
statistics-table-logins = By what was proved
statistics-table-first_answer = Time to the first answer
statistics-table-failures-verification = Verification
statistics-table-failures-confirmation = Confirmation
statistics-table-failures-login = Login
statistics-table-failures-letter = Letters
statistics-table-center = By act

statistics-column-count = Count
statistics-column-begun = Begun
statistics-column-finished = Finished
statistics-column-sent = Questions
statistics-column-answered = Answers
statistics-column-match = Match
statistics-column-mismatch = Mismatch
statistics-column-no_data = Not found
statistics-column-median = Half within
statistics-column-ninetieth = Nine of ten within
statistics-column-confirmed = Confirmed
statistics-column-code_handed_out = Codes
statistics-column-access_restored = Access restored
statistics-column-account_deleted = Deleted
statistics-column-data_corrected = Corrected

statistics-way-mobile_phone = Phone
statistics-way-email = E-mail
statistics-way-both = Both
statistics-level-simplified = Simplified
statistics-level-standard = Standard
statistics-level-confirmed = Confirmed
statistics-registry-pension_fund = Pension fund
statistics-registry-interior_ministry = Interior ministry
statistics-outcome-verified = Verified
statistics-outcome-rejected = Rejected
statistics-outcome-delayed = Delayed beyond the longest time
statistics-outcome-withdrawn = Withdrawn later
statistics-method-in_person = At a centre
statistics-method-registered_letter = Registered letter
statistics-method-qualified_signature = Electronic signature
statistics-method-electronic_card = Electronic card
statistics-method-online_bank = Online bank
statistics-letter-ordered = Ordered
statistics-letter-printed = Printed and handed to the carrier
statistics-letter-dispatched = Sent
statistics-letter-in_transit = On the way
statistics-letter-awaiting_pickup = At the post office
statistics-letter-handed_over = Delivered
statistics-letter-returned = Returned or lost
statistics-letter-code_used = Confirmed by the code
statistics-letter-voided = Void
statistics-login-password = Password
statistics-login-passkey = Passkey
statistics-login-password_passkey = Password and passkey
statistics-login-password_totp = Password and application
statistics-login-password_recovery_code = Password and recovery code
statistics-support-first = First answer
statistics-center-confirmed = Identities confirmed
statistics-center-code_handed_out = Codes handed out
statistics-center-access_restored = Access restored
statistics-center-account_deleted = Accounts deleted
statistics-center-data_corrected = Data corrected

statistics-reason-mismatch = The data do not match
statistics-reason-no_data = The registry has no such record
statistics-reason-snils_taken = The SNILS belongs to another account
statistics-reason-refused_by_operator = Refused by a member of staff
statistics-reason-data-differ = The data of the other side differ
statistics-reason-confirmation-code-wrong = Wrong code
statistics-reason-confirmation-code-locked = Locked after wrong codes
statistics-reason-confirmation-expired = The code came too late
statistics-reason-confirmation-not-standard = The account is not Standard
statistics-reason-visit-not-accredited = The centre is not accredited
statistics-reason-visit-already-confirmed = Confirmed already
statistics-reason-visit-not-verified = The data are not verified
statistics-reason-visit-changed = The data changed meanwhile
statistics-reason-visit-over = The time for the visit was over
statistics-reason-login-wrong = Wrong name or password
statistics-reason-factor-wrong = Wrong second factor
statistics-reason-account-locked = The account is locked
statistics-reason-letter-too-early = Another letter too early

statistics-time-seconds = { $n } s
statistics-time-minutes = { $n } min
statistics-time-hours = { $n } h
statistics-time-over = more than 10 days

field-statistics-date = Choose day, month and year
field-statistics-future = Not later than today
field-statistics-order = The first day must not come after the last
field-statistics-too-long = At most two years
statistics-time-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
statistics-last-days = { $n ->
    [one] Last { $n } day
   *[other] Last { $n } days
}
field-statistics-too-fine = { $n ->
    [one] At most { $n } step is shown: put more days together
   *[other] At most { $n } steps are shown: put more days together
}
