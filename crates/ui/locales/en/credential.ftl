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
