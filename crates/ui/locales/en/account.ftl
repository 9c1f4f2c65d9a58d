### Personal account

account-sections = Sections of the account
account-overview = Overview
account-greeting = Hello, { $name }!
account-level-word = { $level ->
    [simplified] Simplified
    [standard] Standard
   *[confirmed] Confirmed
}
account-next = Next step
account-missing = Still to be given:
account-data-text = Everything you have told us about yourself, and what has been verified.
account-show-all = Show all personal data
account-add-contact = Add it
account-add-mobile_phone = Add a mobile phone: it is the easiest way back in if you forget the password.
account-add-email = Add an e-mail address: if the phone gets lost, you can still log in and get news.
account-opened = What is open to you now
account-opens-next = { $level ->
    [standard] What a Standard account will open
   *[confirmed] What a Confirmed account will open
}
account-password = Your password
account-password-why = We ask for it once more so that nobody else can change your data.

account-window-label = Verification completed
account-window-title = Your account is now Standard
account-window-text = Your data have been verified and new services are open: they are shown below. One step is left: confirm your identity, and all services will open.

next-fill-in-title = Fill in your personal data
next-fill-in-text = Have your passport and SNILS at hand. It takes about ten minutes, and you can save what you have begun. The state registries will verify the data, and your account will become Standard.
next-fill-in-action = Fill in profile
next-go-on-title = Finish filling in your personal data
next-go-on-text = We have kept what you entered. You can go on from the same place.
next-go-on-action = Continue
next-checking-title = Your data are being verified
next-checking-text = This usually takes up to { $minutes } minutes, sometimes up to { $days } days. There is nothing for you to do: we will tell you the result.
next-checking-action = See how it is going
next-operator-title = A member of staff is checking your data
next-operator-text = The check is taking longer than usual. There is nothing for you to do: we will tell you the result.
next-operator-action = See how it is going
next-correct-title = Some of the data did not match
next-correct-text = A single slip of the pen is enough. See what did not match, correct it and send it again.
next-correct-action = See and correct
next-snils-taken-title = This SNILS is already registered
next-snils-taken-text = Perhaps you already have another account. We will tell you what to do.
next-snils-taken-action = See what to do
next-confirm-title = Confirm your identity
next-confirm-text = Your data have been verified. Prove once that you are you, and all services will open. It is free.
next-confirm-action = Confirm
next-done-title = All is done
next-done-text = Your identity is confirmed. All services of the portal are open to you.
next-done-action = Choose a service


data-person = About you
data-document = Identity document
data-further = Further data
data-not-given = not given
data-needed = needed
data-rejected = not verified
data-pending = being verified
data-missing = { $n ->
    [one] { $n } item is still needed for a Standard account.
   *[other] { $n } items are still needed for a Standard account.
}
data-verification = More about the verification
data-in-force = Verified data, in force
data-verified-at = Verified on { $at }
data-sent-at = Sent on { $at }, not in force yet
