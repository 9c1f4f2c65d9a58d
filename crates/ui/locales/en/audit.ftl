### The log: what happened to the account

history-title = Log
history-lead = Everything that happened to your account: who did what, and when. Entries cannot be changed or removed.
history-acts = All events
history-levels = Levels
history-newest = To the latest events
history-older = Earlier events
history-strange = Do you see something unfamiliar?

audit-registered = Account created
audit-logged-in = Logged in
audit-logged-out = Logged out
audit-login-failed = Failed login: wrong password
audit-contact-entered = { $contact ->
    [email] A new e-mail address was given
   *[phone] A new phone number was given
}
audit-contact-confirmed = { $contact ->
    [email] E-mail address confirmed
   *[phone] Phone number confirmed
}
audit-contact-replaced = { $contact ->
    [email] Previous e-mail address replaced
   *[phone] Previous phone number replaced
}
audit-contact-removed = { $contact ->
    [email] E-mail address removed
   *[phone] Phone number removed
}
audit-password-changed = Password changed
audit-recovery-started = Recovery of access begun
audit-access-recovered = Access recovered, new password set
audit-security-question-set = Security question set
audit-security-question-removed = Security question removed
audit-session-ended = Session ended from another device
audit-sessions-ended = { $count ->
    [one] { $count } session ended on other devices
   *[other] { $count } sessions ended on other devices
}
audit-verification-submitted = Personal data sent for verification
audit-verification-overdue = Verification handed to our staff: the registry did not answer in time
audit-data-added = Data that are not verified were added to the profile
audit-verification-withdrawn = Change of data withdrawn; the verified data stay in force
audit-registry-absent = Verification handed to our staff: there is no connection to the registry
audit-registry-answered = Answer of a state registry received
audit-data-verified = Changed data verified
audit-check-accepted = A member of staff checked the document: all is right
audit-check-refused = A member of staff checked the document: something does not match
audit-identity-confirmed = Identity confirmed
audit-identity-not-confirmed = An attempt to confirm the identity failed: the data differ
audit-confirmation-code-wrong = A wrong confirmation code was entered
audit-confirmation-code-locked = The box for the confirmation code was closed for a time
audit-confirmation-expired = A confirmation under way ran out of time
audit-bank-consent = Consent to an exchange of data with a bank given
audit-bank-not-confirmed = Confirmation through a bank did not succeed
audit-evidence-withdrawn = A confirmation was withdrawn by a member of staff
audit-level-changed = { $level ->
    [standard] The account became Standard
    [confirmed] The account became Confirmed
   *[other] The level of the account changed
}
audit-operator-looked = { $detail ->
    [confirm_identity] A member of staff looked at your data to confirm your identity
    [restore_access] A member of staff looked at your data to restore access
    [delete_account] A member of staff looked at your data to delete the account
    [correct_data] A member of staff looked at your data to correct an error
    [answer_support] A member of staff looked at your data to answer a request
    [decide_verification] A member of staff looked at your data to decide about the verification
   *[other] A member of staff looked at your data
}
audit-approval-asked = A member of staff asked a colleague to agree to an act on the account
audit-approval-given = A second member of staff agreed
audit-approval-refused = A second member of staff refused
audit-approval-withdrawn = A member of staff took the request back
audit-approval-executed = What was agreed to has been done
audit-access-restored = Access restored at a service centre; old password and sessions are void
audit-account-deleted = Account deleted for good at a service centre
audit-data-corrected = A member of staff corrected data with the document at hand
audit-confirmation-code-handed-out = A service centre handed out a confirmation code
audit-at-center = at { $center }
audit-other = An act on the account

actor-person = You
actor-system = The portal, automatically
actor-registry = { $name ->
    [pension_fund] Pension fund
    [interior_ministry] Interior ministry
   *[other] State registry
}
actor-bank = Online bank
actor-operator = A member of our staff
actor-unknown = Someone not logged in

level-method-registration = Registration
level-method-registry_verification = Verification in the state registries
level-method-in_person = Confirmation at a service centre
level-method-registered_letter = Confirmation by registered letter
level-method-qualified_signature = Confirmation by electronic signature
level-method-electronic_card = Confirmation by electronic card
level-method-online_bank = Confirmation through an online bank
level-method-withdrawal = Withdrawal by a member of staff
level-method-other = Identity confirmation
level-source-person = you
level-source-pension_fund = Pension fund
level-source-interior_ministry = Interior ministry
level-source-code = the code that you entered
level-source-bank = the bank
level-source-operator = a member of our staff

audit-letter-ordered = A letter with a confirmation code ordered
audit-letter-printed = The letter with the code printed
audit-letter-not-printed = The letter with the code not printed
audit-letter-moved = News of the letter with the code
audit-letter-voided = The code of a letter became void
audit-letter-reminded = A reminder of the letter sent
actor-carrier = The post

audit-site-signed-in = Signed in at a site
audit-site-consent-given = A site was allowed to have data
audit-site-consent-withdrawn = A site's access was withdrawn
audit-site-data-delivered = Data passed to a site
audit-site-device-let-in = A device was connected
audit-site-device-replayed = A device's code came twice; its access was ended
audit-site-code-replayed = A site's code came twice; its access was ended
audit-site-refresh-replayed = A site's token came twice; its access was ended
audit-site-token-revoked = A site gave up its access
audit-site-level-lost = The account is worth less than a site takes; its access was ended
audit-esia-key-entered = A key was entered by which an information system acts in your name
audit-esia-key-used = An information system used such a key for the first time
