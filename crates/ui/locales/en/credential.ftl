### Passwords

password-show = Show
password-hide = Hide
password-strength = Password strength
password-bands = very weak|weak|medium|strong|very strong
password-rules-title = The password must have:
password-rule-met = fulfilled
password-rule-unmet = not yet fulfilled
password-rule-length = at least { $n ->
    [one] { $n } character
   *[other] { $n } characters
}
password-rule-upper = a Latin capital letter
password-rule-lower = a Latin small letter
password-rule-digit = a digit
password-rule-mark = a punctuation mark, for example ! ? ; )
password-rule-neighbors = no two identical characters in a row
password-rule-forbidden = none of the characters { $characters }
password-use-this = Use this one
password-rules-further = It should not hold:
password-rule-common = simple words, years and keys in a row
password-rule-own-data = your name, date of birth, phone or e-mail

password-title = Choose a password
password-title-recovery = New password
password-lead = With this password you will log in to the portal and to all sites connected to the identity system.
password-for = Password for the login name
password-label = Password
password-repeat = Repeat the password
password-secret = Do not tell the password to anyone. The staff of the portal and of banks never ask for it.
password-pending = { $contact } is not confirmed yet. You can also do it later, in the personal account.
password-pending-confirm-mobile-phone = Enter the code from the SMS
password-pending-confirm-email = Confirm by the letter
password-generator-title = Make up a password for me
password-generator-text = Tick what the password should be made of.
password-generator-digits = Digits
password-generator-capitals = Latin capital letters
password-generator-small = Latin small letters
password-generator-special = Special characters, for example ! ? ;
password-generator-length = How many characters
password-create = Create password
password-candidates = Pick one of the passwords
password-candidates-hint = You can change the one you pick. Write it down and keep it where nobody sees it.
password-candidates-take = Take the picked one
password-filled = The password has been put into both fields. You can change it.
password-warning-title = Such a password will not be accepted

field-password-length = The password is too short. It needs at least { $minimum ->
    [one] { $minimum } character
   *[other] { $minimum } characters
}
field-password-too-long = The password is too long. It may have at most { $maximum ->
    [one] { $maximum } character
   *[other] { $maximum } characters
}
field-password-uppercase = Add a Latin capital letter: A to Z
field-password-lowercase = Add a Latin small letter: a to z
field-password-digit = Add a digit
field-password-adjacent-repeat = Two identical characters stand side by side. Replace one of them
field-password-punctuation = Add a punctuation mark. Any of these will do: { $allowed }
field-password-forbidden-char = Take out of the password: { $characters }
field-password-common = This password is easy to guess. Choose another one
field-password-own-data = Take your name, date of birth, phone or e-mail out of the password
field-password-repeat-differs = The passwords differ
field-password-generator-no-class = Tick at least one box
field-password-generator-too-short = Too short. At least { $minimum } are needed
field-password-generator-too-long = Too long. At most { $maximum } are possible
field-password-generator-impossible = No password can be made of this. Tick more boxes
field-password-wrong = The password is not right
field-password-generator-number = Enter a number, for example 8
