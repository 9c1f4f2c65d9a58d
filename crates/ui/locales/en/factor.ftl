### Second factor

factor-title = Login with a second factor
factor-lead = Besides the password, the portal will ask for something that only you have: your phone, a key or an app with codes. A stolen password then helps no one.
factor-on = on
factor-remove = Remove
factor-remove-last = You have no other second factor: only the password will be left, and saved codes will stop working.
factor-codes-missing = Save codes in case of loss
factor-codes-missing-text = If your phone gets lost, saved codes let you in. Without them only a service centre can help.
factor-codes-make = Get recovery codes
factor-ask-login = Confirm the login
factor-ask-proof = Confirm that it is you
factor-ask-proof-text = What follows changes how your account is protected, so we ask once more. The answer holds for ten minutes.
factor-ask-passkey = Press the button and confirm on your device: by fingerprint, face or PIN.
factor-other-way = Another way
factor-by-passkey = Passkey
factor-by-totp = Code of the app
factor-by-recovery_code = Recovery code
factor-lost = Is none of this at hand?
factor-lost-text = If everything is lost, come to any service centre with your passport and SNILS. They take the second factor off, and you log in to the same account: its data and level stay.
factor-later = Later
passkey-title = Passkeys
passkey-text = Login without a password: by fingerprint, face or PIN on your device. Nobody can trick you out of such a key.
passkey-closed = closed
passkey-closed-text = This key seems to have been copied, so it no longer works. Remove it and add a new one.
passkey-since = Added: { $at }
passkey-used = Last used: { $at }
passkey-rename = Rename
passkey-add = Add a passkey
passkey-add-lead = Give the key a name by which you will know it in the list, and confirm on the device.
passkey-add-do = Add
passkey-name-label = Name
passkey-name-hint = For example: my phone
passkey-not-here = Passkeys do not work at this address of the portal: the browser needs a site name and a secure connection.
passkey-without-scripts = A passkey needs scripts (JavaScript), and they are off in your browser. Choose another way: the code of an app works without them.
passkey-wait = Confirm on your device…
passkey-failed = The device did not confirm. Try again.
passkey-unknown-here = This browser cannot use passkeys. Choose another way.
passkey-ask-title = Passkey
passkey-ask-text = Confirm on your device: by fingerprint, face or PIN.
passkey-ask-do = Use a passkey
passkey-other-way = Log in another way
passkey-remove = Remove the passkey
passkey-remove-text = It will no longer let you in. Delete it on the device too.
totp-title = App with codes
totp-text = An app on your phone shows a new code every 30 seconds, even without a network. Any app for one-time codes will do.
totp-since = Since { $at }
totp-set = Set up an app
totp-set-do = Turn on
totp-remove = Turn the app off
totp-remove-text = We will no longer ask for the code of the app at login.
totp-setup-lead = You need an app for one-time codes on your phone.
totp-setup-scan = Open the app and point the camera at the picture.
totp-setup-picture = QR code for the app
totp-setup-type = No camera? Type this key into the app:
totp-setup-prove = Enter the code that the app shows.
totp-code-label = Code of the app
totp-code-hint = 6 digits that change every 30 seconds
recovery-codes-title = Recovery codes
recovery-codes-text = Ten codes for when your phone or key is not at hand. Each works once. We show them only now: print them or write them down.
recovery-codes-left = { $n ->
    [0] You have no recovery codes.
    [one] You have { $n } recovery code left.
   *[other] You have { $n } recovery codes left.
}
recovery-codes-again = Get new codes
recovery-codes-replace = { $n ->
    [one] New codes take the place of the { $n } you have left: it will stop working.
   *[other] New codes take the place of the { $n } you have left: they will stop working.
}
recovery-codes-make = Make codes
recovery-codes-made = Print this page or write the codes down. We will not show them again.
recovery-codes-keep = Keep them with your passport and tell them to no one. Cross out a code that you have used.
recovery-codes-saved = I have saved the codes
recovery-code-label = Recovery code
recovery-code-hint = 10 characters, as on your printout
security-factor-off = Only the password is asked for at login. Add a second factor, so that a stolen password helps no one.
security-factor-on = Logins are confirmed by a second factor.
security-factor-do = Set up the second factor
security-lock = Lock the account
security-lock-text = If you think that a stranger got in, close the account to everyone. You open it again by recovering access.
security-restricted = Until { $until } everything about money, signatures and other sites is closed: someone logged in with a recovery code. A service centre can lift this earlier.
security-restricted-title = The account is restricted for a time
login-passkey = Log in with a passkey

### Locking

lock-title = Lock the account
lock-text = Lock it if you think that a stranger has got hold of your password, phone or mailbox.
lock-what = What happens
lock-what-sessions = You are logged out on all devices, this one too.
lock-what-login = Nobody gets in, neither with the password nor with a passkey.
lock-what-data = Data, level and applications stay as they are.
lock-open = How to open it again
lock-open-recovery = Recover access: get a code by phone or e-mail and set a new password.
lock-open-factor = Recover access, set a new password and confirm the login by your second factor or a recovery code.
lock-open-center = Recover access and set a new password, then come to a service centre with your passport and SNILS. A code alone is not enough: your phone or mailbox may be in the wrong hands.
lock-do = Lock
locked-title = The account is locked
locked-text = You are logged out everywhere, and nobody can get in. To open the account again, recover access.
locked-next = Recover access
not-me-title = Was it not you?
not-me-lead = Someone logged in to your account:
not-me-when = When
not-me-device = Device
not-me-network = Network
not-me-text = If it was not you, we end all sessions and lock the account. Only you can open it again, by recovering access.
not-me-do = It was not me, lock the account
not-me-was = It was me
not-me-over-title = The link is no longer valid
not-me-over-text = It has been used, or more than 30 days have passed. If you think that a stranger got in, recover access: that ends all sessions.
recovery-done-factor = At login we will ask for your second factor as before. If it is not at hand, a recovery code will do; if everything is lost, a service centre will help.
recovery-done-center = The account was locked. To open it, come to a service centre with your passport and SNILS.
recovery-done-find-center = Find a service centre

### Refusals

field-recovery-code-empty = Enter a recovery code
field-recovery-code-format = A recovery code has 10 letters and digits
field-recovery-code-wrong = There is no such code, or it has been used
field-required-passkey_name = Enter a name
refusal-proof-due = First confirm that it is you.
refusal-login-step-over = Too much time has passed, or too many attempts. Log in again.
refusal-factor-setup-over = The setup was not begun or broke off. Begin again.
refusal-factor-already-set = An app is set up already.
refusal-passkey-wrong = The passkey did not fit. Try again or choose another way.
refusal-passkey-copied = This passkey seems to have been copied, so we closed it. Log in another way and add a new one.
refusal-passkey-over = Too much time has passed. Try again.
refusal-passkey-too-many = There can be ten passkeys at most. Remove one that you do not need.
refusal-passkey-known = This key has been added already.
refusal-disavowal-over = The link is no longer valid.
refusal-account-locked-center = The account is locked. To open it, come to a service centre with your passport and SNILS.
refusal-account-restricted = The account is restricted for a time, and this is closed at present.

### Notices and the log

notice-totp_set = Logins are now confirmed by an app.
message-totp_set-sms = { -message-system-short }: login confirmation by an app was turned on. If it was not you, recover access
message-totp_set-subject = Login confirmation was turned on
message-totp_set-body = From now on the code of an app is needed to log in to your account.
message-totp_set-action = Open security settings
message-totp_set-after = If it was not you, recover access on the login page at once.
notice-totp_removed = The code of the app is no longer asked for.
message-totp_removed-sms = { -message-system-short }: login confirmation by an app was turned off. If it was not you, recover access
message-totp_removed-subject = Login confirmation was turned off
message-totp_removed-body = The code of the app is no longer needed to log in to your account.
message-totp_removed-action = Open security settings
message-totp_removed-after = If it was not you, recover access on the login page at once.
notice-passkey_added = A passkey was added.
message-passkey_added-sms = { -message-system-short }: a passkey was added. If it was not you, recover access
message-passkey_added-subject = A passkey was added
message-passkey_added-body = A passkey was added to your account: it lets its owner in without the password.
message-passkey_added-action = Open security settings
message-passkey_added-after = If it was not you, recover access on the login page at once.
notice-passkey_removed = A passkey was removed.
message-passkey_removed-sms = { -message-system-short }: a passkey was removed. If it was not you, recover access
message-passkey_removed-subject = A passkey was removed
message-passkey_removed-body = A passkey was removed from your account.
message-passkey_removed-action = Open security settings
message-passkey_removed-after = If it was not you, recover access on the login page at once.
notice-passkey_closed = A passkey was closed: it seems to have been copied.
message-passkey_closed-sms = { -message-system-short }: a passkey was closed, it seems to have been copied. If it was not you, recover access
message-passkey_closed-subject = A passkey was closed
message-passkey_closed-body = One of your passkeys seems to have been copied. We closed it: it lets nobody in any more. Remove it and add a new one.
message-passkey_closed-action = Open security settings
message-passkey_closed-after = If it was not you, recover access on the login page at once.
notice-recovery_codes_made = New recovery codes were made.
message-recovery_codes_made-sms = { -message-system-short }: new recovery codes were made. If it was not you, recover access
message-recovery_codes_made-subject = Recovery codes were made
message-recovery_codes_made-body = New recovery codes were made for your account. Earlier ones no longer work.
message-recovery_codes_made-action = Open security settings
message-recovery_codes_made-after = If it was not you, recover access on the login page at once.
notice-recovery_code_used = A recovery code was used.
message-recovery_code_used-sms = { -message-system-short }: a recovery code was used. If it was not you, recover access
message-recovery_code_used-subject = A recovery code was used
message-recovery_code_used-body = One of the recovery codes of your account was used. It no longer works.
message-recovery_code_used-action = Open security settings
message-recovery_code_used-after = If it was not you, recover access on the login page at once.
notice-factors_reset = The second factor was taken off at a service centre.
message-factors_reset-sms = { -message-system-short }: the second factor was taken off at a service centre
message-factors_reset-subject = The second factor was taken off
message-factors_reset-body = At a service centre the second factor of your account was taken off. Set it up anew when you log in.
message-factors_reset-action = Open security settings
message-factors_reset-after = If it was not you, recover access on the login page at once.
notice-account_locked = The account was locked.
message-account_locked-sms = { -message-system-short }: your account is locked and all sessions have ended. To open it, recover access on the login page
message-account_locked-subject = Your account is locked
message-account_locked-body = Your account is locked, and all sessions have ended. To open it, recover access on the login page.
message-account_locked-action = Open security settings
message-account_locked-after = If it was not you, recover access on the login page at once.
notice-account_unlocked = The account is open again.
message-account_unlocked-sms = { -message-system-short }: your account is open again
message-account_unlocked-subject = Your account is open again
message-account_unlocked-body = Locks and restrictions of your account have been lifted.
message-account_unlocked-action = Open security settings
message-account_unlocked-after = If it was not you, recover access on the login page at once.
notice-account_restricted = The account is restricted for a time.
message-account_restricted-sms = { -message-system-short }: your account is restricted for a time after a login with a recovery code. If it was not you, recover access
message-account_restricted-subject = Your account is restricted for a time
message-account_restricted-body = Someone logged in to your account with a recovery code. So everything about money, signatures and other sites is closed for a time.
message-account_restricted-action = Open security settings
message-account_restricted-after = If it was not you, recover access on the login page at once.
notice-totp-set = Done: from now on logins are confirmed by the app.
notice-totp-removed = The app has been turned off.
notice-passkey-added = The passkey has been added.
notice-passkey-renamed = The name has been changed.
notice-passkey-removed = The passkey has been removed.
notice-login-step-over = Too much time has passed, or too many attempts. Log in again.
notice-passkey-over = Too much time has passed. Try again.
notice-factor-setup-over = The setup broke off. Begin again.
audit-totp-set = Login confirmation by an app turned on
audit-totp-removed = Login confirmation by an app turned off
audit-passkey-added = Passkey added
audit-passkey-renamed = Passkey renamed
audit-passkey-removed = Passkey removed
audit-passkey-closed = Passkey closed: it seems to have been copied
audit-recovery-codes-made = Recovery codes made
audit-recovery-code-used = Recovery code used
audit-factor-failed = Failed attempt to prove the second factor
audit-factors-reset = Second factor taken off
audit-account-locked = Account locked
audit-account-unlocked = Account unlocked
audit-account-restricted = Account restricted for a time
session-end-second_factor_set = ended when a second factor was set
session-end-second_factor_reset = ended when the second factor was taken off
session-end-disabled = ended by a member of staff
session-end-locked = ended when the account was locked

### Help

help-second-factor-title = How to protect the login by a second factor
help-second-factor-lead = A password can be spied out or coaxed from you. A second factor only you have.
help-second-factor-body =
    ## What to choose
    - A passkey: login by fingerprint, face or PIN. The surest and the quickest way.
    - An app with codes: the phone shows six digits, even without a network.

    You can have both.

    ## How to turn it on
    1. Open [Security](/account/security/second-factor) in your personal account.
    2. Press "Add a passkey" or "Set up an app".
    3. Get recovery codes and print them.

    ## The phone is not at hand
    On the login page choose "Recovery code" and enter one of those you printed. Each works once. After that everything about money and signatures is closed for three days.

    ## The password is forgotten
    As usual, [recover access](/recovery). The second factor is asked for afterwards too: neither an SMS nor a letter does away with it.

    ## Everything is lost
    Come to any [service centre](/service-centers) with your passport and SNILS. They make sure that it is you and take the second factor off. The account stays the same, with the same level.

    ## Somebody else got in
    We write to you of each login from a new place. Press "It was not me" in the letter: all sessions end, and the account is closed until you recover access. You can do the same yourself under [Security](/account/security).
