### Lettre recommandée

letter-title = Votre lettre recommandée
letter-before = Avant de commander
letter-warning-tax = Avec une confirmation par lettre, l’espace contribuable et les services fiscaux ne sont pas accessibles.
letter-warning-visit = Il faut retirer la lettre au bureau de poste avec votre passeport.
letter-warning-time = { $days ->
    [one] La lettre met en moyenne { $days } jour.
   *[other] La lettre met en moyenne { $days } jours.
}
letter-warning-again = { $days ->
    [one] Une nouvelle lettre peut être commandée au plus tôt après { $days } jour.
   *[other] Une nouvelle lettre peut être commandée au plus tôt après { $days } jours.
}
letter-recommend = Nous recommandons la confirmation en personne dans un centre de service : c’est plus rapide et tout s’ouvre
letter-free = La lettre est gratuite. Personne ne peut demander d’argent pour elle.
letter-address-title = Où envoyer la lettre
letter-addressee = Destinataire (d’après votre profil)
letter-index-forgot = Code postal oublié ?
letter-street-hint = S’il n’y a pas de rues, laissez ce champ vide
letter-in-person-only = La lettre n’est remise qu’à vous : sur présentation du passeport et, si elle n’est pas remise à domicile, de l’avis.
letter-order = Commander une lettre
letter-index-title = Trouver un code postal
letter-index-lead = Indiquez la localité et la rue. Nous trouvons le code et vous ramenons à la commande.
letter-index-found = Codes qui conviennent
letter-index-none = Notre répertoire ne connaît pas cette adresse. Tout bureau de poste peut vous indiquer le code.
letter-index-whole = toute la localité

letter-status-ordered = Commandée
letter-status-printed = En impression
letter-status-dispatched = Acceptée par la poste
letter-status-in_transit = En chemin
letter-status-awaiting_pickup = Vous attend à la poste
letter-status-handed_over = Remise
letter-status-returned = Renvoyée
letter-status-code_used = Code saisi
letter-status-voided = Sans valeur
letter-state-ordered = Nous imprimerons bientôt la lettre et la confierons à la poste.
letter-state-printed = La lettre est imprimée et en cours de remise à la poste.
letter-state-dispatched = La poste a accepté la lettre. Nous vous dirons quand vous pourrez la retirer.
letter-state-in_transit = La lettre est en chemin. Nous vous dirons quand vous pourrez la retirer.
letter-state-awaiting_pickup = Retirez la lettre à votre bureau de poste. Prenez votre passeport.
letter-state-handed_over = Vous avez la lettre. Saisissez le code qu’elle contient.
letter-state-returned = La lettre n’a pas été remise et a été renvoyée. Commandez-en une nouvelle quand ce sera possible, ou choisissez un autre moyen.
letter-state-code_used = Le code de la lettre a été saisi, votre identité est confirmée.
letter-state-voided = Le code de cette lettre est sans valeur. Si elle arrive encore, vous pouvez la jeter.
letter-state-old = Le code est trop ancien. Commandez une nouvelle lettre ou choisissez un autre moyen.
letter-lost-title = La lettre met trop de temps
letter-lost-text = Renseignez-vous à votre bureau de poste. Si elle est perdue, commandez-en une nouvelle : le code de la précédente sera sans valeur.
letter-way = Le chemin de la lettre
letter-ordered-on = Commandée le
letter-to = Adresse
letter-number = Numéro de suivi
letter-code-until = Le code est valable jusqu’au
letter-track = Suivre la lettre sur le site de la poste
letter-track-later = { $days ->
    [one] Le numéro de suivi apparaîtra ici environ un jour après l’envoi. La lettre met en moyenne { $days } jour.
   *[other] Le numéro de suivi apparaîtra ici environ un jour après l’envoi. La lettre met en moyenne { $days } jours.
}
letter-again-title = Pas de lettre, ou avis perdu ?
letter-again-text = Alors seule une nouvelle lettre ou un autre moyen de confirmation aide.
letter-order-again = Commander une nouvelle lettre
letter-again-from = Une nouvelle commande est possible à partir du { $date }
letter-again-void = Le code de la lettre précédente sera sans valeur.
letter-other-ways = Autres moyens de confirmation

letter-print-title = Code de confirmation d’identité
letter-print-registered = Lettre recommandée
letter-print-item = Numéro de suivi { $number }
letter-print-greeting = Bonjour { $name },
letter-print-text = Vous avez commandé cette lettre pour confirmer votre identité sur le portail Okno. Saisissez le code dans votre espace personnel, et votre compte sera confirmé.
letter-print-code = Votre code de confirmation
letter-print-until = Valable jusqu’au { $date } inclus
letter-print-steps = Que faire
letter-print-step-login = Connectez-vous à votre espace personnel sur { $portal }.
letter-print-step-page = Ouvrez la page « Confirmation de l’identité » ou la page principale de l’espace.
letter-print-step-code = Saisissez le code, en majuscules ou en minuscules, avec ou sans trait d’union.
letter-print-secret = Ne communiquez le code à personne. Nos agents ne le demandent jamais.
letter-print-tax = Si votre identité n’est confirmée que par lettre, l’espace contribuable et les services fiscaux restent fermés. Tout autre moyen de confirmation les ouvre.
letter-print-not-me = Si vous n’avez pas commandé cette lettre, ne saisissez pas le code et écrivez à l’assistance du portail.
letter-print-foot = Envoi { $number }, imprimé le { $date }. La lettre est gratuite.

refusal-letter-too-early = Une nouvelle lettre peut être commandée à partir du { $date }
refusal-letter-out-of-step = Cette lettre en est à une autre étape
refusal-letter-over = Cette lettre n’est plus valable
field-address-empty = Remplissez ce champ
field-address-length = { $max ->
    [one] Au plus { $max } caractère
   *[other] Au plus { $max } caractères
}
field-address-character = Les adresses n’ont pas de caractère « { $character } »
field-address-kind-unknown = Choisissez de quelle adresse il s’agit
field-postal-index-empty = Indiquez le code postal
field-postal-index-format = Un code postal a six chiffres, le premier de 1 à 6
