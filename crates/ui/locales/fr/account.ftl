### Espace personnel

account-sections = Rubriques de l'espace
account-overview = Vue d'ensemble
account-greeting = Bonjour, { $name } !
account-level-word = { $level ->
    [simplified] Simplifié
    [standard] Standard
   *[confirmed] Confirmé
}
account-next = Prochaine étape
account-missing = Il reste à indiquer :
account-data-text = Tout ce que vous avez indiqué sur vous, et ce qui a été vérifié.
account-show-all = Afficher toutes les données personnelles
account-add-contact = Ajouter
account-add-mobile_phone = Ajoutez un téléphone mobile : c'est le moyen le plus simple de retrouver l'accès si vous oubliez le mot de passe.
account-add-email = Ajoutez une adresse électronique : si le téléphone est perdu, vous pourrez toujours vous connecter et recevoir les nouvelles.
account-opened = Ce qui vous est déjà ouvert
account-opens-next = { $level ->
    [standard] Ce qu'ouvrira un compte standard
   *[confirmed] Ce qu'ouvrira un compte confirmé
}
account-password = Votre mot de passe
account-password-why = Nous le demandons encore une fois pour que personne d'autre ne puisse modifier vos données.

account-window-label = Vérification terminée
account-window-title = Votre compte est désormais standard
account-window-text = Vos données sont vérifiées et de nouveaux services sont ouverts : ils figurent ci-dessous. Il reste une étape : confirmer votre identité, et tous les services s'ouvriront.

next-fill-in-title = Complétez vos données personnelles
next-fill-in-text = Préparez votre passeport et votre SNILS. Il faut environ dix minutes, et vous pouvez enregistrer ce que vous avez commencé. Les registres d'État vérifieront les données, et votre compte deviendra standard.
next-fill-in-action = Compléter le profil
next-go-on-title = Terminez de compléter vos données
next-go-on-text = Nous avons gardé ce que vous avez saisi. Vous pouvez reprendre au même endroit.
next-go-on-action = Continuer
next-checking-title = Vos données sont en cours de vérification
next-checking-text = Cela prend en général jusqu'à { $minutes } minutes, parfois jusqu'à { $days } jours. Vous n'avez rien à faire : nous vous informerons du résultat.
next-checking-action = Voir où en est la vérification
next-operator-title = Un agent vérifie vos données
next-operator-text = La vérification prend plus de temps que d'habitude. Vous n'avez rien à faire : nous vous informerons du résultat.
next-operator-action = Voir où en est la vérification
next-correct-title = Certaines données ne concordent pas
next-correct-text = Une simple faute de frappe suffit. Voyez ce qui ne concorde pas, corrigez et renvoyez.
next-correct-action = Voir et corriger
next-snils-taken-title = Ce SNILS est déjà enregistré
next-snils-taken-text = Vous avez peut-être déjà un autre compte. Nous vous dirons que faire.
next-snils-taken-action = Voir que faire
next-confirm-title = Confirmez votre identité
next-confirm-text = Vos données sont vérifiées. Prouvez une seule fois que c'est bien vous, et tous les services s'ouvriront. C'est gratuit.
next-confirm-action = Confirmer
next-done-title = Tout est prêt
next-done-text = Votre identité est confirmée. Tous les services du portail vous sont ouverts.
next-done-action = Choisir un service


data-person = Vous
data-document = Document d'identité
data-further = Autres données
data-not-given = non indiqué
data-needed = à indiquer
data-rejected = non vérifié
data-pending = en cours de vérification
data-missing = { $n ->
    [one] Il reste { $n } élément à indiquer pour un compte standard.
   *[other] Il reste { $n } éléments à indiquer pour un compte standard.
}
data-verification = En savoir plus sur la vérification
data-in-force = Données vérifiées, en vigueur
data-verified-at = Vérifiées le { $at }
data-sent-at = Envoyées le { $at }, pas encore en vigueur
