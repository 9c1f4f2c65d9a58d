test-person-title = Personnes fictives
test-person-lead = Inventez des personnes au nom desquelles vous et vos collègues vous connecterez à vos sites pendant les essais.
test-person-where = Une personne fictive ne se connecte qu’aux sites en essai dont vous êtes responsable. Toutes ses données sont inventées, et rien ne lui est jamais envoyé.
test-person-ends = Au bout de { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}, une personne fictive est supprimée automatiquement. { $most ->
    [one] Il ne peut y en avoir que { $most } à la fois.
   *[other] Il peut y en avoir { $most } au plus à la fois.
}
test-person-go = Ouvrir la liste des personnes fictives
test-person-login = Identifiant
test-person-password = Mot de passe
test-person-level = Niveau du compte
test-person-level-simplified = Seuls le nom, le prénom et l’adresse électronique sont connus.
test-person-level-standard = Comme si le passeport et le SNILS avaient été vérifiés.
test-person-level-confirmed = Comme si l’identité avait été confirmée.
test-person-method = Mode de confirmation simulé
test-person-method-hint = Nécessaire pour un compte confirmé seulement.
test-person-until = Sera supprimée
test-person-renew = Nouveau mot de passe
test-person-remove = Supprimer
test-person-new = Une autre personne fictive
test-person-make = Créer
test-person-made-title = La personne fictive est créée
test-person-renewed-title = Nouveau mot de passe de la personne fictive
test-person-renewed-text = L’ancien mot de passe et le second facteur ne sont plus valables, et toutes les sessions sont terminées.
test-person-once = Notez le mot de passe : nous ne le montrons qu’une fois.
test-person-use = Connectez-vous à votre site avec cet identifiant et ce mot de passe, dans un autre navigateur ou une fenêtre privée.
test-person-back = Vers la liste des personnes fictives
test-person-banner-region = Compte d’essai
test-person-banner-title = Compte d’essai.
test-person-banner = Cette personne n’existe pas : un développeur l’a inventée pour essayer son site.
site-refused-made-up = Ceci est un compte d’essai. Il n’est valable que pour les sites en essai dont son créateur est responsable.
site-refused-made-up-way = Connectez-vous avec votre propre compte.
site-refused-made-up-level = Pour ce site, créez une personne fictive d’un autre niveau ou confirmée d’une autre manière.
refusal-test-person-off = Ce portail n’a pas de personnes fictives.
refusal-test-person-too-many = Vous avez déjà autant de personnes fictives qu’il est permis. Supprimez-en d’abord une.
refusal-test-person-too-often = En un jour, vous avez créé trop de personnes fictives ou de mots de passe pour elles. Réessayez demain.
refusal-test-person-over = Ce compte d’essai n’est plus valable.
refusal-test-person-not-here = Cette page n’est pas destinée aux comptes d’essai.
notice-test-person-removed = La personne fictive est supprimée.
audit-test-person-made = Une personne fictive a été créée
audit-test-person-renewed = Une personne fictive a reçu un nouveau mot de passe
audit-test-person-removed = Une personne fictive a été supprimée
level-method-test_person = Inventé pour des essais
level-source-test_person = développeur d’un site
