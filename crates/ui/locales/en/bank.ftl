### Identity confirmation through an online bank

bank-list-lead = You log in to your bank on its own page, and the bank tells us that you are you. It takes a few minutes.
bank-choose = Choose your bank
bank-client-only = This way is for those who are clients of the bank already. Login and password are typed on the bank's page only; we do not see them.
bank-none = No bank is connected at present. Choose another way.

bank-consent-title = Consent to an exchange of data
bank-consent-lead = For { $bank } to confirm your identity we need your consent. These are the data in question.
bank-consent-whom = With whom
bank-consent-whom-text = { $bank }, at { $host }
bank-consent-to-bank = What the bank learns
bank-consent-to-bank-text = That you are confirming your identity on the portal. We pass none of your data to the bank.
bank-consent-from-bank = What the bank tells us
bank-consent-from-bank-text = Your surname, first name, patronymic, date of birth, SNILS and document number
bank-consent-profile = What you indicate
bank-consent-profile-text = On the bank's page you indicate which profile of the portal is to be confirmed: its SNILS. The bank passes it on to us.
bank-consent-why = Why
bank-consent-why-text = To compare these data with your profile. They must match completely.
bank-consent-kept = What we keep
bank-consent-kept-text = That the bank confirmed your identity, and when. The bank's data themselves are not kept.
bank-consent-agree = I agree, continue
bank-consent-refuse = I do not agree
bank-steps-title = How it works
bank-step-agree = You agree on this page. Your consent is good for one time.
bank-step-bank_page = On the bank's page you log in as usual and follow its prompts.
bank-step-portal_profile = On the bank's page you enter login and password, indicate the portal profile and grant access.
bank-step-back = The bank brings you back here, and your identity is confirmed. You have { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} for all of it.

bank-leave-title = On to { $bank }
bank-leave-lead = The page of the bank comes next. When you are done, the bank brings you back to the portal.
bank-leave-host = Check the address in your browser:
bank-leave-secret = Enter the bank's login and password on that page only. The portal never asks for them and does not see them.
bank-leave-profile = The bank will ask which profile of the portal is to be confirmed. Give your SNILS.
bank-leave-action = Go to the bank
bank-leave-cancel = Cancel

bank-end-different-title = The data do not match
bank-end-different-text = What { $bank } told us differs from the data in your profile. Your identity is not confirmed, and we have kept nothing of what the bank said.
bank-different-title = What you can do
bank-different-check = Compare surname, first name, patronymic, date of birth, SNILS and passport number in your profile and at the bank.
bank-different-bank = If the bank has old data, have them updated there and try again.
bank-different-profile = If the mistake is in your profile, correct it. You can also choose another way.
bank-end-incomplete-title = The bank told us too little
bank-end-incomplete-text = { $bank } passed on no data by which you can be recognised. Your identity is not confirmed. Choose another way.
bank-end-declined-title = You refused at the bank
bank-end-declined-text = Access was not granted, and { $bank } told us nothing. If this was by accident, begin again.
bank-end-failed-title = The bank's answer was not accepted
bank-end-failed-text = { $bank } answered with an error, or its answer could not be verified. Your identity is not confirmed. Begin again or choose another way.
bank-end-unreachable-title = The bank does not answer
bank-end-unreachable-text = { $bank } cannot be reached at present. Try again later or choose another way.
bank-end-in-progress-title = The bank's answer is being checked
bank-end-in-progress-text = { $bank } has answered, and we are comparing the data. A few seconds are usually enough. If nothing has changed after a minute, begin again.
bank-end-expired-title = Too much time has passed
bank-end-expired-text = { $bank } answered too late. Begin again, it is quick.
bank-end-replaced-title = This attempt is closed
bank-end-replaced-text = You have begun once more, and only the latest attempt counts. Finish that one or begin again.
bank-end-other-session-title = You began in another window
bank-end-other-session-text = This confirmation was begun in another browser or before you logged in anew. For your protection it cannot be finished here. Begin again.
bank-end-unknown-title = We do not know this answer
bank-end-unknown-text = We did not ask what { $bank } answers. Nothing has changed. Begin again from our page.
bank-end-signed-out-title = You are logged out
bank-end-signed-out-text = Your session on the portal ended while you were at the bank. Log in and begin again.
bank-begin-again = Begin again
bank-other-ways = Other ways
bank-other-bank = Another bank
bank-look-again = Check again
bank-to-account = To my account
bank-check-data = Look at the data in my profile
bank-log-in = Log in
