# Messages to a person by e-mail and SMS. Short, without personal data beyond what is needed (R221).
# For each kind: -sms; for a letter -subject, -body, with a link -action, with a continuation -after.

-message-system = Okno
-message-system-short = Okno
message-level = { $level ->
    [simplified] Simplified
    [standard] Standard
   *[confirmed] Confirmed
}

message-greeting = Hello,
message-code = Code: { $code }
message-code-instead = Or enter this code on the page you have open: { $code }
message-link-life = The link is valid for { $hours } h.
message-code-life = The code is valid for { $minutes } min. Do not tell it to anyone: our staff never ask for it.
message-link-fallback = If the button does not work, copy this address into the address bar of your browser:
message-footer = This letter was sent automatically by the identity system { -message-system }. Please do not reply to it.

message-registration_code-sms = { -message-system-short }: registration code { $code }, valid for { $minutes } min. Do not tell it to anyone
message-registration_link-subject = Confirm your address to finish registration
message-registration_link-body =
    An application for registration in the identity system { -message-system } was filed in your name.

    To finish it, confirm this e-mail address and set a password. To do so, follow the link.
message-registration_link-action = Confirm address
message-registration_link-after = If you did not file the application, do nothing: without confirmation no account is created.

message-registration_existing-sms = { -message-system-short }: someone tried to register with this number. You already have an account: log in or recover your password
message-registration_existing-subject = You already have an account
message-registration_existing-body =
    Someone, perhaps you, tried to register in the identity system { -message-system } with this address. It is already confirmed on an existing account.

    There is no need to register again: log in, or recover your password on the login page if you have forgotten it.
message-registration_existing-action = Log in
message-registration_existing-after = If it was not you, do nothing: nothing in your account has changed.

message-contact_code-sms = { -message-system-short }: confirmation code { $code }, valid for { $minutes } min. Do not tell it to anyone
message-contact_code-subject = Confirmation code
message-contact_code-body = This contact was entered in an account of the identity system { -message-system }. To confirm it, enter the code on the page of contacts.
message-contact_code-after = If you did not enter this address, do nothing.
message-contact_link-subject = Confirm your e-mail address
message-contact_link-body = This address was entered in an account of the identity system { -message-system }. To confirm it, follow the link.
message-contact_link-action = Confirm address
message-contact_link-after = If you did not enter this address, do nothing.

message-recovery_code-sms = { -message-system-short }: code for a new password { $code }, valid for { $minutes } min. Do not tell it to anyone
message-recovery_link-subject = Recover access
message-recovery_link-body = Someone, perhaps you, asked to recover access to your account in the identity system { -message-system }. To set a new password, follow the link.
message-recovery_link-action = Set a new password
message-recovery_link-after = If you did not ask for this, do nothing: your password stays as it is.

message-recovery_unknown-sms = { -message-system-short }: recovery was requested, but no account has this number. If it was not you, do nothing
message-recovery_unknown-subject = No account has this address
message-recovery_unknown-body =
    Someone, perhaps you, asked to recover access in the identity system { -message-system }. No account has this address.

    You may have registered with another address or a telephone number. If you have no account yet, you can create one.
message-recovery_unknown-action = Register
message-recovery_unknown-after = If it was not you, do nothing.

message-password_changed-sms = { -message-system-short }: your password was changed. If it was not you, recover access on the login page at once
message-password_changed-subject = Your password was changed
message-password_changed-body = The password of your account in the identity system { -message-system } was changed.
message-password_changed-action = It was not me
message-password_changed-after = If you changed it, there is nothing to do. If not, recover access at once.

message-verification_verified-sms = { -message-system-short }: verification of your data is completed, account level: Standard. Log in again to continue
message-verification_verified-subject = Verification of your data is completed
message-verification_verified-body =
    Verification of your personal data is completed and the data are confirmed. The level of your account is Standard.

    The next step is to confirm your identity. After that all services are open to you.
message-verification_verified-action = Go to the next step

message-verification_rejected-sms = { -message-system-short }: verification is completed, some data do not match. Log in, correct them and send them again
message-verification_rejected-subject = Your data did not pass verification
message-verification_rejected-body = Verification of your personal data is completed: some of them did not match. Your personal account shows which. Correct them and send them for verification again. The level of your account has not changed.
message-verification_rejected-action = See and correct

message-verification_delayed-sms = { -message-system-short }: verification of your data takes longer than usual. An operator will see to it, and we will tell you the result
message-verification_delayed-subject = Verification of your data is delayed
message-verification_delayed-body =
    Verification of your personal data did not end in the usual time. An operator will see to it.

    There is nothing for you to do: we will tell you the result.
message-verification_delayed-action = See how it stands

message-account_level_changed-sms = { -message-system-short }: the new level of your account: { message-level }. Log in again
message-account_level_changed-subject = The level of your account has changed
message-account_level_changed-body = The new level of your account: { message-level }. Log in again for it to take effect.
message-account_level_changed-action = Log in

message-identity_confirmed-sms = { -message-system-short }: your identity is confirmed. { $method ->
    [registered_letter] All services but the tax services are open to you
   *[other] All services are open to you
}
message-identity_confirmed-subject = Your identity is confirmed
message-identity_confirmed-body = Your identity has been confirmed and your account is now Confirmed. { $method ->
    [registered_letter] All services of the portal are open to you except the tax services: for these, confirm your identity in another way as well.
   *[other] All services of the portal are open to you.
}
message-identity_confirmed-action = See what is open now
message-identity_confirmed-after = If it was not you, write to support at once.

message-confirmation_locked-sms = { -message-system-short }: a confirmation code was mistyped too often. The box is closed for a time
message-confirmation_locked-subject = A confirmation code was mistyped too often
message-confirmation_locked-body = In your account a confirmation code was mistyped several times. The box for it is closed for a time and then opens by itself. Your account keeps working.
message-confirmation_locked-action = See the ways to confirm
message-confirmation_locked-after = If it was not you, change your password.

message-sessions_ended-sms = { -message-system-short }: all sessions were ended. If it was not you, recover access on the login page
message-sessions_ended-subject = Sessions were ended
message-sessions_ended-body = The sessions of your account on other devices were ended. Log in again to go on working there.
message-sessions_ended-action = Log in
message-sessions_ended-after = If it was not you, recover access on the login page.

message-new_login-sms = { -message-system-short }: login from a new place. If it was not you, open Security and lock the account
message-new_login-subject = Login from a new device
message-new_login-body = Someone logged in to your account from a device or network that was not used before. If it was you, there is nothing to do.
message-new_login-action = It was not me
message-new_login-after = If it was not you, press the button: all sessions end, and the account is closed until you recover access.

message-contact_added-sms = { -message-system-short }: a new contact was added to your account. If it was not you, change your password
message-contact_added-subject = A new contact was added
message-contact_added-body = A new e-mail address or telephone number was added to your account and confirmed.
message-contact_added-action = Check contacts
message-contact_added-after = If it was not you, change your password and remove that contact.

message-contact_removed-sms = { -message-system-short }: a contact was removed from your account. If it was not you, change your password
message-contact_removed-subject = A contact was removed
message-contact_removed-body = An e-mail address or telephone number was removed from your account. No more messages go there.
message-contact_removed-action = Check contacts
message-contact_removed-after = If it was not you, change your password.

message-security_question_changed-sms = { -message-system-short }: your security question was changed. If it was not you, change your password
message-security_question_changed-subject = Your security question was changed
message-security_question_changed-body = The security question of your account was changed.
message-security_question_changed-action = Open security settings
message-security_question_changed-after = If it was not you, change your password.

message-account_locked_out-sms = { -message-system-short }: many failed attempts to log in. Attempts are slowed down for a while. If it was not you, change your password
message-account_locked_out-subject = Many failed attempts to log in
message-account_locked_out-body = Someone tried many times to log in to your account with wrong data. To protect it, new attempts are slowed down for a while; you can still log in.
message-account_locked_out-action = Open security settings
message-account_locked_out-after = If it was not you, change your password.

message-letter_ordered-sms = { -message-system-short }: a letter with a confirmation code was ordered. If it was not you, change your password
message-letter_ordered-subject = A letter with a code was ordered
message-letter_ordered-body = A letter with an identity confirmation code was ordered in your account.
message-letter_ordered-action = See where the letter is
message-letter_ordered-after = If it was not you, change your password.

message-letter_dispatched-sms = { -message-system-short }: the post has accepted your letter with the code. In about a day you find its tracking number in your account
message-letter_dispatched-subject = Your letter with the code is on its way
message-letter_dispatched-body = The post has accepted the letter with your confirmation code. In about a day you find in your account the number by which it can be followed.
message-letter_dispatched-action = See where the letter is

message-letter_awaiting_pickup-sms = { -message-system-short }: the letter with your code is waiting at the post office. Take your passport
message-letter_awaiting_pickup-subject = Your letter with the code is at the post office
message-letter_awaiting_pickup-body = The letter with your confirmation code has come to your post office. Take your passport and, if you got one, the notice.
message-letter_awaiting_pickup-action = See where the letter is

message-letter_handed_over-sms = { -message-system-short }: the letter was handed over. Enter its code in your account
message-letter_handed_over-subject = Enter the code from your letter
message-letter_handed_over-body = The letter with your confirmation code was handed over. Log in to your account and enter the code.
message-letter_handed_over-action = Enter the code
message-letter_handed_over-after = If someone else got the letter, write to support.

message-letter_returned-sms = { -message-system-short }: the letter with your code was not handed over and is sent back. A new one can be ordered from { $date }
message-letter_returned-subject = Your letter with the code was returned
message-letter_returned-body = The letter with your confirmation code was not handed over and has been sent back. A new one can be ordered from { $date }; other ways are open at once.
message-letter_returned-action = See the ways to confirm

message-letter_reminder-sms = { -message-system-short }: the letter with your code is still waiting at the post office. Take your passport
message-letter_reminder-subject = Your letter with the code is still at the post office
message-letter_reminder-body = The letter with your confirmation code lies at your post office. If nobody fetches it, the post sends it back.
message-letter_reminder-action = See where the letter is

message-letter_code_reminder-sms = { -message-system-short }: the code from your letter has not been entered yet. Enter it in your account
message-letter_code_reminder-subject = The code from your letter has not been entered
message-letter_code_reminder-body = You have the letter with your confirmation code, but the code has not been entered yet. Enter it in your account.
message-letter_code_reminder-action = Enter the code

message-access_restored-sms = { -message-system-short }: a service centre restored your access. Set a new password on the login page. If it was not you, go to a centre at once
message-access_restored-subject = Access to your account was restored
message-access_restored-body =
    A service centre restored access to your account after seeing your documents. The old password and all sessions are void.

    Set a new password on the page for recovering access.
message-access_restored-action = Set a new password
message-access_restored-after = If you were not at a service centre, go to one at once or write to support.

message-account_deleted-sms = { -message-system-short }: your account was deleted for good at a service centre. If it was not you, write to support at once
message-account_deleted-subject = Your account was deleted
message-account_deleted-body = Your account in the identity system { -message-system } was deleted for good at a service centre after your documents were seen. Your data can no longer be read. This is the last message.
message-account_deleted-action = Open the portal
message-account_deleted-after = If you did not ask for it, write to support at once.

message-data_corrected-sms = { -message-system-short }: a service centre corrected your data with the document at hand. They are being verified. If it was not you, write to support
message-data_corrected-subject = Your data were corrected
message-data_corrected-body = A service centre corrected data of your account with the document at hand. The registries check the corrected data; until then the verified data stay in force.
message-data_corrected-action = See your data
message-data_corrected-after = If you did not ask for it, write to support at once.
