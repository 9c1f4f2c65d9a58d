### Pages about the portal

about-support-title = Support
about-support-lead = Ask us anything: how to register, why data did not match, where to confirm your identity.
about-support-body =
    Call or write. We answer everyone, also those who have no account yet.

    ## To help us help you
    - Say on which page you stopped and what it says.
    - If the page shows a reference, tell it to us.
    - Do not tell us passwords or codes: we do not need them.

    Perhaps the answer is already in [Help](/help).

about-accessibility-title = Accessibility
about-accessibility-lead = The portal should serve everyone, whatever their sight, hearing or equipment.
about-accessibility-body =
    ## What we do for it
    - Every page can be used by keyboard alone and with a screen reader.
    - Text can be enlarged without breaking the page.
    - Everything works without scripts and on an old phone too.
    - Colours have good contrast; there is a dark scheme that follows your device.
    - A mistake is always named in words and leads to its field.

    We hold our pages to WCAG 2.2, level AA, and check them by program at each change.

    ## If something is hard to use
    Tell us. We will help you do it, and mend the page.

about-privacy-title = Personal data
about-privacy-lead = What we keep about you, why, and who sees it.
about-privacy-body =
    ## What is kept
    What you entered yourself: name, contacts, passport data and SNILS. And the log: when and from which device you logged in, and what changed.

    ## Why
    To provide services and not to ask the same thing twice. The data are used for nothing else.

    ## How it is protected
    Personal data and documents are stored encrypted, with a key of its own for each person. The password is not stored at all: only a fingerprint from which it cannot be found.

    ## Who sees it
    - You, in your [personal account](/account/data).
    - The pension fund and the interior ministry: they are sent only what has to be compared.
    - Other sites see nothing until you allow it yourself.

    There are no counters or advertisements of others on our pages. Every act on your account is in the [log](/account/history).
