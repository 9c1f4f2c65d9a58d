### What the system finds when it looks at a site by itself

site-check-title = Automatic checks
site-check-text = The portal opens the addresses that you entered, and tries a sign-in in which the person says no. No account is touched. It usually takes less than a minute.
site-check-text-esia = The portal opens the domains that you entered, and looks at the time of the certificates. It tries no sign-in: your system signs the requests, and the portal does not have its key. It usually takes less than a minute.
site-check-now = Check now
site-check-none = The site has not been checked yet.
site-check-under-way = The check is under way. This page changes by itself; without scripts, load it again in a minute.
site-check-done = Checked on { $at }: { $faults ->
    [0] no faults
    [one] { $faults } fault
   *[other] { $faults } faults
}, { $warnings ->
    [0] no warnings
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}.
site-check-outdated = The site was changed since.
site-check-knows = I know of the faults that the check found, and ask all the same
site-check-known = When the developer asked, they said that they knew of the faults found until then. Below is what is found now.

site-check-verdict-good = in order
site-check-verdict-note = note
site-check-verdict-warning = warning
site-check-verdict-fault = fault

site-check-part-site = The site
site-check-part-return = Addresses to come back to
site-check-part-back-channel = Address for logout messages
site-check-part-front-channel = Address for logouts in the browser
site-check-part-keys = Keys
site-check-part-sector = List of addresses (sector)
site-check-part-certificates = Certificates of the system
site-check-part-page = Page
site-check-part-start = Sign-in

site-check-answers = It answers (status { $n }).
site-check-certificate = The certificate is good for { $n ->
    [one] { $n } more day
   *[other] { $n } more days
}.
site-check-certificate-ends = { $n ->
    [0] The certificate ends today. Renew it now: afterwards nobody can open the site.
    [one] The certificate ends in { $n } day. Renew it in time: afterwards nobody can open the site.
   *[other] The certificate ends in { $n } days. Renew it in time: afterwards nobody can open the site.
}
site-check-certificate-expired = The certificate has expired. Browsers refuse to open the site. Renew it.
site-check-certificate-early = The certificate is not in force yet. Look at the clock of the server that made it.
site-check-certificate-name = The certificate is for another name. Get one for the name in this address.
site-check-certificate-issuer = The certificate is of nobody whom browsers trust, or the server does not send the certificates in between. Have it send the full chain.
site-check-certificate-other = The certificate or the protected connection is not accepted.
site-check-name-nowhere = This name leads nowhere, or into a network that is not public. Look at the entry in the DNS, and at the spelling.
site-check-not-public = This address leads into a network that is not public. The portal does not open such addresses.
site-check-not-protected = The address does not begin with https://.
site-check-malformed = This is no address.
site-check-no-connection = No connection comes about: nothing listens there, or a firewall is in between.
site-check-slow = There was no answer in time.
site-check-not-http = What answers there is no web server.
site-check-broken = The connection broke off.
site-check-server-error = The server says that it is broken (status { $n }). Its log says more.
site-check-page-missing = There is no such page (status { $n }).
site-check-own-machine = This address is on a machine of your own, so it was not checked.
site-check-own-program = This address opens a program on a device, so it was not checked.
site-check-nothing = The program has no address that can be checked.
site-check-more = There are more addresses. Only the first { $n } were checked.

site-check-keys-good = The key set can be read ({ $n ->
    [one] { $n } key
   *[other] { $n } keys
}), and one of them fits.
site-check-keys-missing = The key set cannot be fetched.
site-check-keys-unreadable = What is there is no set of public keys (JWKS), or a private key is in it.
site-check-keys-unfit = There are keys, but none can be used for the way in which the site proves who it is.
site-check-signs-good = The certificate is good for { $n ->
    [one] { $n } more day
   *[other] { $n } more days
}.
site-check-signs-ends = { $n ->
    [0] The certificate ends today. Add a new one beside it: afterwards requests that the old one signed are not taken.
    [one] The certificate ends in { $n } day. Add a new one beside it in time: afterwards requests that the old one signed are not taken.
   *[other] The certificate ends in { $n } days. Add a new one beside it in time: afterwards requests that the old one signed are not taken.
}
site-check-signs-expired = The certificate has expired. Requests that it signed are not taken. Take it out.
site-check-signs-early = The certificate is not in force yet. Requests that it signed are not taken before.
site-check-signs-none = No certificate is good at present: no request of the system is taken.
site-check-sector-good = The list has every address to come back to.
site-check-sector-missing = The list cannot be fetched.
site-check-sector-unreadable = What is there is no list of addresses.
site-check-sector-unlisted = An address to come back to is not in the list.
site-check-hears-logout = It refused an empty message with 400, as it should.
site-check-deaf-to-logout = Nothing takes messages there (status { $n }). The site would not hear that a session is over.
site-check-hears-anything = It answered an empty message with { $n } instead of 400. See that it checks what it is told.

site-check-rule-https = All of them begin with https://, as they must.
site-check-rule-test = Some are on a machine of your own. That is allowed while the site is under test; take them out before it is opened to everybody.
site-check-rule-program = A program on a device may have a scheme of its own or the address of the device itself.
site-check-rule-fragment = None has a part behind a # sign, as is demanded.
site-check-rule-exact = They are compared to the last character: your program must send exactly one of these.
site-check-unsound = What the site registered is not sound by the rules of today. Open “Change the data” and save it again.
site-check-unfinished = The check was not finished: it took too long, or failed. Try again later.

site-check-start-none = No sign-in was tried, because the portal does not know where one begins. Open “Change the data” and enter the address where the site begins a sign-in (initiate_login_uri).
site-check-start-step = The site sends the browser on to this address.
site-check-start-stays = The site shows a page of its own (status { $n }) instead of sending the browser on to the portal.
site-check-start-endless = The site sends the browser on again and again, and the portal does not come up among the first five addresses.
site-check-start-other = The site sends the browser to the portal with another client_id. Look at the settings of your program.
site-check-start-refused = The site sends the browser to the portal with a request that the portal refuses:
site-check-start-good = The request is in order. The answer goes to this address.
site-check-start-no-state = The request has no state. With it your program notices answers that somebody else foists on it.
site-check-start-no-nonce = The request has no nonce. With it your program notices an id_token that was used before.
site-check-start-no-challenge = The request has no code_challenge (PKCE). With it a stolen code is worth nothing.
site-check-answer-taken = The site takes the answer “the person said no” (status { $n }).
site-check-answer-in-page = The answer is read by a program in the browser. Only the page was opened (status { $n }).
site-check-start-signed = No sign-in was tried: the system signs its requests by itself. Try one yourself, and look at the log of requests. This is no fault.
