### Erreurs dans les noms, numéros et adresses

field-name-empty = Remplissez ce champ
field-name-empty-family_name = Saisissez le nom de famille
field-name-empty-given_name = Saisissez le prénom
field-name-length = Il y a de la place pour 100 lettres au plus
field-name-digits = Écrivez sans chiffres
field-name-latin = Écrivez en lettres russes, comme dans le passeport
field-name-hyphen = Seul un agent d’un centre de service peut mettre un tiret à la place d’un nom. Indiquez le nom qui figure dans le document
field-name-pattern = Seuls des lettres, un trait d'union et une apostrophe sont possibles ici

field-latin-name-empty = Remplissez ce champ
field-latin-name-length = 100 lettres au plus
field-latin-name-pattern = Des lettres latines, comme dans le document

field-phone-empty = Saisissez le numéro de téléphone mobile
field-phone-character = Un numéro ne contient que des chiffres, espaces, parenthèses, tirets et un plus au début
field-phone-length = Vérifiez le numéro : il doit avoir 11 chiffres, par exemple 8 912 345-67-89
field-phone-not-mobile = Ce n'est pas un numéro mobile, aucun SMS n'y arrivera. Le numéro doit commencer par +7 9
field-phone-foreign = Il faut un numéro russe, qui commence par +7 ou 8

field-email-empty = Saisissez l'adresse électronique
field-email-format = Vérifiez l'adresse : elle doit contenir un seul signe @, par exemple ivanova@example.ru
field-email-local = Vérifiez la partie de l'adresse avant le signe @
field-email-unicode-local = Avant le signe @, seuls des lettres latines, chiffres et signes sont possibles
field-email-length = L'adresse est trop longue. Vérifiez qu'elle ne contient rien de trop
field-email-domain = Vérifiez la partie de l'adresse après le signe @, par exemple example.ru

field-snils-empty = Saisissez le numéro SNILS
field-snils-format = Un numéro SNILS a 11 chiffres, par exemple 112-233-445 95
field-snils-zero = Vérifiez le numéro SNILS : il ne peut pas être fait de zéros
field-snils-checksum = Le numéro SNILS contient une erreur. Comparez-le avec le document, chiffre par chiffre
