### Login and logout

login-title = Login
login-by = Way to log in
login-by-contact = Phone or e-mail
login-by-snils = SNILS
login-contact = Phone or e-mail address
login-snils = SNILS number
login-snils-hint = 11 digits, for example 112-233-445 95
login-password = Password
login-forgot = Recover password
login-no-account = No account yet?
login-to-go-on = Log in to go on. You will then be back on the same page.
login-to-go-on-at = Log in to go on to “{ $site }”. You type your password only here: the site never learns it.
notice-logged-out = You have left the personal account.

field-login-contact = Enter a mobile phone number or an e-mail address
field-required-password = Enter the password
field-required-login = Enter the phone number or e-mail address
field-required-contact = Enter the phone number or e-mail address
field-required-snils = Enter the SNILS number
refusal-login-wrong = The login name or the password is not right. Check the keyboard layout and the capital letters.
refusal-account-locked = The account is locked. To open it, recover access.
refusal-try-later = { $seconds ->
    [one] Too many attempts. Try again in { $seconds } second.
   *[other] Too many attempts. Try again in { $seconds } seconds.
}
