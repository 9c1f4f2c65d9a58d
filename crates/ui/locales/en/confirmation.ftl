### Identity confirmation

confirmation-title = Identity confirmation
confirmation-lead = Your data have been verified. Prove once that you are you, and all services will open.
confirmation-too-early = Identity is confirmed after your personal data have been verified.
confirmation-done = Your identity is already confirmed. There is nothing left to do.
confirmation-choose = Choose a way
confirmation-more = Other ways
confirmation-code-have = Do you have a confirmation code?
confirmation-code-awaited = Enter the confirmation code
confirmation-code-hint = Ten characters from the letter or from the service centre, for example ACD23-EFG45. Capital or small letters, either will do.
confirmation-code-action = Confirm
confirmation-code-locked-text = The code was mistyped too often. The box opens again in { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}.

method-place = Where
method-time = How long
method-bring = What you need
method-limit = Please note
method-recommended = We recommend this way
method-used = You are confirmed by this way
method-read-more = Read more about this way

method-in_person-title = At a service centre
method-in_person-lead = Come with your passport: a member of staff compares it with your data, and that is all.
method-in_person-place = At any accredited centre, without appointment
method-in_person-time = At once, a few minutes
method-in_person-bring = The passport that stands in your profile
method-in_person-limit = Opens everything, without restriction
method-registered_letter-title = By registered letter
method-registered_letter-lead = We send you a letter with a code. You fetch it at the post office and enter the code here.
method-registered_letter-place = At your post office
method-registered_letter-time = About two weeks
method-registered_letter-bring = Your postal address; at the post office, your passport
method-registered_letter-limit = The tax services stay closed to those confirmed by letter only
method-qualified_signature-title = By electronic signature
method-qualified_signature-lead = You sign an application with your qualified signature on this computer.
method-qualified_signature-place = At your computer
method-qualified_signature-time = At once
method-qualified_signature-bring = A qualified signature in your name, on a token or a card
method-qualified_signature-limit = Name and SNILS in the certificate must be those of your profile
method-electronic_card-title = By universal electronic card
method-electronic_card-lead = A card that is still valid works like a signature.
method-electronic_card-place = At your computer, with a card reader
method-electronic_card-time = At once
method-electronic_card-bring = The card, its PIN and a reader
method-electronic_card-limit = The card is no longer issued and serves until it expires
method-online_bank-title = Through an online bank
method-online_bank-lead = You log in at your bank, and the bank tells us that you are you.
method-online_bank-place = From home
method-online_bank-time = At once
method-online_bank-bring = The online bank of a bank that has seen your passport
method-online_bank-limit = Your data at the bank must be the same as in your profile

in-person-step-center = Choose a service centre near you. It must offer account confirmation.
in-person-step-passport = Take the passport whose data are in your profile. Nothing else is needed.
in-person-step-compare = A member of staff compares the passport with your data. You sign a paper form; one copy stays with you.
in-person-step-done = Your identity is confirmed at once. We tell you by SMS and e-mail before you leave.
in-person-find = Find a service centre
in-person-hours = Come at any time within the opening hours of the centre. No appointment is needed.
in-person-code-trouble = If a code from the centre cannot be entered, try another way or write to support.
in-person-code-ways = Other ways, by electronic signature for one
in-person-code-support = Write to support

confirmed-title = Your identity is confirmed
confirmed-text = All services of the portal are open to you. You never have to confirm your identity again.
confirmed-action = To my account
confirmed-opened = Now open to you

field-confirmation-code-wrong = This is not the code. Compare each character. { $left ->
    [one] One try is left
   *[other] { $left } tries are left
}
field-confirmation-expired = This code is too old. Order a new letter or choose another way
refusal-confirmation-code-locked = The code was mistyped too often. Try again in { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
refusal-confirmation-not-standard = First your personal data have to be verified
refusal-confirmation-not-active = This account is not in use
refusal-confirmation-method-off = This way is not open at present. Choose another one
refusal-confirmation-not-accredited = This centre may not confirm identities at present
refusal-confirmation-out-of-step = This confirmation is at another step. Begin again
refusal-confirmation-over = This confirmation is already over
refusal-confirmation-expired = Too much time has passed. Begin again
refusal-confirmation-not-overdue = It is too early for that

confirmed-text-letter = You confirmed your identity by letter. All services are open except the tax services.
confirmed-closed = Still closed
confirmed-closed-text = A letter alone is not enough for these services. Any other way of confirmation opens them.
confirmed-closed-action = Choose another way
