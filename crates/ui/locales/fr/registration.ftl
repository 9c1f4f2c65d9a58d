### Inscription

registration-title = Inscription
registration-lead = Cela prend environ cinq minutes et ne coûte rien.
registration-needs-title = Ce qu'il vous faudra
registration-needs-now = Maintenant
registration-needs-now-text = Un téléphone mobile ou une adresse électronique, de préférence les deux. Gardez le téléphone à portée de main.
registration-needs-later = Plus tard, dans l'espace personnel
registration-needs-later-text = Le passeport et le numéro SNILS. Inutile de les chercher maintenant.
registration-names-title = Votre nom
registration-names-advice = Écrivez votre vrai nom de famille et votre vrai prénom, comme dans le passeport. Sinon vos données ne passeront pas la vérification.
registration-family-name = Nom de famille
registration-given-name = Prénom
registration-contacts-title = Comment vous joindre
registration-contacts-any = Un seul suffit, mais mieux vaut donner le téléphone et l'adresse. Le téléphone est le moyen le plus simple de retrouver l'accès si vous oubliez le mot de passe.
registration-contacts-phone = Le téléphone est le moyen le plus simple de retrouver l'accès si vous oubliez le mot de passe.
registration-contacts-email = Le téléphone est utile aussi : c'est le moyen le plus simple de retrouver l'accès si vous oubliez le mot de passe.
registration-contacts-both = Il faut le téléphone et l'adresse. Le téléphone est le moyen le plus simple de retrouver l'accès si vous oubliez le mot de passe.
registration-mobile-phone = Téléphone mobile
registration-mobile-phone-hint = Nous enverrons un SMS avec un code. Par exemple : 8{ "\u00A0" }912{ "\u00A0" }345-67-89
registration-email = Adresse électronique
registration-email-hint = Nous enverrons un message avec un lien. Tout fournisseur convient. Relisez l'adresse : une seule lettre fausse, et le message n'arrivera pas.
registration-organizations = Ici s'inscrivent les personnes. Une organisation est inscrite par son dirigeant, une fois son identité confirmée.
registration-have-account = Vous avez déjà un compte ?

registration-done-title = L'inscription a réussi
registration-done-text = { $n ->
    [one] Dans { $n } seconde vous reviendrez au portail.
   *[other] Dans { $n } secondes vous reviendrez au portail.
}
registration-done-next = Ensuite, nous vous demanderons vos données personnelles. Vous pouvez aussi le faire plus tard.
registration-done-offers = Ce que vous pouvez faire aussi
registration-done-add-mobile-phone = Ajouter un téléphone mobile
registration-done-add-mobile-phone-text = C'est le moyen le plus simple de retrouver l'accès si vous oubliez le mot de passe.
registration-done-add-email = Ajouter une adresse électronique
registration-done-add-email-text = Un moyen de secours pour retrouver l'accès et recevoir des notifications.
registration-done-confirm-mobile-phone = Confirmer le téléphone mobile
registration-done-confirm-email = Confirmer l'adresse électronique
registration-done-confirm-text = Vous l'avez donné à l'inscription, il reste à le confirmer.
registration-done-question = Choisir une question de sécurité
registration-done-question-text = Sans la réponse, personne ne peut commencer à récupérer votre mot de passe.

registration-signed-in-title = Vous êtes déjà connecté
registration-signed-in-text = Vous avez un compte, inutile de vous inscrire de nouveau. Pour inscrire une autre personne, quittez d'abord.
registration-over-title = L'inscription s'est interrompue
registration-over-text = Trop de temps a passé, ou vous avez continué sur un autre appareil. Aucun compte n'a encore été créé.
registration-over-elsewhere = Si vous avez ouvert le lien du message dans une autre fenêtre ou sur un téléphone, terminez là-bas. Sinon, recommencez : c'est rapide.
registration-over-again = Recommencer
registration-taken-title = Vous avez déjà un compte
registration-taken-text = Ce contact est déjà confirmé sur un compte. Connectez-vous ou récupérez le mot de passe.
registration-late-title = L'inscription est déjà terminée
registration-late-text = Pour confirmer cette adresse, connectez-vous et ouvrez la page « Contacts ». Nous enverrons un nouveau code.
registration-late-next = Confirmer l'adresse

field-contact-required = Indiquez un téléphone mobile ou une adresse électronique
refusal-registration-expired = Trop de temps a passé. Recommencez l'inscription.
refusal-registration-completed = L'inscription est déjà terminée. Connectez-vous avec votre mot de passe.
refusal-registration-no-contact = Confirmez d'abord le téléphone ou l'adresse électronique.
refusal-registration-unknown-contact = Ce contact n'est pas à confirmer. Ouvrez la page de nouveau.
refusal-registration-contact-taken = Un compte existe déjà avec ce contact. Connectez-vous ou récupérez le mot de passe.

registration-done-came-for = Revenir au service pour lequel vous êtes venu
registration-done-log-in = Votre compte est créé. Connectez-vous avec le mot de passe que vous venez de choisir.
