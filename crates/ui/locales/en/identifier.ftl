### Mistakes in names, numbers and addresses

field-name-empty = Fill in this field
field-name-empty-family_name = Enter the surname
field-name-empty-given_name = Enter the first name
field-name-length = There is room for 100 letters at most
field-name-digits = Write it without digits
field-name-latin = Write it in Russian letters, as in the passport
field-name-hyphen = Only the staff of a service centre can enter a hyphen in place of a name. Enter the name that the document shows
field-name-pattern = Only letters, a hyphen and an apostrophe can stand here

field-latin-name-empty = Fill in this field
field-latin-name-length = There is room for 100 letters at most
field-latin-name-pattern = Latin letters, as in the document

field-phone-empty = Enter the mobile phone number
field-phone-character = A number can have only digits, spaces, brackets, hyphens and a plus sign in front
field-phone-length = Check the number: it should have 11 digits, for example 8 912 345-67-89
field-phone-not-mobile = This is not a mobile number, so no SMS can reach it. The number should begin with +7 9
field-phone-foreign = A Russian number is needed; it begins with +7 or 8

field-email-empty = Enter the e-mail address
field-email-format = Check the address: it should have one @ sign, for example ivanova@example.ru
field-email-local = Check the part of the address before the @ sign
field-email-unicode-local = Only Latin letters, digits and signs can stand before the @ sign
field-email-length = The address is too long. Check that nothing extra is in it
field-email-domain = Check the part of the address after the @ sign, for example example.ru

field-snils-empty = Enter the SNILS number
field-snils-format = A SNILS number has 11 digits, for example 112-233-445 95
field-snils-zero = Check the SNILS number: it cannot be all zeros
field-snils-checksum = There is a mistake in the SNILS number. Compare it with the document digit by digit
