### Confirmation d'identité

confirmation-title = Confirmation d’identité
confirmation-lead = Vos données sont vérifiées. Prouvez une seule fois que c’est bien vous, et tous les services s’ouvriront.
confirmation-too-early = L’identité se confirme après la vérification des données personnelles.
confirmation-done = Votre identité est déjà confirmée. Il n’y a plus rien à faire.
confirmation-choose = Choisissez un moyen
confirmation-more = Autres moyens
confirmation-code-have = Avez-vous un code de confirmation ?
confirmation-code-awaited = Saisissez le code de confirmation
confirmation-code-hint = Dix caractères, dans la lettre ou remis par le centre de service, par exemple ACD23-EFG45. Majuscules ou minuscules, peu importe.
confirmation-code-action = Confirmer
confirmation-code-locked-text = Le code a été mal saisi trop souvent. Le champ se rouvrira dans { $hours ->
    [one] { $hours } heure
   *[other] { $hours } heures
}.

method-place = Où
method-time = Durée
method-bring = Ce qu’il faut
method-limit = À noter
method-recommended = Nous recommandons ce moyen
method-used = Vous avez confirmé votre identité par ce moyen
method-read-more = En savoir plus sur ce moyen

method-in_person-title = Dans un centre de service
method-in_person-lead = Venez avec votre passeport : un agent le compare à vos données, et c’est fait.
method-in_person-place = Dans tout centre agréé, sans rendez-vous
method-in_person-time = Tout de suite, quelques minutes
method-in_person-bring = Le passeport indiqué dans votre profil
method-in_person-limit = Ouvre tout, sans restriction
method-registered_letter-title = Par lettre recommandée
method-registered_letter-lead = Nous vous envoyons une lettre avec un code. Vous la retirez à la poste et saisissez le code ici.
method-registered_letter-place = À votre bureau de poste
method-registered_letter-time = Environ deux semaines
method-registered_letter-bring = Votre adresse postale ; à la poste, votre passeport
method-registered_letter-limit = Les services fiscaux restent fermés à qui n’est confirmé que par lettre
method-qualified_signature-title = Par signature électronique
method-qualified_signature-lead = Vous signez une demande avec votre signature qualifiée sur cet ordinateur.
method-qualified_signature-place = Devant votre ordinateur
method-qualified_signature-time = Tout de suite
method-qualified_signature-bring = Une signature qualifiée à votre nom, sur clé ou sur carte
method-qualified_signature-limit = Le nom et le SNILS du certificat doivent être ceux de votre profil
method-electronic_card-title = Par carte électronique universelle
method-electronic_card-lead = Une carte encore valable vaut signature.
method-electronic_card-place = Devant votre ordinateur, avec un lecteur
method-electronic_card-time = Tout de suite
method-electronic_card-bring = La carte, son code et un lecteur
method-electronic_card-limit = La carte n’est plus délivrée et sert jusqu’à son expiration
method-online_bank-title = Par une banque en ligne
method-online_bank-lead = Vous vous connectez à votre banque, qui nous dit que c’est bien vous.
method-online_bank-place = De chez vous
method-online_bank-time = Tout de suite
method-online_bank-bring = L’espace en ligne d’une banque qui a vu votre passeport
method-online_bank-limit = Vos données à la banque doivent être celles de votre profil

in-person-step-center = Choisissez un centre de service près de chez vous. Il doit proposer la confirmation de compte.
in-person-step-passport = Prenez le passeport indiqué dans votre profil. Rien d’autre n’est nécessaire.
in-person-step-compare = Un agent compare le passeport à vos données. Vous signez un formulaire papier, dont un exemplaire vous reste.
in-person-step-done = Votre identité est confirmée tout de suite. Nous vous l’annonçons par SMS et par e-mail avant que vous partiez.
in-person-find = Trouver un centre de service
in-person-hours = Venez à tout moment pendant les heures d’ouverture du centre. Il ne faut pas de rendez-vous.
in-person-code-trouble = Si un code remis par le centre ne peut pas être saisi, choisissez un autre moyen ou écrivez à l’assistance.
in-person-code-ways = D’autres moyens, par signature électronique par exemple
in-person-code-support = Écrire à l’assistance

confirmed-title = Votre identité est confirmée
confirmed-text = Tous les services du portail vous sont ouverts. Vous n’aurez plus jamais à confirmer votre identité.
confirmed-action = Vers mon espace
confirmed-opened = Désormais ouvert pour vous

field-confirmation-code-wrong = Ce n’est pas le bon code. Comparez chaque caractère. { $left ->
    [one] Il reste un essai
   *[other] Il reste { $left } essais
}
field-confirmation-expired = Ce code est trop ancien. Commandez une nouvelle lettre ou choisissez un autre moyen
refusal-confirmation-code-locked = Le code a été mal saisi trop souvent. Réessayez dans { $hours ->
    [one] { $hours } heure
   *[other] { $hours } heures
}
refusal-confirmation-not-standard = Vos données personnelles doivent d’abord être vérifiées
refusal-confirmation-not-active = Ce compte n’est pas en service
refusal-confirmation-method-off = Ce moyen est fermé pour le moment. Choisissez-en un autre
refusal-confirmation-not-accredited = Ce centre ne peut pas confirmer d’identité pour le moment
refusal-confirmation-out-of-step = Cette confirmation en est à une autre étape. Recommencez
refusal-confirmation-over = Cette confirmation est déjà terminée
refusal-confirmation-expired = Trop de temps a passé. Recommencez
refusal-confirmation-not-overdue = Il est trop tôt pour cela

confirmed-text-letter = Vous avez confirmé votre identité par lettre. Tous les services sont ouverts, sauf les services fiscaux.
confirmed-closed = Encore fermé
confirmed-closed-text = Une lettre seule ne suffit pas pour ces services. Tout autre moyen de confirmation les ouvre.
confirmed-closed-action = Choisir un autre moyen
