### Vérification des données personnelles

verification-title-in_progress = Vos données sont en cours de vérification
verification-title-verified = La vérification de vos données personnelles est terminée
verification-title-rejected = Les données ne sont pas confirmées
verification-title-needs_operator = Un agent examine vos données
verification-title-superseded = De nouvelles données ont été envoyées

verification-running-text = Cela prend en général de 15 à { $minutes } minutes, parfois jusqu'à { $days } jours. Vous pouvez fermer la page : nous vous informerons du résultat.
verification-verified-text = Les données sont confirmées, votre compte est maintenant standard. Reconnectez-vous pour voir ce qui est devenu possible.
verification-rejected-text = Certaines données ne correspondent pas au registre. Corrigez les données et renvoyez-les.
verification-level-stays = Le niveau de votre compte n'a pas changé.
verification-operator-text = Le registre ne peut pas vérifier ces données lui-même. Un agent les examinera et nous vous dirons le résultat. Vous n'avez rien à faire.

verification-checks-title = Ce qui est vérifié
verification-snils = SNILS
verification-passport = Passeport
verification-document = Pièce d'identité
verification-pension-fund = Caisse de retraite
verification-interior-ministry = Ministère de l'Intérieur
verification-operator = un agent du portail

verification-not_submitted = pas encore envoyé
verification-in_progress = vérification en cours
verification-verified = confirmé
verification-rejected = non confirmé
verification-unavailable = registre momentanément indisponible
verification-needs_operator = examiné par un agent

verification-unavailable-text = Nous enverrons la requête dès que le registre répondra. Elle ne sera pas perdue.
verification-needs-operator-text = Il y aura une réponse quand un agent aura examiné les données.
verification-no-data-text = Le registre ne connaît pas ce document. Vérifiez le numéro.
verification-refused-text = Un agent n'a pas pu confirmer le document. Vérifiez les données ou écrivez à l'assistance.
verification-mismatch-text = Le registre n'a pas dit ce qui ne correspond pas. Comparez tout avec le document.
verification-fields-differ = Ne correspondent pas :
verification-sent-at = Envoyé le { $at }

verification-changes-title = De nouvelles données sont en cours de vérification
verification-correct = Corriger et renvoyer
verification-reload = Actualiser la page
verification-snils-taken-ways = Que faire si le SNILS est déjà enregistré
verification-again-text = Le registre n'a pas répondu à temps. Vous pouvez aussi envoyer une nouvelle fois les mêmes données.
verification-again = Relire et renvoyer
verification-keep-text = Rien de cela n'est en vigueur : ce sont vos données vérifiées qui le sont. Vous pouvez en rester là et retirer la modification.
verification-keep = Garder les données vérifiées
