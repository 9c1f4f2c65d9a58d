### For people who connect their site or program

developer-title = For developers
developer-lead = Connect your site or program, so that people sign in there with their account of this portal.
developer-visitor = Log in to enter your site.
developer-below = Sites can be entered by accounts from this level on:
developer-sites = My sites
developer-no-sites = You have not entered a site yet. It takes two minutes.
developer-new = Enter a site
developer-how-title = How it goes
developer-how-enter = Enter your site: its name, its addresses, and what it needs to know about people.
developer-how-connect = Copy the ready example for your programming language into your program.
developer-how-try = Try it. While the site is under test, only you and the colleagues you invite can sign in at it.
developer-how-open = Ask for the site to be opened to everybody. Our staff look at it and answer you here.

developer-kind-web = A site on a server
developer-kind-web-hint = Programs on your server can keep a secret.
developer-kind-page = A program in a web page
developer-kind-page-hint = Everything runs in the visitor’s browser, and nothing can be kept secret there.
developer-kind-native = A program on a phone or computer
developer-kind-native-hint = People install it, and nothing can be kept secret there.
developer-kind-program = A program without people
developer-kind-program-hint = It acts for itself, and nobody signs in at it.
developer-kind-esia = A system written for ESIA
developer-kind-esia-hint = It signs its requests by its certificate, as is done with ESIA. Its program need not be changed.

developer-authentication-private-key-jwt = By a key: your program signs, and we hold the public half
developer-authentication-client-secret-basic = By a secret in the header of the request
developer-authentication-client-secret-post = By a secret in the form of the request
developer-authentication-none = It does not: what it is cannot keep a secret

developer-scope-profile = General: name, sex, date of birth, level of the account
developer-scope-fullname = Surname, first name, patronymic
developer-scope-birthdate = Date of birth
developer-scope-gender = Sex
developer-scope-email = E-mail address
developer-scope-phone = Mobile phone
developer-scope-snils = SNILS
developer-scope-inn = INN
developer-scope-id-doc = Identity document
developer-scope-birthplace = Place of birth
developer-scope-citizenship = Citizenship
developer-scope-latin-name = Name in Latin letters
developer-scope-level = Level of the account and how it was confirmed
developer-scope-mobile = Mobile phone (scope of ESIA)
developer-scope-contacts = Phone and e-mail address
developer-scope-usr-brf = Name (old scope)
developer-scope-usr-inf = All data about the person (old scope)

developer-state-test = under test
developer-state-production = open to everybody
developer-state-off = switched off
developer-role-owner = Owner
developer-role-colleague = Colleague

developer-new-title = Enter a site
developer-edit-title = Change { $site }
developer-edit-reviewed = The site is open to everybody. If a change lets it reach more, or gives it another name, our staff look at it first. Until then everything stays as it is.
developer-create = Enter the site
developer-part-site = The site
developer-part-addresses = Addresses
developer-part-proof = How the site proves who it is
developer-part-data = What the site asks people for
developer-part-people = Whom the site takes
developer-names = Name
developer-name-ru = Name in Russian
developer-name-hint = This is what people see when they sign in.
developer-name-en = Name in English
developer-name-fr = Name in French
developer-site-kind = What it is
developer-redirect-uris = Addresses to which people come back after signing in
developer-redirect-uris-hint = One in each line, complete and exact. While the site is under test, http://localhost is allowed. A program without people needs none.
developer-redirect-uri = Address to come back to
developer-logout-uris = Addresses to which people come back after logging out
developer-logout-uris-hint = One in each line.
developer-backchannel-uri = Address at which we tell you that a session is over
developer-backchannel-uri-hint = Your server receives a logout_token and ends its own session (Back-Channel Logout). Without it the site does not hear of a logout.
developer-initiate-uri = Address at which the site begins a sign-in
developer-initiate-uri-hint = Whoever follows a link of the portal comes there, and your site sends them back to the portal with a request (initiate_login_uri). With it the portal can try a sign-in by itself.
developer-policy-uri = Page that says how the site handles data
developer-policy-uri-hint = People can open it before they agree.
developer-authentication = How the site proves who it is
developer-authentication-hint = For a site on a server or a program without people. A key is safer: nobody else ever holds it.
developer-keys = Public keys
developer-keys-hint = Paste a key set (JWKS), a certificate or a public key in PEM. Never the private key. Only needed if the site proves who it is by a key.
developer-scopes = What the site asks people for
developer-scopes-text = Ask only for what you need. People read the purpose before they agree. Open a line to tick it.
developer-scope-ask = The site asks for
developer-purpose-ru = What for, in Russian
developer-purpose-hint = One sentence, for example: to remind you when a book is due
developer-purpose-en = What for, in English
developer-purpose-fr = What for, in French
developer-least-level = From which level of the account on
developer-excluded-methods = Ways of confirmation that do not count
developer-excluded-methods-hint = An account that was confirmed in these ways only is not taken.
developer-second-factor = Only logins with a second factor
developer-second-factor-hint = A password alone is not enough then.
developer-yes = yes
developer-no = no
developer-nothing = none
developer-note = What our staff should know
developer-note-hint = For example what the site is for, and whom to ask.

developer-site-title = Site { $site }
developer-client-id = Name in the protocol (client_id)
developer-is-held = Our staff switched this site off. Write to the support.
developer-under-test = The site is under test: only you and your colleagues can sign in at it.
developer-edit = Change the data
developer-since = Entered
developer-promoted = Open to everybody since
developer-to-site = To the page of the site
developer-waiting-title = Our staff are looking at it
developer-waiting-text = You asked on { $at }. You will be told here and by a message.
developer-withdraw = Take the request back
developer-turned-down = Your request was refused
developer-secret-title = Secret (client_secret)
developer-secret-is-there = The site has a secret. We keep no copy and cannot show it.
developer-secret-is-not-there = The site has no secret yet.
developer-secret-previous = The one before holds until { $at }.
developer-secret-lost = The present secret became known to others: it must not hold any longer
developer-secret-new = Make a new secret
developer-secret-new-title = The new secret
developer-secret-once = Copy the secret now. It is shown this once only.
developer-secret-overlap = Unless you said that it became known, the secret before holds for another 24 hours, so that you can change it everywhere.
developer-created-title = { $site } is entered
developer-keys-title = Public keys
developer-keys-change = Change the keys
developer-keys-text = Add the new key first and keep the old one. When your program signs with the new one, come back and replace both by it.
developer-keys-keep = Keep the keys that are there
developer-keys-keep-hint = Without this, only the pasted ones hold from now on.
developer-days-title = Numbers
developer-days-none = The site was not used in the last 30 days.
developer-days-text = Days of the last 30 on which the site was used
developer-days-day = Day
developer-days-sign-ins = Sign-ins
developer-days-refusals = Refusals
developer-days-tokens = Tokens
developer-errors-title = The last errors
developer-errors-none = No errors in the last seven days.
developer-errors-text = What the site was answered with in the last seven days. No data of people are among it.
developer-open-title = Open the site to everybody
developer-open-text = Our staff look at the addresses, at what the site asks for, and why. Addresses of your own machine must be taken out before. The portal checks the site once more by itself.
developer-open-ask = Ask for it
developer-switch-title = Switching off
developer-switch-off-text = Nobody can sign in at a site that is switched off, and what it was given is worth nothing meanwhile. You can switch it on again.
developer-switch-off = Switch the site off
developer-switch-on-text = The site is switched off. Nobody can sign in at it.
developer-switch-on = Switch the site on
developer-delete-title = Deleting
developer-delete-text = A site that was never open to everybody can be deleted. This cannot be undone.
developer-delete = Delete the site
developer-copy = Copy
developer-copy-done = Copied

developer-members-title = Who looks after the site
developer-member-self = (you)
developer-member-leave = Leave
developer-member-remove = Take out
developer-invite-title = Invite a colleague
developer-invite-text = One link is for one person and works for { $days } days. A site has up to { $most } colleagues. They can change everything except who belongs to the site; opening it to everybody and deleting it are yours alone.
developer-invite = Make a link
developer-invite-link = Give this link to your colleague. It is shown this once only.
developer-invitations-open = { $n ->
    [one] { $n } invitation has not been used yet.
   *[other] { $n } invitations have not been used yet.
}
developer-invitations-void = Take them back
developer-join-title = Invitation
developer-join-text = You are invited to look after the site { $site }.
developer-join = Join
developer-member-name = How colleagues see you
developer-member-name-hint = Only those who look after the site see this.

developer-start-title = How to connect the site
developer-start-of = Connect { $site }
developer-start-lead = Your values are in the examples already. Take the one for your programming language.
developer-start-values = Values
developer-issuer = Address of the portal (issuer)
developer-start-secret = Your secret is not in the examples. Give it to your program in the environment variable CLIENT_SECRET.

developer-part-esia = System of ESIA
developer-esia-only = Only for a system that was written for ESIA.
developer-esia-only-short = only for systems of ESIA
developer-esia-not = Not for a system that was written for ESIA.
developer-esia-not-short = not for systems of ESIA
developer-mnemonic = Mnemonic
developer-mnemonic-hint = The name that stands in the system’s program already, such as DEMO01: capital Latin letters, digits, hyphen and underscore. It cannot be changed later.
developer-mnemonic-id = Mnemonic (client_id)
developer-esia-domains = Domains of the system
developer-esia-domains-hint = One in each line, scheme and domain only: https://site.example. Subdomains and all pages are allowed with it. While the system is under test, http://localhost with a port is allowed.
developer-esia-domain = Domain of the system
developer-esia-certificates = Certificates of the system
developer-esia-certificates-hint = Certificates in PEM, one after the other, from BEGIN CERTIFICATE to END CERTIFICATE. Keys of RSA or GOST. Never paste the private key.
developer-esia-key-how = How to make a key and a certificate with OpenSSL
developer-esia-algorithm = Algorithm by which tokens are signed
developer-esia-algorithm-hint = We sign the tokens for your system by it. Every library can verify RS256.
developer-algorithm-RS256 = RSA with SHA-256 (RS256)
developer-algorithm-GOST3410-2012-256 = GOST R 34.10-2012, 256 bits
developer-algorithm-GOST3410-2012-512 = GOST R 34.10-2012, 512 bits
developer-esia-mode = How we read the requests of the system
developer-esia-mode-strict = Strictly
developer-esia-mode-strict-hint = A request must be exactly what is written about its address, with a time at most 10 minutes from ours.
developer-esia-mode-lenient = Leniently
developer-esia-mode-lenient-hint = We take any known order and form of the signature, and do not look at the time. This is for development: the signature is checked here as well, but a signed request never grows old.
developer-esia-subject = Type of sub in tokens
developer-esia-subject-hint = A number at the real ESIA; newer libraries expect a text.
developer-esia-object = Type of the person’s number elsewhere (urn:esia:sbj_id)
developer-esia-object-hint = A number at the real ESIA.
developer-esia-number = A number
developer-esia-text = A text
developer-esia-further = Set by the operator of the portal besides
developer-esia-exact = Addresses to come back to are compared as a whole
developer-esia-own-credentials = The system may ask for tokens in its own name
developer-esia-unsigned = A code is taken even if the signature does not fit
developer-esia-window = A request is good for { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
developer-certificate-until = good until { $at }
developer-certificate-early = not in force yet; good until { $at }
developer-certificate-expired = expired on { $at }
developer-log-title = Log of requests
developer-log-of = Log of requests: { $site }
developer-log-lead = What became of the newest requests of the system within a week: which reading of the signature fitted, and why others did not. No data of people, no signatures and no codes are in it.
developer-log-all = Accepted requests are shown, and refused ones.
developer-log-refused-only = Only refused requests are shown: the system is open to everybody, and its requests are read strictly.
developer-log-none = There have been no requests yet.
developer-log-first = Take one of the examples, sign a request and open it in a browser. It will be here a second later.
developer-log-refused = refused
developer-log-accepted = accepted
developer-errors-esia = The errors of a system that was written for ESIA are in the log.
developer-start-esia-lead = Put the address of the portal in place of that of ESIA. Your values are in the examples already. Begin with the key and the certificate.
developer-esia-address = Address of the portal (in place of https://esia.gosuslugi.ru)
developer-token-key-title = The key by which tokens are signed
developer-token-key-text = The system verifies tokens by it. Some libraries want the certificate, others the public key.
developer-token-certificate = Download the certificate (PEM)
developer-token-key-next = Another key signs tokens from { $at } on. Give it to the system before.
developer-token-certificate-next = Download the next certificate (PEM)
developer-esia-off = The portal does not take requests of systems written for ESIA at present.
developer-review-lenient = The requests of this system are read leniently: any known form of the signature will do, and unless a time for them stands below, a signed request never grows old. Agree only if the system cannot work without it.

developer-reviews-title = Sites of developers
developer-reviews-none = Nothing waits.
developer-change-promotion = to be opened to everybody
developer-change-change = to be changed
developer-review-unfit = By the rules the site cannot be opened
developer-review-was = Before:
developer-review-approve = Agree
developer-review-refuse-title = Refuse
developer-review-refuse = Refuse
developer-review-reason-hint = The developer reads this.

notice-developer-saved = The site has been changed.
notice-developer-check = The check has begun. Load this page again in a minute.
notice-developer-asked = Our staff will look at it. Until then everything stays as it is.
notice-developer-withdrawn = The request has been taken back.
notice-developer-switched = Done.
notice-developer-deleted = The site has been deleted.
notice-developer-joined = You now look after the site.
notice-developer-left = Done.
notice-developer-void = The invitations have been taken back.
notice-developer-reviewed = Done. The developer has been told.

refusal-developer-level = Your account is below the level that developers need.
refusal-developer-too-many-sites = You look after as many sites as one person may. Delete or leave one first.
refusal-developer-too-many-colleagues = The site has as many colleagues and open invitations as it may have.
refusal-developer-owner-only = Only the owner of the site can do this.
refusal-developer-invitation-over = This invitation was used already, or it is too old. Ask for a new link.
refusal-developer-member-already = You look after this site already.
refusal-developer-no-secret = This site has no secret.
refusal-developer-promoted = The site was open to everybody once and cannot be deleted. Switch it off.
refusal-developer-change-waiting = Our staff are looking at another request about this site. Wait, or take it back.
refusal-developer-not-fit = The site cannot be opened to everybody like this. Take addresses of your own machine out, and see that addresses of a site begin with https. A system of ESIA needs a certificate that is good now.
refusal-developer-held = Our staff switched this site off. Write to the support.
refusal-developer-checked-often = The site was checked several times within the hour. Try again later.
refusal-developer-checks-of-day = You asked for too many checks within a day. Try again tomorrow.
refusal-developer-check-faults = The last check found faults. Mend them and check again, or tick that you know of them.

field-site-address-long = { $line ->
    [0] The address is too long
   *[other] Line { $line }: the address is too long
}
field-site-address-malformed = { $line ->
    [0] Write the complete address as the browser shows it, such as https://site.example/done
   *[other] Line { $line }: write the complete address as the browser shows it, such as https://site.example/done
}
field-site-address-fragment = { $line ->
    [0] An address has no part behind a # sign
   *[other] Line { $line }: an address has no part behind a # sign
}
field-site-address-user = { $line ->
    [0] An address has no user name in it
   *[other] Line { $line }: an address has no user name in it
}
field-site-address-scheme = { $line ->
    [0] The address must begin with https://
   *[other] Line { $line }: the address must begin with https://
}
field-site-address-wildcard = { $line ->
    [0] An address has no asterisk; write each one by itself
   *[other] Line { $line }: an address has no asterisk; write each one by itself
}
field-site-address-no-dot = { $line ->
    [0] The part before the colon must be a reversed domain name, such as com.site.app
   *[other] Line { $line }: the part before the colon must be a reversed domain name, such as com.site.app
}
field-site-long = This is too long
field-site-repeated = Something stands here twice
field-site-not-allowed = This does not go together with the rest of the form
field-site-many = At most { $most } addresses
field-site-purpose = Say what the site needs { $scope } for
field-site-all-excluded = At least one way must count
field-site-kind-fixed = This does not change any more once the site is open to everybody
field-site-keys-long = This is too long for public keys
field-site-keys-private = This is a private key. Consider it as known to others, make a new pair, and paste the public half only
field-site-keys-unusable = No key in it can be used: RSA with 2048 to 4096 bits, EC P-256 or Ed25519
field-site-keys-unusable-at = Key { $n } cannot be used: RSA with 2048 to 4096 bits, EC P-256 or Ed25519
field-site-keys-many = At most 8 keys
field-site-keys-unreadable = This is neither a key set nor a certificate nor a public key
field-site-keys-same-name = Two keys have the same name (kid)
field-site-kind-esia = A system that was written for ESIA stays one, and no other site becomes one. Enter a new site
field-site-mnemonic-length = At most { $most } characters
field-site-mnemonic-characters = Capital Latin letters, digits, hyphen and underscore only
field-site-mnemonic-reserved = A mnemonic must not contain ESIA, EPGU, GOSUSLUGI or SMEV
field-site-mnemonic-portal = Only mnemonics of portals begin with PGU
field-site-mnemonic-taken = This mnemonic is taken
field-site-domain-malformed = Line { $line }: write scheme and domain, such as https://site.example
field-site-domain-scheme = Line { $line }: the address must begin with https://; http:// is for your own machine (localhost) only, and only while the system is under test
field-site-domain-top = Line { $line }: this is a top-level domain. Write your own domain completely
field-site-domain-path = Line { $line }: the domain only, without a page. All pages there are allowed anyway
field-site-certificates-long = This is too long for certificates
field-site-certificates-pem = This is no PEM. Paste the text from BEGIN CERTIFICATE to END CERTIFICATE
field-site-certificates-many = At most { $most } certificates
field-site-certificates-none = No certificate is good at present
field-site-certificate-pem = Section { $n }: this is no certificate
field-site-certificate-request = Section { $n }: this is a request for a certificate. Paste the certificate itself
field-site-certificate-unreadable = Certificate { $n } cannot be read
field-site-certificate-key = Certificate { $n }: such a key cannot be used. RSA from 2048 bits on, or GOST R 34.10-2012
field-site-certificate-expired = Certificate { $n }: it expired on { $on }
field-site-certificate-early = Certificate { $n }: it is good from { $on } on only
field-site-certificate-usage = Certificate { $n }: its key must not sign (keyUsage)
field-site-esia-unsigned = The operator of the portal allowed this system to get tokens without a signature. That goes with lenient reading and while it is under test only. Write to the support
field-site-esia-window = The system asks for tokens in its own name, so its requests must grow old. Stay with strict reading, or write to the support

label-site_kind = What it is
label-redirect_uris = Addresses after signing in
label-logout_uris = Addresses after logging out
label-backchannel_uri = Address for logout messages
label-initiate_uri = Address where a sign-in begins
label-policy_uri = Page about data
label-authentication = Proof
label-keys = Keys
label-mnemonic = Mnemonic
label-esia_domains = Domains
label-esia_certificates = Certificates
label-esia_algorithm = Algorithm of tokens
label-esia_mode = Reading of requests
label-esia_subject = Type of sub
label-esia_object = Type of the number
label-least_level = Level
label-excluded_methods = Ways that do not count
label-member_name = How colleagues see you

audit-site-entered = You entered a site for developers
audit-site-edited = You changed the data of your site
audit-site-change-asked = You asked for a change of your site
audit-site-change-withdrawn = You took a request about your site back
audit-site-switched-off = You switched your site off
audit-site-switched-on = You switched your site on
audit-site-deleted = You deleted your site
audit-site-secret-rotated = You made a new secret for your site
audit-site-keys-changed = You changed the keys of your site
audit-site-checked = You had your site checked
audit-site-colleague-invited = You made an invitation to look after your site
audit-site-invitations-withdrawn = You took invitations back
audit-site-joined = You began to look after a site
audit-site-left = You left a site
audit-site-colleague-removed = You took a colleague out of your site
audit-site-promotion-asked = You asked for your site to be opened to everybody
audit-site-promoted = Your site was opened to everybody
audit-site-changed = The change of your site was agreed to
audit-site-change-refused = Your request about your site was refused

message-site_agreed-sms = { -message-system-short }: your request about your site was agreed to
message-site_agreed-subject = Your site
message-site_agreed-body = Our staff agreed to your request about your site in { -message-system }. It is in force.
message-site_agreed-action = Open the site’s page
message-site_refused-sms = { -message-system-short }: your request about your site was refused. The reason is on its page
message-site_refused-subject = Your site: the request was refused
message-site_refused-body = Our staff refused your request about your site in { -message-system }. The site’s page says why, and you can ask again.
message-site_refused-action = Read why
notice-site_agreed = Our staff agreed to your request about your site.
notice-site_refused = Our staff refused your request about your site.

operator-task-sites = Sites of developers
operator-task-sites-text = Open sites to everybody, and changes of those that are
