### Registration

registration-title = Registration
registration-lead = It takes about five minutes and costs nothing.
registration-needs-title = What you will need
registration-needs-now = Now
registration-needs-now-text = A mobile phone or an e-mail address, better both. Keep the phone at hand.
registration-needs-later = Later, in the personal account
registration-needs-later-text = Your passport and your SNILS number. There is no need to look for them now.
registration-names-title = Your name
registration-names-advice = Write your real surname and first name, as in the passport. With others, your data will not pass the check.
registration-family-name = Surname
registration-given-name = First name
registration-contacts-title = How to reach you
registration-contacts-any = One is enough, but it is better to give both phone and e-mail. A phone is the easiest way back in if you forget the password.
registration-contacts-phone = A phone is the easiest way back in if you forget the password.
registration-contacts-email = A phone is useful too: it is the easiest way back in if you forget the password.
registration-contacts-both = Both phone and e-mail are needed. A phone is the easiest way back in if you forget the password.
registration-mobile-phone = Mobile phone
registration-mobile-phone-hint = We will send an SMS with a code. For example: 8{ "\u00A0" }912{ "\u00A0" }345-67-89
registration-email = E-mail address
registration-email-hint = We will send a letter with a link. Any provider will do. Read the address again: one wrong letter and it will not arrive.
registration-organizations = This is where people register. An organisation is registered by its head, once their identity is confirmed.
registration-have-account = Do you have an account already?

registration-done-title = Registration was successful
registration-done-text = { $n ->
    [one] In { $n } second you will be taken back to the portal.
   *[other] In { $n } seconds you will be taken back to the portal.
}
registration-done-next = Next we will ask you to fill in your personal data. You can also do it later.
registration-done-offers = What else you can do
registration-done-add-mobile-phone = Add a mobile phone
registration-done-add-mobile-phone-text = It is the easiest way back in if you forget the password.
registration-done-add-email = Add an e-mail address
registration-done-add-email-text = A spare way back in, and a place for notifications.
registration-done-confirm-mobile-phone = Confirm the mobile phone
registration-done-confirm-email = Confirm the e-mail address
registration-done-confirm-text = You gave it at registration; it only has to be confirmed.
registration-done-question = Set a security question
registration-done-question-text = Without the answer nobody can begin to recover your password.

registration-signed-in-title = You are logged in already
registration-signed-in-text = You have an account; there is no need to register again. To register another person, exit first.
registration-over-title = The registration broke off
registration-over-text = Too much time has passed, or you went on with it on another device. No account has been created yet.
registration-over-elsewhere = If you opened the link from the letter in another window or on a phone, finish there. If not, begin again: it is quick.
registration-over-again = Begin again
registration-taken-title = You have an account already
registration-taken-text = This contact is already confirmed on an account. Log in or recover the password.
registration-late-title = The registration is already finished
registration-late-text = To confirm this address, log in and open the page “Contacts”. We will send a new code.
registration-late-next = Confirm the address

field-contact-required = Give a mobile phone or an e-mail address
refusal-registration-expired = Too much time has passed. Begin the registration again.
refusal-registration-completed = The registration is already finished. Log in with your password.
refusal-registration-no-contact = First confirm the phone or the e-mail address.
refusal-registration-unknown-contact = This contact need not be confirmed. Open the page again.
refusal-registration-contact-taken = There is already an account with this contact. Log in or recover the password.

registration-done-came-for = Back to the service you came for
registration-done-log-in = Your account has been created. Log in with the password you have just chosen.
