### Approvals: what two people do

approval-title = Approvals
approval-lead = These acts cannot be undone, so one member of staff asks for them and another agrees. Compare the documents before you agree.
approval-none = Nobody waits for your agreement now.
approval-waiting = { $n ->
    [one] { $n } request waits for your agreement
   *[other] { $n } requests wait for your agreement
}
approval-asked-by = Asked for by { $login }
approval-until = until { $at }
approval-about = About:
approval-agree = Agree
approval-refuse = Refuse
approval-withdraw = Take back
approval-own = Your requests
approval-is-asked = Waits for a colleague
approval-is-approved = A colleague agreed: it can be done

approval-act-restore_access = Restore access to an account
approval-act-delete_account = Delete an account for good
approval-act-correct_data = Correct data
approval-act-withdraw_evidence = Withdraw evidence
approval-act-manage_operators = Change what a member of staff may do

notice-approval-given = You agreed.
notice-approval-refused = You refused.
notice-approval-withdrawn = The request has been taken back.

refusal-approval-not-needed = This needs no second member of staff.
refusal-approval-expired = The request has expired.
refusal-approval-decided = The request has been decided already.
refusal-approval-same-operator = Another member of staff must agree.
refusal-approval-other-center = The request is from another centre.
refusal-approval-not-yours = It is the request of another member of staff.
refusal-approval-not-approved = The second member of staff has not agreed yet.
refusal-approval-changed = This is not what was agreed to. Make a new request.

approval-look = Look and decide
approval-compare = Compare with the documents of the visitor: these are the verified data that the act is about.
approval-changes-note = What is crossed out is replaced by what stands beside it.
approval-compared = What your colleague compared
approval-look-note = The person sees in their log that you looked.
refusal-approval-not-seen = Look at the data before you agree.
