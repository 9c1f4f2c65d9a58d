### Contacts

contact-title = Contacts
contact-lead = You use these contacts to log in and to regain access. Codes and messages are sent to them.
contact-change = Change contacts
contact-confirmed = confirmed
contact-unconfirmed = waiting for the code
contact-only-one = This is your only confirmed contact, so it cannot be removed. First add a second one.
contact-enter-code = Enter the code
contact-drop = Do not add
contact-send-code = Get a code

contact-add-mobile_phone = Add a phone
contact-add-email = Add an e-mail address
contact-replace-mobile_phone = Replace the number
contact-replace-email = Replace the address
contact-remove-mobile_phone = Remove the number
contact-remove-email = Remove the address
contact-why-mobile_phone = A phone is the easiest way back in if you forget the password.
contact-why-email = Messages reach you by e-mail when the phone is not at hand.
contact-how-mobile_phone = We will send an SMS with a code to the new number. The present number stays in force until you enter the code.
contact-how-email = We will send a letter with a code to the new address. The present address stays in force until you enter the code.
contact-hint-mobile_phone = For example, +7 912 345-67-89
contact-hint-email = For example, maria@example.org

contact-code-title = Enter the code
contact-code-label = Code from the message
contact-code-hint = Six digits
contact-code-other = Give another contact
contact-code-sent-mobile_phone = We have sent an SMS with a code to { $to }.
contact-code-sent-email = We have sent a letter with a code to { $to }.

contact-remove-title = Remove this contact?
contact-remove-text = { $contact } will get no more codes and messages, and you will not be able to log in with it.
contact-remove-do = Remove

field-contact-yours = This contact is already in your account
refusal-contact-last = This is your only confirmed contact. First add another one.

contact-link-text = You followed the link in the letter. Press the button to confirm the address { $contact }.
contact-link-over-text = It has been used, it is too old, or it belongs to another account. Ask for a new letter on the page “Contacts”.
contact-link-over-next = To the contacts
