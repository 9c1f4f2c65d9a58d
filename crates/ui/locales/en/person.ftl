### Personal data: the form, its review, and a SNILS of somebody else

action-save = Save
action-later = Later
action-login-again = Log in again

notice-draft-saved = The draft has been saved.
notice-data-kept = The verified data stay in force.
notice-data-unchanged = These data are verified already, nothing has changed.
notice-data-added = The data have been saved.

person-form-title = Personal data
person-form-at-hand = Have your passport and your SNILS certificate at hand: enter everything exactly as it is in the documents.
person-form-in-force = While the new data are being verified, the earlier verified ones stay in force.
person-form-draft-saved = Draft saved on { $at }. It has not been sent for verification.
person-form-person = About you
person-form-document = Identity document
person-form-further = Further data
person-form-name-hint = In Russian letters, as in the document
person-form-birth-place-hint = As in the passport
person-form-snils-hint = 11 digits
person-form-snils-picture = The SNILS is printed in the upper part of the certificate, below the title
person-form-document-hint = The type of document decides what we need to know about it
person-form-change-type = Show the fields of this document
person-form-passport-hint = 10 digits in a row, for example 4008123456
person-form-number-hint = In a row, without spaces
person-form-issued-by-hint = Exactly as in the document
person-form-unit-code-hint = For example, 780-001
person-form-expiry-hint = Leave empty if the document does not expire
person-form-inn-hint = 12 digits. Not needed for a standard account

person-review-title = Check that everything is right
person-review-lead = Once sent, the data are compared with the state registers. One wrong digit leads to a refusal.
person-form-latin-hint = As in the machine-readable line of the document, if there is one
person-review-added = These data are kept as you state them. The verified data stay in force; nothing is sent to the registers.
person-review-changed = new
person-review-registries = The pension fund verifies the SNILS, the interior ministry the passport. There is nothing more for you to do.
person-review-operator = The pension fund verifies the SNILS, a member of our staff looks at the document. There is nothing more for you to do.
person-review-time = Verification usually takes up to { $minutes } minutes, sometimes up to { $days } days.

snils-taken-title = This SNILS is already registered
snils-taken-text = There is an account with this SNILS already. There cannot be a second one. This is what you can do:
snils-taken-recover = Recover access to the earlier account
snils-taken-correct = Correct the SNILS if a digit is wrong
snils-taken-center = Come to a service centre with your passport and SNILS
snils-taken-support = Write to support
snils-taken-login = Log in by SNILS

citizenship-none = Stateless person

sex-male = Male
sex-female = Female

document-internal_passport = Internal passport of the Russian Federation
document-foreign_identity_document = Identity document of a foreign citizen
document-residence_permit = Residence permit
document-refugee_certificate = Refugee certificate
document-immigration_certificate = Certificate that an application is being considered
document-other = Other document

refusal-snils-taken = This SNILS is already registered
refusal-verification-too-many = You have sent data for verification too often today. Try again tomorrow.
refusal-verification-not-open = This check is over already

## Faults in fields

field-text-length = At most { $most } characters
field-text-pattern = Enter the name in letters, without special signs
field-date-format = There is no such date
field-birth-date-empty = Choose the date of birth
field-birth-date-format = There is no such date
field-birth-date-future = This date of birth has not come yet
field-birth-date-too-early = Check the year of birth
field-birth-date-under-age = Personal data can be filled in from the age of 14
field-birth-date-unusual = Check the year of birth: it makes more than 110 years
field-snils-unchecked-range = There is no such SNILS
field-country-unknown = Choose a country from the list
field-document-type-unknown = Choose a document from the list
field-document-type-for-foreigners = A citizen of Russia needs the internal passport
field-document-type-for-citizens = Only citizens of Russia have this passport. Choose another document
field-document-number-empty = Enter series and number
field-document-series-format = Check the series
field-document-number-format = Check series and number
field-internal-passport-empty = Enter series and number
field-internal-passport-format = Enter 10 digits in a row: 4 of the series and 6 of the number
field-passport-form-year = The year in the series is far from the date of issue. Check both
field-issue-date-future = This date has not come yet
field-issue-date-before-birth = A document cannot be issued before birth
field-passport-issue-future = This date has not come yet
field-passport-issue-before-form = Such passports have been issued since 1 October 1997
field-passport-issue-before-age = Passports are issued from the age of 14. Check the date of issue and the date of birth
field-passport-expired = This passport was valid until { $usable_until }. Enter the new one
field-passport-replacement-due = It is time to replace the passport. It is valid until { $usable_until }
field-issued-by-empty = Enter who issued the document
field-issued-by-length = At most 255 characters
field-issued-by-character = The name cannot contain “{ $character }”
field-unit-code-empty = Enter the unit code
field-unit-code-format = Enter 6 digits, for example 780-001
field-unit-code-region = A unit code does not begin with 00
field-expiry-date-before-issue = A document cannot expire before it is issued
field-document-expired = The document has expired
field-inn-empty = Enter the INN
field-inn-format = An INN has 12 digits
field-inn-zeros = There is no such INN
field-inn-region = There is no such INN
field-inn-checksum = Check the digits of the INN
field-inn-not-person = This is the INN of an organisation, that of a person has 12 digits
field-inn-not-organization = This is the INN of a person
field-name-in-capitals = Written in capitals. Perhaps “{ $offer }”?
