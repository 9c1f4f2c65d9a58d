### Security

security-lead = Your account holds your passport and SNILS. This is what protects them.
security-password = Password
security-password-text = One password for the portal and for all sites connected to it. Tell it to no one, not even to our staff: they never ask for it.
security-question = Security question
security-question-text = If you forget the password, we will ask you this question before giving access back. You do not have to set one.
security-question-set = You have chosen:
security-question-change = Change the question
security-question-choose = Choose a question
security-question-replace = The new question and answer will take the place of the old ones.
security-question-label = Choose a question
security-answer-label = Your answer
security-answer-hint = One that you will surely remember and others will not guess. Capital and small letters count the same.
security-question-remove = Remove the question
security-question-remove-text = We will no longer ask the security question when access is recovered.
security-question-remove-do = Remove
security-sessions = { $n ->
    [0] You are logged in on this device only.
    [one] Besides this one, you are logged in on { $n } more device.
   *[other] Besides this one, you are logged in on { $n } more devices.
}
security-sessions-all = See all devices
security-contacts = Contacts for regaining access
security-contacts-both = Phone and e-mail are confirmed. If one gets lost, the other will help.
security-contacts-one = Only one contact is confirmed. Add a second one so as not to lose access.
security-history = Open the log

password-change-title = Change the password
password-change-lead = Afterwards you will have to log in again on all other devices.
password-change-never = Never tell anyone your password. Our staff never ask for it.
password-change-do = Change the password
password-present = Present password
password-new = New password
password-new-repeat = The new password again

field-answer-short = The answer is too short. Write at least three letters
field-too-long = Too long. Please shorten it
