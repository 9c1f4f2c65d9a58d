### Registered letter

letter-title = Your registered letter
letter-before = Before you order
letter-warning-tax = With confirmation by letter the taxpayer's account and the tax services are not available.
letter-warning-visit = You have to fetch the letter at the post office with your passport.
letter-warning-time = { $days ->
    [one] The letter takes { $days } day on average.
   *[other] The letter takes { $days } days on average.
}
letter-warning-again = { $days ->
    [one] A new letter can be ordered after { $days } day at the earliest.
   *[other] A new letter can be ordered after { $days } days at the earliest.
}
letter-recommend = We recommend confirmation in person at a service centre: it is quicker and opens everything
letter-free = The letter is free of charge. No one may ask money for it.
letter-address-title = Where to send the letter
letter-addressee = Addressee (from your profile)
letter-index-forgot = Don't remember the index?
letter-street-hint = If there are no streets, leave this empty
letter-in-person-only = The letter is handed over only to you: on presentation of your passport and, if not at your door, of the notice.
letter-order = Order a letter
letter-index-title = Find a postal index
letter-index-lead = Enter town and street. We find the index and lead you back to the order.
letter-index-found = Indexes that fit
letter-index-none = Our directory does not have this address. Any post office can tell you the index.
letter-index-whole = the whole place

letter-status-ordered = Ordered
letter-status-printed = Being printed
letter-status-dispatched = Accepted by the post
letter-status-in_transit = On its way
letter-status-awaiting_pickup = Waiting at the post office
letter-status-handed_over = Handed over
letter-status-returned = Returned
letter-status-code_used = Code entered
letter-status-voided = Void
letter-state-ordered = We will print the letter soon and hand it to the post.
letter-state-printed = The letter is printed and is being handed to the post.
letter-state-dispatched = The post has accepted the letter. We will tell you when you can fetch it.
letter-state-in_transit = The letter is on its way. We will tell you when you can fetch it.
letter-state-awaiting_pickup = Fetch the letter at your post office. Take your passport with you.
letter-state-handed_over = You have the letter. Enter the code from it.
letter-state-returned = The letter was not handed over and has been sent back. Order a new one when that is possible, or choose another way.
letter-state-code_used = The code from the letter was entered; your identity is confirmed.
letter-state-voided = The code in this letter is void. Should the letter still arrive, you can throw it away.
letter-state-old = The code is too old. Order a new letter or choose another way.
letter-lost-title = The letter is taking too long
letter-lost-text = Ask for it at your post office. If it is lost, order a new one: the code of the earlier letter becomes void.
letter-way = The letter's way
letter-ordered-on = Ordered on
letter-to = Address
letter-number = Tracking number
letter-code-until = The code is valid until
letter-track = Follow the letter on the site of the post
letter-track-later = { $days ->
    [one] The tracking number appears here about a day after dispatch. The letter takes { $days } day on average.
   *[other] The tracking number appears here about a day after dispatch. The letter takes { $days } days on average.
}
letter-again-title = No letter, or the notice is lost?
letter-again-text = Then only a new letter or another way of confirmation helps.
letter-order-again = Order a new letter
letter-again-from = A new letter can be ordered from { $date }
letter-again-void = The code of the earlier letter becomes void.
letter-other-ways = Other ways to confirm

letter-print-title = Identity confirmation code
letter-print-registered = Registered letter
letter-print-item = Tracking number { $number }
letter-print-greeting = Dear { $name },
letter-print-text = You ordered this letter to confirm your identity on the portal Okno. Enter the code in your personal account, and the account becomes Confirmed.
letter-print-code = Your confirmation code
letter-print-until = Valid until { $date }
letter-print-steps = What to do
letter-print-step-login = Log in to your personal account at { $portal }.
letter-print-step-page = Open the page "Identity confirmation" or the main page of the account.
letter-print-step-code = Enter the code. Capital or small letters, with or without the hyphen, either will do.
letter-print-secret = Do not tell the code to anyone. Our staff never ask for it.
letter-print-tax = If your identity is confirmed only by letter, the taxpayer's account and the tax services stay closed. Any other way of confirmation opens them.
letter-print-not-me = If you did not order this letter, do not enter the code, and write to the portal's support.
letter-print-foot = Item { $number }, printed on { $date }. The letter is free of charge.

refusal-letter-too-early = A new letter can be ordered from { $date }
refusal-letter-out-of-step = This letter is at another step
refusal-letter-over = This letter is over
field-address-empty = Fill in this field
field-address-length = { $max ->
    [one] At most { $max } character
   *[other] At most { $max } characters
}
field-address-character = Addresses have no character “{ $character }”
field-address-kind-unknown = Choose which address this is
field-postal-index-empty = Enter the postal index
field-postal-index-format = A postal index has six digits, the first from 1 to 6
