### The operators' workplace: serving visitors

clerk-nav-next = Next visitor
clerk-nav-booked = Booked
clerk-services = Services of the window
clerk-task-confirm_identity = Confirm an identity
clerk-task-restore_access = Restore access
clerk-task-delete_account = Delete an account
clerk-task-correct_data = Correct data
clerk-find-hint = SNILS, phone, e-mail address or document number, complete. The person sees in their log that you looked.
clerk-find = Find
clerk-closed = By its opening hours the centre is closed now.
clerk-until = You serve this visitor until { $at }.
clerk-level = Level of the account
clerk-messages-go = Messages go to
clerk-no-contact = no confirmed contact
clerk-leave = The visitor leaves

clerk-missing-title = Cannot be done yet
clerk-missing-confirm = Only an account at level Standard can be confirmed.
clerk-missing-other = Nothing about this person is verified, so there is nothing to compare a document with. The visitor can use the ordinary recovery, or fill in the personal data first.
clerk-missing-fields = Not filled in yet
clerk-missing-running = The state registries are checking the data now. The visitor gets a message when they have answered.
clerk-missing-rejected = The registries did not confirm the data. The visitor sees in the personal account what differs; an error of spelling can be corrected here.
clerk-missing-waiting = Our staff is looking into the verification of the data.
clerk-missing-none = The personal data have not been sent for verification.
clerk-already-title = The identity is confirmed already
clerk-already-text = There is nothing to do for this visitor.

clerk-compare = Compare with the document
clerk-compare-text = The data on the left are those of the profile. Tick what you have compared with the document in your hands.
clerk-seen_photo = The photo shows the visitor
clerk-seen_person = Names and date of birth are the same
clerk-seen_document = Number and issue of the document are the same
clerk-seen_snils = The SNILS is the same
clerk-free = The service is free: take no money for it.
clerk-confirm = Confirm the identity
clerk-hand-out = Hand out a code instead

clerk-contact-title = New contact
clerk-contact-text = The visitor gives a new phone number or e-mail address, reads the code that arrives there, and says it to you. Who lost both gives both, one after the other.
clerk-contact-send = Send a code
clerk-contact-sent = A code went to { $contact }.
clerk-contact-prove = Check the code
clerk-contact-proved = { $contact } belongs to the visitor.
clerk-contact-another = Another contact
clerk-forget-others = The other contacts of the account are lost as well
clerk-restore-text = Afterwards the old password, the security question and all sessions are void. The visitor sets a new password on the login page with the contact that is left.
clerk-delete-text = The account, its data and its confirmation are lost for good. Nobody can bring them back.
clerk-correct-text = Type what stands in the document. The registries check the corrected data; until then the verified data stay in force.
clerk-correct-names = Only the names are known so far: correct them, and leave the other fields empty.
clerk-ask = Ask a colleague to agree

clerk-asked-title = A colleague must agree
clerk-asked-waits = Wait: the colleague sees the request under “Approvals” and compares the documents.
clerk-asked-approved = A colleague agreed. It has not been done yet.
clerk-asked-refused = The colleague refused.
clerk-asked-over = The request came to nothing.
clerk-execute-restore_access = Restore access now
clerk-execute-delete_account = Delete the account for good now
clerk-execute-correct_data = Correct the data now
clerk-reopen = Change the request
clerk-look-again = Look again

clerk-done-title = Done
clerk-done-confirm_identity = The identity is confirmed.
clerk-done-confirm_identity-text = The messages are on their way by e-mail and SMS: ask the visitor whether they have come.
clerk-done-restore_access = Access can be recovered.
clerk-done-restore_access-text = The visitor chooses “Forgot the password?” on the login page and sets a new one with the contact that is left.
clerk-done-delete_account = The account is deleted for good.
clerk-done-delete_account-text = A last message went to the contacts of the account.
clerk-done-correct_data = The data are corrected.
clerk-done-correct_data-text = The registries check them now. The visitor gets a message when they have answered.
clerk-form-print = Print the form in two copies

clerk-code-title = Code for the visitor
clerk-code-text = Print this page or write the code down for the visitor. It is shown once. The visitor logs in and types it under “Confirm your identity”.
clerk-code-until = The code is accepted until { $at }.

clerk-booked-title = Visitors who booked a time
clerk-booked-none = Nobody booked a time for today.
clerk-booked-at = Booked for { $at }
clerk-booked-unserved = not served in time: the administrator of the centre takes them in
clerk-booked-take = Take in

clerk-approval-papers = Shown at the window: { $papers }
clerk-approval-contact = A new contact was proved at the window: { $contact ->
    [email] e-mail address
   *[mobile_phone] mobile phone
}
clerk-approval-forget = The other contacts of the account are removed.
clerk-approval-fields = Changes: { $fields }
clerk-paper-identity_document = identity document
clerk-paper-snils = SNILS

clerk-form-title = Form of an identity confirmation
clerk-form-copy = { $which ->
    [1] Copy for the centre
   *[2] Copy for the visitor
}
clerk-form-center = Service centre
clerk-form-operator = Operator
clerk-form-number = Number of the visit
clerk-form-date = Date
clerk-form-statement = I have shown the document named above to the operator and ask that my identity be confirmed in the identity system. The service is free of charge.
clerk-form-sign-visitor = Signature of the visitor
clerk-form-sign-operator = Signature of the operator

label-visitor = Visitor
label-seen_photo = Photo
label-seen_person = Names
label-seen_document = Document
label-seen_snils = SNILS

operator-task-confirm = Confirm an identity
operator-task-confirm-text = The visitor shows the document whose data are in the profile
operator-task-restore = Restore access
operator-task-restore-text = The visitor lost the phone or the password
operator-task-delete = Delete an account
operator-task-delete-text = For good, with a colleague’s agreement
operator-task-correct = Correct data
operator-task-correct-text = An error was made at registration
operator-task-booked = Booked visits
operator-task-booked-text = Visitors who booked a time

field-visitor-format = Type a complete SNILS, phone number, e-mail address or document number
field-visitor-nobody = There is no account with exactly this. Check what you typed, or ask for another number
field-visitor-several = This fits several accounts. Ask for another number, or type it as it is printed
field-visit-not-seen = Compare this and tick it

refusal-visit-over = This visit is over. Find the visitor anew.
refusal-visit-not-yours = Another member of staff serves this visitor.
refusal-visit-out-of-step = Another step is due for this visitor.
refusal-visit-not-accredited = Your centre is not accredited for this service today.
refusal-visit-already-confirmed = The identity has been confirmed already.
refusal-visit-not-verified = Nothing about this person is verified, so this cannot be done at the window.
refusal-visit-changed = The data changed since you looked at them. Compare them again.
refusal-visit-too-many = You have looked for too many people within an hour. Wait, or ask a colleague.
refusal-visit-way-off = This way is switched off.
refusal-visit-nothing-changes = Nothing would change. Type what stands in the document.
refusal-visit-no-contact = Without a contact the person could not get in. Take down a new one.
