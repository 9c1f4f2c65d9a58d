### Words of every page

site-name = Okno

nav-skip = Skip to the contents
nav-main = Main sections
nav-services = Services
nav-help = Help
nav-language = Language
nav-back = One step back
nav-service-centers = Service centres
nav-personal-data = Personal data
nav-security = Security
nav-unread = { $n ->
    [one] { $n } unread notification
   *[other] { $n } unread notifications
}
personal-area = Personal account

# Each language is called by its own name, the same on all pages.
language-name = { $tag ->
    [en] English
    [fr] Français
   *[other] Русский
}

footer-support = Support
footer-free-number = free of charge in all of Russia
footer-short-number = free of charge from mobiles
footer-moscow-number = in Moscow
footer-write = Write to support
footer-about = About the portal
footer-accessibility = Accessibility
footer-privacy = Personal data
footer-developers = For developers
footer-note = Registration, the account and identity confirmation are free of charge.

action-login = Log in
action-register = Register
action-logout = Exit
action-continue = Continue
action-cancel = Cancel
action-back = Back
action-edit = Edit
action-done = Done
action-create = Create
action-find = Find
action-confirm = Confirm
action-send-again = Send again
action-send-again-sms = Send the SMS again
action-send-again-letter = Send the letter again

level-simplified = Simplified account
level-standard = Standard account
level-confirmed = Confirmed account

free-notice = Identity confirmation is free. No one may ask money for it.
notice-saved = The changes have been saved.

unit-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}

## Dates

date-day = Day
date-month = Month
date-year = Year
date-long = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
month = { $n ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
weekday = { $n ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
weekday-short = { $n ->
    [1] Mo
    [2] Tu
    [3] We
    [4] Th
    [5] Fr
    [6] Sa
   *[7] Su
}
calendar-open = Pick in the calendar
calendar-previous-month = Previous month
calendar-next-month = Next month
calendar-close = Close

## Forms

error-prefix = Error:
error-title = Error: { $title }
error-summary-title = Please check the data
error-line = { $label }: { $fault }
field-optional = (optional)
field-choose = Choose
field-required = Fill in this field
field-unknown = Check this field
refusal-unknown = This cannot be done now. Please try again.
resend-wait = You can send again in
resend-wait-sms = You can send the SMS again in
resend-wait-letter = You can send the letter again in
countdown-left = The code is valid for another
countdown-over = The code has expired. Request a new one.
countdown-soon = The code will expire soon
