### Données personnelles : le formulaire, sa relecture, et un SNILS qui est à quelqu'un d'autre

action-save = Enregistrer
action-later = Plus tard
action-login-again = Se reconnecter

notice-draft-saved = Le brouillon est enregistré.
notice-data-kept = Les données vérifiées restent en vigueur.
notice-data-unchanged = Ces données sont déjà vérifiées, rien n'a changé.
notice-data-added = Les données ont été enregistrées.

person-form-title = Données personnelles
person-form-at-hand = Préparez votre passeport et votre attestation SNILS : saisissez tout exactement comme dans les documents.
person-form-in-force = Pendant la vérification des nouvelles données, les anciennes, déjà vérifiées, restent valables.
person-form-draft-saved = Brouillon enregistré le { $at }. Il n'a pas été envoyé pour vérification.
person-form-person = Vous
person-form-document = Pièce d'identité
person-form-further = Autres données
person-form-name-hint = En lettres russes, comme dans le document
person-form-birth-place-hint = Comme dans le passeport
person-form-snils-hint = 11 chiffres
person-form-snils-picture = Le SNILS est imprimé en haut de l'attestation, sous le titre
person-form-document-hint = Le type de document détermine les renseignements demandés
person-form-change-type = Afficher les champs de ce document
person-form-passport-hint = 10 chiffres à la suite, par exemple 4008123456
person-form-number-hint = À la suite, sans espaces
person-form-issued-by-hint = Exactement comme dans le document
person-form-unit-code-hint = Par exemple, 780-001
person-form-expiry-hint = Laissez vide si le document n'expire pas
person-form-inn-hint = 12 chiffres. Inutile pour un compte standard

person-review-title = Vérifiez que tout est juste
person-review-lead = Une fois envoyées, les données sont comparées aux registres de l'État. Un chiffre faux entraîne un refus.
person-form-latin-hint = Comme dans la ligne lisible par machine du document, s’il y en a une
person-review-added = Ces données sont conservées sur votre déclaration. Les données vérifiées restent en vigueur ; rien n’est envoyé aux registres.
person-review-changed = nouveau
person-review-registries = La caisse de retraite vérifie le SNILS, le ministère de l'Intérieur le passeport. Vous n'avez rien d'autre à faire.
person-review-operator = La caisse de retraite vérifie le SNILS, un agent examine le document. Vous n'avez rien d'autre à faire.
person-review-time = La vérification prend en général jusqu'à { $minutes } minutes, parfois jusqu'à { $days } jours.

snils-taken-title = Ce SNILS est déjà enregistré
snils-taken-text = Un compte existe déjà avec ce SNILS. Il ne peut pas y en avoir un second. Voici ce que vous pouvez faire :
snils-taken-recover = Rétablir l'accès à l'ancien compte
snils-taken-correct = Corriger le SNILS si un chiffre est faux
snils-taken-center = Vous rendre dans un centre de service avec passeport et SNILS
snils-taken-support = Écrire à l'assistance
snils-taken-login = Se connecter par SNILS

citizenship-none = Personne apatride

sex-male = Masculin
sex-female = Féminin

document-internal_passport = Passeport intérieur de la Fédération de Russie
document-foreign_identity_document = Pièce d'identité d'un ressortissant étranger
document-residence_permit = Titre de séjour
document-refugee_certificate = Certificat de réfugié
document-immigration_certificate = Attestation de demande en cours d'examen
document-other = Autre document

refusal-snils-taken = Ce SNILS est déjà enregistré
refusal-verification-too-many = Vous avez envoyé trop de vérifications aujourd'hui. Réessayez demain.
refusal-verification-not-open = Cette vérification est déjà terminée

## Erreurs dans les champs

field-text-length = { $most } caractères au plus
field-text-pattern = Saisissez le nom en lettres, sans signes particuliers
field-date-format = Cette date n'existe pas
field-birth-date-empty = Choisissez la date de naissance
field-birth-date-format = Cette date n'existe pas
field-birth-date-future = Cette date de naissance n'est pas encore venue
field-birth-date-too-early = Vérifiez l'année de naissance
field-birth-date-under-age = Les données personnelles se saisissent à partir de 14 ans
field-birth-date-unusual = Vérifiez l'année de naissance : cela fait plus de 110 ans
field-snils-unchecked-range = Ce SNILS n'existe pas
field-country-unknown = Choisissez un pays dans la liste
field-document-type-unknown = Choisissez un document dans la liste
field-document-type-for-foreigners = Un citoyen russe doit indiquer son passeport intérieur
field-document-type-for-citizens = Seuls les citoyens russes ont ce passeport. Choisissez un autre document
field-document-number-empty = Saisissez la série et le numéro
field-document-series-format = Vérifiez la série
field-document-number-format = Vérifiez la série et le numéro
field-internal-passport-empty = Saisissez la série et le numéro
field-internal-passport-format = Saisissez 10 chiffres à la suite : 4 de la série et 6 du numéro
field-passport-form-year = L'année dans la série est loin de la date de délivrance. Vérifiez les deux
field-issue-date-future = Cette date n'est pas encore venue
field-issue-date-before-birth = Un document ne peut pas être délivré avant la naissance
field-passport-issue-future = Cette date n'est pas encore venue
field-passport-issue-before-form = Ces passeports sont délivrés depuis le 1er octobre 1997
field-passport-issue-before-age = Le passeport est délivré à partir de 14 ans. Vérifiez la date de délivrance et la date de naissance
field-passport-expired = Ce passeport était valable jusqu'au { $usable_until }. Saisissez le nouveau
field-passport-replacement-due = Il est temps de remplacer le passeport. Il est valable jusqu'au { $usable_until }
field-issued-by-empty = Saisissez qui a délivré le document
field-issued-by-length = 255 caractères au plus
field-issued-by-character = Le nom ne peut pas contenir « { $character } »
field-unit-code-empty = Saisissez le code de l'unité
field-unit-code-format = Saisissez 6 chiffres, par exemple 780-001
field-unit-code-region = Un code d'unité ne commence pas par 00
field-expiry-date-before-issue = Un document ne peut pas expirer avant d'être délivré
field-document-expired = Le document a expiré
field-inn-empty = Saisissez l'INN
field-inn-format = L'INN compte 12 chiffres
field-inn-zeros = Cet INN n'existe pas
field-inn-region = Cet INN n'existe pas
field-inn-checksum = Vérifiez les chiffres de l'INN
field-inn-not-person = C'est l'INN d'une organisation, celui d'une personne compte 12 chiffres
field-inn-not-organization = C'est l'INN d'une personne
field-name-in-capitals = Écrit en majuscules. Peut-être « { $offer } » ?
