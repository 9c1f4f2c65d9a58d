### Signing in to other sites with this account

site-who = { $site } ({ $host }) asks you to sign in with your account here.
site-under-test = This site is under test. Do not go on unless you know who makes it.
site-policy = How the site handles your data
site-terms = Terms of the site
site-go-home = To the start page

site-consent-title = May { $site } have your data?
site-consent-only-who = The site learns that it is you, and nothing else about you.
site-consent-needed = What the site cannot do without
site-consent-none = not in your profile
site-consent-optional = What you may keep back
site-consent-why = What for
site-consent-how-long = For how long
site-consent-days = Your answer is remembered for { $days ->
    [one] { $days } day
   *[other] { $days } days
}. You can take it back at any time.
site-consent-each-time = You are asked each time.
site-consent-offline = Until then the site may also ask for these data while you are away.
site-consent-offline-always = The site may also ask for these data while you are away, until you take this back.
site-consent-agree = Allow
site-consent-deny = Do not allow

site-choose-title = Go on to { $site }
site-choose-text = You are logged in as { $name }.
site-choose-go-on = Go on as { $name }
site-choose-other = Use another account
site-choose-cancel = Cancel

site-refused-title = { $site } does not accept your account yet
site-refused-level = The site accepts accounts from this level on:
site-refused-method-in_person = The site does not accept accounts that were confirmed at a service centre only.
site-refused-method-registered_letter = The site does not accept accounts that were confirmed by registered letter only.
site-refused-method-qualified_signature = The site does not accept accounts that were confirmed by electronic signature only.
site-refused-method-electronic_card = The site does not accept accounts that were confirmed by electronic card only.
site-refused-method-online_bank = The site does not accept accounts that were confirmed through an online bank only.
site-refused-under-test = The site is still under test. Only the people who make it can sign in there.
site-refused-ask-owner = If you make the site, ask its owner to invite you. Otherwise come back once it has opened.
site-refused-factor = The site accepts a login with a second factor only, and you have not set one.
site-refused-other = The site asks for a proof of identity that this account cannot give.
site-refused-what-to-do = What you can do
site-refused-verify = First fill in your personal data: the state registries verify them. Then confirm your identity.
site-refused-confirm = Confirm your identity in one of these ways. It costs nothing.
site-refused-set-factor = Set up a passkey or an authenticator application, then come back to the site.
site-refused-nothing = Ask the site itself how else you can use it.
site-refused-later = Afterwards sign in at the site again.
site-refused-go-profile = Fill in my data
site-refused-go-confirm = Confirm my identity
site-refused-go-factor = Set up a second factor
site-refused-back = Back to { $site }

site-fault-title = The site's request cannot be answered
site-fault-text = The site that sent you here asks in a way that we do not understand or do not trust. Nothing was passed on to it.
site-fault-what-to-do = Go back to the site and try again. If that does not help, tell the site.
site-fault-details = For the site's developers

site-over-title = This request is over
site-over-text = It was answered before, it took too long, or it began in another browser. Go to the site and begin anew.

site-back-title = Back to the site
site-back-text = You are being taken back. If nothing happens, press the button.
site-back-go = Continue

site-out-title = You are logged out
site-out-text = You are no longer logged in here. Sites that asked for it are being told right now.
site-out-close = If other people use this computer, close the browser as well.
site-out-frame = A site is being told

site-leave-title = Log out?
site-leave-asked = { $site } asks that you be logged out here.
site-leave-asked-unknown = A site asks that you be logged out here.
site-leave-text = You will be logged out of this portal, and other sites will no longer log you in without your password.
site-leave-do = Log out
site-leave-stay = Stay logged in

sites-title = Sites with access
sites-lead = Sites at which you have signed in with this account, and what was passed on to them.
sites-none = You have not signed in at any site with this account.
sites-open = Open the site
sites-has-access = has access
sites-told-nothing = Nothing about you was passed on but that it is you.
sites-told = Passed on:
sites-offline = The site may ask for your data while you are away.
sites-device = A device is connected. It stays so when you log out.
sites-agreed-until = Your answer is remembered until { $at }.
sites-sign-ins = Sign-ins: { $count }
sites-withdraw = Take access back
notice-site-withdrawn = The site has no access any more.

claim-name = Full name
claim-family-name = Surname
claim-given-name = First name
claim-middle-name = Patronymic
claim-gender = Sex
claim-birthdate = Date of birth
claim-zoneinfo = Time zone
claim-locale = Language
claim-updated-at = When your data were last verified
claim-email = E-mail address
claim-email-verified = That the e-mail address is yours
claim-phone-number = Mobile phone
claim-phone-number-verified = That the phone is yours
claim-place-of-birth = Place of birth
claim-snils = SNILS
claim-inn = INN
claim-identity-document = Identity document
claim-nationalities = Citizenship
claim-latin-family-name = Surname in Latin letters
claim-latin-given-name = First name in Latin letters
claim-account-level = Level of your account
claim-confirmed-by = How your identity was confirmed
claim-verified-claims-evidence = Who verified your data, and when
