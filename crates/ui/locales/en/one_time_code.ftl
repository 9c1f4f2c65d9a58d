### One-time codes and links

code-title-sms = Enter the code from the SMS
code-sent-sms = We have sent an SMS to { $contact }.
code-sent-sms-masked = If there is an account for these data, we have sent an SMS to { $contact }.
code-label-sms = Code from the SMS
code-title-both = Enter the code from the SMS or from the letter
code-both-lead = One code is enough. Instead of typing the code from the letter you can follow its link. The other contact can be confirmed now or later.
code-title-letter = A letter has been sent to { $contact }
code-sent-letter-maybe = If there is an account for these data, the letter will arrive within minutes.
code-letter-link = Open the letter and follow the link. You can do it on another device too.
code-letter-link-hours = { $n ->
    [one] The link is valid for { $n } hour.
   *[other] The link is valid for { $n } hours.
}
code-letter-or = Or type the code from the letter here
code-label-letter = Code from the letter
code-hint = { $n ->
    [one] { $n } digit. Spaces do not matter.
   *[other] { $n } digits. Spaces do not matter.
}
code-hint-sent = Sent to { $contact }. { code-hint }
code-also-letter = A letter has been sent to { $contact }. If the SMS does not arrive, follow the link in the letter: that is enough. The other contact can be confirmed later.
code-missing = No code?
code-missing-letter = No letter?
code-missing-sms-text = Wait a minute: an SMS is sometimes late. Check the number. Then ask for another code.
code-missing-letter-text = Look into the spam folder. Check the address. Then ask for another letter.
code-missing-both-text = Wait a minute: an SMS is sometimes late, and the letter may be in the spam folder. Check the number and the address. Then ask for another code.
code-confirmed = { $contact }: confirmed
code-confirmed-text = The other contact can be confirmed now, or later in the personal account.
code-confirmed-skip = Go on with the registration
code-missing-recovery = Perhaps this contact is not on the account. Try to recover the password by SNILS.
code-missing-recovery-link = Recover by SNILS
code-change = Change phone or e-mail
code-change-recovery = Enter other data
notice-code-sent = We have sent a new code.
notice-letter-sent = We have sent a new letter.

code-link-title = Confirm the e-mail address
code-link-text = You followed the link in the letter. Press the button to go on with the registration.
code-link-title-recovery = Password recovery
code-link-text-recovery = You followed the link in the letter. Press the button to choose a new password.
code-link-over-title = The link is no longer valid
code-link-over-text = It has expired or has been used. Only the link in the latest letter is valid.
code-link-over-again = Get a new letter

field-code-wrong = { $left ->
    [one] The code is not right. { $left } attempt is left
   *[other] The code is not right. { $left } attempts are left
}
field-code-empty = Enter the code
field-code-expired = The code has expired. Request a new one.
field-code-locked = Too many wrong attempts. Request a new code.
field-code-void = This code is no longer valid. Enter the code from the latest message or request a new one.
refusal-code-wrong = { field-code-wrong }
refusal-code-expired = { field-code-expired }
refusal-code-locked = { field-code-locked }
refusal-code-void = { field-code-void }
refusal-code-too-early = { $seconds ->
    [one] A new code can be requested in { $seconds } second.
   *[other] A new code can be requested in { $seconds } seconds.
}
refusal-code-too-many = Too many messages have been sent. Try again tomorrow or give another contact.

code-link-not-yours = If the name is not yours, or one of the contacts is somebody else’s, press nothing: another person began this registration.
code-applicant-name = Name
code-applicant-contacts = Contacts
code-cancel = Stop and forget what was entered
notice-entry-cancelled = What you began has been stopped. Nothing of it is left on this device.
field-code-format = Enter the code of { $digits } digits. This did not count as an attempt.
refusal-code-format = { field-code-format }
refusal-code-too-many-network = { $seconds ->
    [one] Too many codes were requested from your network. Try again in { $seconds } second or from another network.
   *[other] Too many codes were requested from your network. Try again in { $seconds } seconds or from another network.
}
