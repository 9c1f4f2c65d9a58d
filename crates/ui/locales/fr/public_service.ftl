### Catalogue des services

service-catalog-lead = Les descriptions se lisent sans connexion. Chaque service indique le compte qu'il exige.
service-categories = Rubriques du catalogue
service-body = Fourni par
service-category = Rubrique
service-needs = Ce qu'il faut
service-signature = et une signature électronique
service-order-title = Comment obtenir ce service
service-sign-in = Pour demander le service, connectez-vous à votre espace. Vous reviendrez ensuite sur cette page.
service-order = Demander le service
service-no-account = Pas encore de compte ? C'est gratuit.
service-level-needed = { $level ->
    [standard] Ce service exige un compte standard
    [confirmed] Ce service exige un compte confirmé
   *[simplified] Ce service exige un compte simplifié
}
service-excluded-registered_letter = Une identité confirmée seulement par lettre recommandée ne suffit pas pour ce service : confirmez-la aussi d'une autre manière.
service-open-title = Votre compte suffit
service-external = Ce service est fourni sur un site distinct : { $body }. La connexion à ce site avec le compte du portail n'est pas encore ouverte.
service-not-here-yet = Le portail ne reçoit pas encore de demandes pour ce service. Adressez-vous directement ici : { $body }. Quand les demandes ouvriront, le bouton apparaîtra ici.
service-support-title = Posez une question
service-support-text = Nous répondons aussi à ceux qui n'ont pas encore de compte.

service-method-title = Un autre moyen de confirmation est nécessaire
service-method-text = Votre identité n’est confirmée que par lettre recommandée, et cela ne suffit pas pour ce service. Confirmez-la par un autre moyen, et le service s’ouvrira.
service-method-action = Confirmer par un autre moyen
