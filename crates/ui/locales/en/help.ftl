### Help, step by step. How the text is marked up is said in src/prose.rs.

help-title = Help
help-lead = Each step is described in plain words. You can read it without logging in; take your time.
help-next = Next:
help-support = If it does not work, call or write to us. We will help, and tell you where to confirm your identity.
help-part-start = Where to begin
help-part-data = Personal data
help-part-confirm = Identity confirmation
help-part-trouble = If something has happened

help-registration-title = How to register
help-registration-lead = It is free, takes about five minutes, and you need not leave home.
help-registration-body =
    ## What you will need
    For now only your surname, first name, and a phone or an e-mail address. Passport and SNILS are not needed at registration: they come in the next step.

    - At once: a mobile phone or an e-mail address. Better both.
    - Later, for a Standard account: passport and SNILS number.

    ## What to do
    1. Open the [registration](/registration) page.
    2. Enter your real surname and first name, as in the passport.
    3. Enter your phone number or e-mail address and read it over carefully.
    4. Press "Register". An SMS with a code comes to the phone, a letter with a link to the mailbox.
    5. Enter the code. It is valid for five minutes. If it does not come, press "Send again".
    6. Think of a password and enter it twice. [What a good password is](/help/password).

    ## What you will have
    A Simplified account. With it you can already use [some services](/category/). To open more, [fill in your personal data](/help/personal-data).

help-password-title = What a good password is
help-password-lead = The password protects your passport and SNILS, so there are rules for it.
help-password-body =
    ## The rules
    The page where you choose the password shows all rules and marks those that are met. Usually it needs at least eight characters, a Latin capital letter, a digit and a punctuation mark. No two identical characters may stand side by side.

    ## If it is hard to think of one
    On the same page there is a button "Create password". It offers several passwords to choose from.

    ## How to keep it
    - Never tell anyone your password: not relatives, not bank staff, not us. We never ask for it.
    - You can save it in the browser of your own device.
    - You can write it down on paper and keep it at home with your passport.
    - Do not use this password on other sites.

    The same password works for the portal and for all sites connected to it. You can change it under [Security](/account/security).

help-levels-title = Three kinds of account
help-levels-lead = The better your data are confirmed, the more services are open. All is free.
help-levels-body =
    ## Simplified
    You have it right after registration. It needs only a phone or an e-mail address. You can look for fines by vehicle plate, ask about court debts, write to support.

    ## Standard
    It needs your passport and SNILS. They are verified in the state registries, usually within 15 to 20 minutes. You can make appointments with doctors and authorities and order extracts.

    ## Confirmed
    It needs proof, once, that you are you. There are [several ways](/help/confirmation). Then all services open: passports, registration of residence, taxes, the kindergarten queue.

    ## How it goes
    The levels come one after the other. Everything up to the confirmation can be done from home at any time, day or night. Your level is always shown in your [personal account](/account).

help-personal-data-title = How to fill in personal data
help-personal-data-lead = Have your passport and SNILS card at hand. Ten minutes are usually enough.
help-personal-data-body =
    ## What to do
    1. Log in to your [personal account](/account) and press "Show all personal data".
    2. Press "Edit".
    3. Copy the data from the passport letter by letter, the place of birth and the issuing body too.
    4. Pick the date of birth and the date of issue in the calendar.
    5. Enter series and number of the passport in a row, without spaces, for example 4008123456.
    6. Enter the 11 digits of the SNILS. They are printed on the green card or on the notice of registration.
    7. Check everything once more and press "Continue".

    ## If you have to stop
    Press "Save": what you entered stays, and you go on from the same place.

    ## No patronymic or no INN
    These fields may stay empty. An INN can be added later too: it needs no new verification.

    ## If you are not a citizen of Russia
    1. You need a SNILS: it is issued at your place of registration in Russia.
    2. Choose your citizenship from the list. If you have none, choose "Stateless person".
    3. Choose your document: the passport of your country, a residence permit or a refugee certificate.
    4. Write surname and first name in Russian letters, as in the translation. You can add them in Latin letters.
    5. The pension fund verifies the SNILS, a member of our staff looks at the document. This takes up to 5 days.

    If your document shows only one name, the staff of a [service centre](/service-centers) will enter it.

help-verification-title = How data are verified
help-verification-lead = The state registries do it. There is nothing for you to do.
help-verification-body =
    ## What happens
    The pension fund verifies the SNILS, the interior ministry verifies the passport. We send them only what has to be compared.

    ## How long it takes
    Usually 15 to 20 minutes, sometimes up to 5 days. You can close the page: the result comes by SMS or e-mail and is shown in your account.

    ## If all matches
    The account becomes Standard by itself. Log in once more, and you will see which services have opened.

    ## If something does not match
    1. See in your account what did not match: the passport or the SNILS.
    2. Compare each letter and digit with the document. Mostly it is a slip of the pen.
    3. Correct it and send it again. You can do this up to 20 times a day; your level does not fall.

    If you have checked everything and the data still do not match, the mistake may be in the registry itself. Contact [support](/support).

    ## If this SNILS is already registered
    Most likely you already have an account. Try to [log in](/login) with the SNILS number or to [recover access](/recovery).

help-confirmation-title = How to confirm your identity
help-confirmation-lead = It is done once, when your data have been verified. Then all services are open.
help-confirmation-body =
    ## The ways
    - [In person](/help/in-person): at a service centre, within minutes. The simplest and surest way.
    - [By registered letter](/help/registered-letter): a code comes by post, in about two weeks.
    - [By electronic signature](/help/electronic-signature): at once, if you have one.
    - [Through an online bank](/help/online-bank): if you are a client of a bank that offers it.

    ## How to begin
    1. Wait until your account is Standard.
    2. Open your [personal account](/account) and press "Confirm".
    3. Choose a way. The page says which of them are open now.

    ## What it costs
    Nothing. If someone asks for money, it is fraud: tell [support](/support).

help-in-person-title = In person
help-in-person-lead = Come to a service centre with your passport. Your identity is confirmed at once.
help-in-person-body =
    ## What to bring
    - the passport whose data you gave in your account;
    - your SNILS number.

    ## How it goes
    1. Find a [service centre](/service-centers) near you.
    2. Say that you want to confirm your account.
    3. Show the passport and give the SNILS number. They are compared with your account.
    4. The level changes at once, and a message comes to you.

    The staff do not need your password. Do not tell it to anyone.

help-registered-letter-title = By registered letter
help-registered-letter-lead = The code comes in a registered letter. You fetch it at the post office and enter it in your account.
help-registered-letter-body =
    ## How it goes
    1. Order the letter in your account and check the address.
    2. Wait for the notice. A letter takes two weeks on average.
    3. Fetch the letter at the post office with your passport.
    4. Log in and enter the code from the letter.

    ## Good to know
    The code fits only your account and works once. If your identity is confirmed only by letter, the taxpayer's account stays closed.

help-electronic-signature-title = By electronic signature
help-electronic-signature-lead = For those who already have a qualified electronic signature.
help-electronic-signature-body =
    ## What you will need
    - a key carrier with your signature, issued by a certification centre;
    - its PIN;
    - a computer with the signing program installed.

    ## How it goes
    1. Put the key carrier into the computer.
    2. In your account choose confirmation by electronic signature.
    3. Choose the certificate and enter the PIN.
    4. If the data in the signature and in the account are the same, the level changes at once.

help-online-bank-title = Through an online bank
help-online-bank-lead = For clients of banks that are connected to the portal and have seen your passport.
help-online-bank-body =
    ## How it goes
    1. Choose your bank on the page of identity confirmation.
    2. Read which data the portal and the bank exchange, and agree.
    3. On the bank's page log in as usual and grant access. Check the address of the page.
    4. If the bank has the same data as your account, the level changes at once, and a message comes to you.

    If the data differ, nothing changes. Have them updated at the bank, or choose another way.

    The bank's login and password are entered on the bank's page only. We never send links to an online bank and never call from a bank.

help-lost-access-title = If you cannot log in
help-lost-access-lead = You can get back in. You need the phone or e-mail address that you gave.
help-lost-access-body =
    ## You forgot the password
    1. Open the page for [recovering access](/recovery).
    2. Enter your phone, e-mail address or SNILS number and press "Find".
    3. If you set a security question, answer it.
    4. Enter the code from the SMS, or follow the link in the letter.
    5. Set a new password. On all other devices you will have to log in again.

    ## The code does not come
    - Check the number or address: one mistake sends the code elsewhere.
    - The letter may be in the spam folder.
    - Press "Send again". Only the latest code works.

    ## You have a second factor
    After the new password it is asked for as before. If it is not at hand, read [here](/help/second-factor).

    ## Both phone and e-mail have changed
    Call support. They will tell you where to regain access with passport and SNILS.

help-safety-title = How to stay safe from fraud
help-safety-lead = A few simple rules that protect your data.
help-safety-body =
    ## What we never do
    - We do not ask for passwords or codes: not by phone, not by letter, not at a service centre.
    - We do not ask for money for registration, the account or identity confirmation.
    - We do not ask you to install a program for remote access.

    ## What you can do
    - Check the address in the browser before you enter the password.
    - On someone else's computer press "Exit" when you have finished.
    - Now and then look into the [log](/account/history) and the list of [devices](/account/sessions).

    ## If something is wrong
    1. [Change the password](/account/security/password).
    2. [End the sessions](/account/sessions) on devices you do not know.
    3. Write to [support](/support) or call.
