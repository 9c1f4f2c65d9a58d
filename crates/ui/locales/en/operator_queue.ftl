### What needs a human: queues, centres to tend, lost messages, jobs that were given up

operator-task-queues = What needs somebody
operator-task-queues-text = Jobs that were given up, stale records, and all else that does not settle itself
operator-task-statistics = Statistics
operator-task-statistics-text = Registrations, verifications, confirmations, failures: tables, charts, files

queue-nav = Queues
queue-title = What needs somebody
queue-nothing = Nothing waits.
queue-none = None.
queue-caption = Waiting now
queue-what = What
queue-count = How many
queue-oldest = The oldest waits
queue-empty = Nothing waits in:
queue-ends = the first ends on { $date }
queue-age-minutes = { $n } min
queue-age-hours = { $n } h
queue-age-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}

queue-checks = Checks that no registry decides
queue-checks-who = Support, under “Checks to decide”
queue-registries = Registries that refuse our requests
queue-registries-who = Whoever looks after keys: “okno check” says what is wrong
queue-support = Requests to the support without an answer
queue-support-who = Support
queue-approvals = Acts of colleagues that wait for consent
queue-approvals-who = Colleagues of the centre, or a system administrator
queue-jobs = Jobs that were given up
queue-jobs-who = A system administrator
queue-messages = Messages that did not arrive
queue-messages-who = A system administrator, with the operator of the channel
queue-stale_centers = Records of centres that nobody has checked
queue-stale_centers-who = The keeper of the record
queue-accreditations = Accreditations that end soon
queue-accreditations-who = The centre’s organization
queue-letters = Letters that should have arrived long ago
queue-letters-who = The carrier; the person can order another one
queue-visits = Visitors who booked and were not taken in
queue-visits-who = The centre’s administrator

queue-centers-title = Centres that need somebody
queue-centers-lead = A record is checked by comparing it with reality and noting the day. An accreditation that nothing follows ends the service.
queue-center = Centre
queue-owner = Keeper
queue-checked = Last checked
queue-service = Service
queue-last-day = Last day

queue-messages-lead = { $n ->
    [one] Of the last day. Addresses and texts are not shown.
   *[other] Of the last { $n } days. Addresses and texts are not shown.
}
queue-when = When
queue-channel = Channel
queue-kind = Message
queue-became = What became of it
queue-channel-mobile_phone = SMS
queue-channel-email = E-mail
queue-lost-failed = Not accepted
queue-lost-too_late = Not sent: it came too late
queue-lost-undeliverable = Undeliverable
queue-lost-expired = Not fetched in time
queue-lost-rejected = Rejected

job-title = Jobs that were given up
job-lead = The program has tried these in vain. When what stood in the way is gone, let it try again. What the other system said stands in the log.
job-nothing = No job has been given up.
job-kind = Job
job-died = Given up
job-made = made { $at }
job-attempts = Attempts
job-cause = Why
job-cause-unknown = The program knows no such job
job-cause-fault = A fault of the program
job-cause-deadline = It took too long
job-cause-unavailable = A system did not answer
job-cause-refused = Refused
job-cause-other = Something else, see the log
job-which = Which
job-which-chosen = Those ticked
job-which-kind = All of a kind
job-kind-all = Kind, for all of a kind
label-job_reason = Reason
job-reason-hint = Needed to drop jobs. No names or addresses of people.
job-retry = Try again
job-drop = Drop for good
job-written-down = Both are recorded with your name.

notice-jobs-retried = The jobs are in the queue again.
notice-jobs-dropped = The jobs have been dropped.
notice-jobs-partly = Some of the jobs had been dealt with by somebody else; the others are done.
field-job-none = Tick at least one job
field-job-reason = { $n ->
    [one] At most { $n } character
   *[other] At most { $n } characters
}
refusal-job-gone = Somebody else has dealt with these jobs already.
