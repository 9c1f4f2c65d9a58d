### Notifications: the feed in the account and the line above a page

notice-title = Notifications
notice-none = No notifications yet.
notice-new = new
notice-all = All notifications
notice-mark-read = Mark all as read
notice-open = Open

notice-verification_verified = Verification of your personal data is completed: all matches. Your account is Standard.
notice-verification_rejected = Verification of your personal data is completed: some data did not match.
notice-verification_delayed = Verification of your personal data is delayed. Our staff will look into it.
notice-identity_confirmed = Your identity is confirmed. { $method ->
    [registered_letter] All services but the tax services are open to you.
   *[other] All services are open to you.
}
notice-confirmation_locked = A confirmation code was mistyped too often. The box is closed for a time.
notice-account_level_changed = The level of your account has changed.
notice-password_changed = The password was changed.
notice-security_question_changed = The security question was changed.
notice-contact_added = { $contact ->
    [email] An e-mail address was confirmed.
   *[phone] A phone number was confirmed.
}
notice-contact_removed = { $contact ->
    [email] An e-mail address was removed.
   *[phone] A phone number was removed.
}
notice-sessions_ended = Sessions on other devices were ended.
notice-new_login = Login from a new device.
notice-access_restored = A service centre restored your access. Set a new password if you have not yet.
notice-data_corrected = A service centre corrected your data with the document at hand.
notice-other = There is news about your account.

notice-contact-in-force = Done, the contact is confirmed.
notice-contact-removed = The contact has been removed.
notice-password-changed = The password has been changed. On other devices you will have to log in again.
notice-question-set = The security question has been saved.
notice-question-removed = The security question has been removed.
notice-session-ended = The session has been ended.
notice-sessions-ended = You are logged out on other devices.

notice-letter_ordered = A letter with a confirmation code was ordered.
notice-letter_dispatched = The post has accepted your letter with the code.
notice-letter_awaiting_pickup = The letter with your code is waiting at the post office. Take your passport.
notice-letter_handed_over = The letter was handed over. Enter the code from it.
notice-letter_returned = The letter with your code was not handed over and has been sent back.
notice-letter_reminder = The letter with your code is still waiting at the post office.
notice-letter_code_reminder = The code from your letter has not been entered yet.
