### Nombres du système et des centres

statistics-title = Statistiques
statistics-all = tous les centres
statistics-choose = Choisir une autre période
statistics-show = Afficher
statistics-export = Enregistrer en CSV
statistics-note = Les jours sont ceux de Moscou. L’enregistrement d’un fichier est consigné avec votre nom. Avant toute publication, les petits nombres sont retirés.
statistics-numbers = Tous les nombres
statistics-days = Jours
statistics-nothing = Rien n’a été compté ces jours-là.
statistics-chart-text = Barres dans le temps ; la plus haute est { $most } : { $when }. Le tableau ci-dessous contient tous les nombres.
label-from = Du
label-to = Au
label-step = Regrouper par
statistics-step-day = jours
statistics-step-week = semaines
statistics-step-month = mois

statistics-registrations = Inscriptions
statistics-registrations-text = Combien ont été commencées et terminées, selon les contacts donnés.
statistics-levels = Niveaux
statistics-levels-text = Combien de comptes ont atteint chaque niveau.
statistics-verifications = Vérification par les registres
statistics-verifications-text = Questions aux registres et leurs réponses. Les durées sont connues à la borne près : 10, 30 s, 1, 2, 5, 10, 20, 30 min, 1, 2, 4, 8, 12 h, 1, 2, 3, 5, 10 jours.
statistics-confirmations = Confirmations d’identité
statistics-confirmations-text = Par voie, et ce que les centres ont fait. Un code remis par un centre compte comme confirmation quand il est saisi.
statistics-letters = Lettres recommandées
statistics-letters-text = Une lettre compte dans chaque état que le transporteur signale.
statistics-logins = Connexions
statistics-logins-text = Selon ce que les personnes ont prouvé.
statistics-support = Assistance
statistics-support-text = Demandes, et le temps jusqu’à la première réponse.
statistics-failures = Échecs
statistics-failures-text = Ce qui a été refusé, et pourquoi. Les tentatives que des limites ont retenues ne sont pas comptées.
statistics-center = Travail du centre
statistics-center-text = Ce qui a été fait aux guichets.

statistics-series-begun = Commencées
statistics-series-finished = Terminées
statistics-series-standard = Standard
statistics-series-confirmed_level = Confirmé
statistics-series-sent = Questions
statistics-series-answered = Réponses
statistics-series-confirmed = Confirmées
statistics-series-code_handed_out = Codes remis
statistics-series-ordered = Commandées
statistics-series-code_used = Code saisi
statistics-series-logins = Connexions
statistics-series-written = Demandes
statistics-series-support_answered = Réponses
statistics-series-failed = Refusés

statistics-table-ways = Par contact
statistics-table-levels = Par niveau
statistics-table-registries = Par registre
statistics-table-outcomes = Ce que sont devenus les envois
statistics-table-methods = Par voie
statistics-table-centers = Par centre : ceux qui ont fait le plus
statistics-table-letters = Par état
statistics-table-logins = Selon la preuve
statistics-table-first_answer = Temps jusqu’à la première réponse
statistics-table-failures-verification = Vérification
statistics-table-failures-confirmation = Confirmation
statistics-table-failures-login = Connexion
statistics-table-failures-letter = Lettres
statistics-table-center = Par acte

statistics-column-count = Nombre
statistics-column-begun = Commencées
statistics-column-finished = Terminées
statistics-column-sent = Questions
statistics-column-answered = Réponses
statistics-column-match = Concordant
statistics-column-mismatch = Discordant
statistics-column-no_data = Introuvable
statistics-column-median = La moitié en
statistics-column-ninetieth = Neuf sur dix en
statistics-column-confirmed = Confirmées
statistics-column-code_handed_out = Codes
statistics-column-access_restored = Accès rétablis
statistics-column-account_deleted = Supprimés
statistics-column-data_corrected = Corrigées

statistics-way-mobile_phone = Téléphone
statistics-way-email = E-mail
statistics-way-both = Les deux
statistics-level-simplified = Simplifié
statistics-level-standard = Standard
statistics-level-confirmed = Confirmé
statistics-registry-pension_fund = Caisse de retraite
statistics-registry-interior_ministry = Ministère de l’Intérieur
statistics-outcome-verified = Vérifiés
statistics-outcome-rejected = Rejetés
statistics-outcome-delayed = Au-delà du délai le plus long
statistics-outcome-withdrawn = Retirés plus tard
statistics-method-in_person = Dans un centre
statistics-method-registered_letter = Lettre recommandée
statistics-method-qualified_signature = Signature électronique
statistics-method-electronic_card = Carte électronique
statistics-method-online_bank = Banque en ligne
statistics-letter-ordered = Commandées
statistics-letter-printed = Imprimées et remises au transporteur
statistics-letter-dispatched = Expédiées
statistics-letter-in_transit = En chemin
statistics-letter-awaiting_pickup = Au bureau de poste
statistics-letter-handed_over = Remises
statistics-letter-returned = Renvoyées ou perdues
statistics-letter-code_used = Confirmées par le code
statistics-letter-voided = Annulées
statistics-login-password = Mot de passe
statistics-login-passkey = Clé d’accès
statistics-login-password_passkey = Mot de passe et clé d’accès
statistics-login-password_totp = Mot de passe et application
statistics-login-password_recovery_code = Mot de passe et code de secours
statistics-support-first = Première réponse
statistics-center-confirmed = Identités confirmées
statistics-center-code_handed_out = Codes remis
statistics-center-access_restored = Accès rétablis
statistics-center-account_deleted = Comptes supprimés
statistics-center-data_corrected = Données corrigées

statistics-reason-mismatch = Les données ne concordent pas
statistics-reason-no_data = Le registre n’a pas cet enregistrement
statistics-reason-snils_taken = Le SNILS appartient à un autre compte
statistics-reason-refused_by_operator = Refusé par un agent
statistics-reason-data-differ = Les données de l’autre partie diffèrent
statistics-reason-confirmation-code-wrong = Code erroné
statistics-reason-confirmation-code-locked = Verrouillé après des codes erronés
statistics-reason-confirmation-expired = Code saisi trop tard
statistics-reason-confirmation-not-standard = Le compte n’est pas Standard
statistics-reason-visit-not-accredited = Le centre n’est pas agréé
statistics-reason-visit-already-confirmed = Déjà confirmé
statistics-reason-visit-not-verified = Données non vérifiées
statistics-reason-visit-changed = Données modifiées entre-temps
statistics-reason-visit-over = Le temps de la visite était écoulé
statistics-reason-login-wrong = Identifiant ou mot de passe erroné
statistics-reason-factor-wrong = Second facteur erroné
statistics-reason-account-locked = Compte verrouillé
statistics-reason-letter-too-early = Autre lettre trop tôt

statistics-time-seconds = { $n } s
statistics-time-minutes = { $n } min
statistics-time-hours = { $n } h
statistics-time-over = plus de 10 jours

field-statistics-date = Choisissez le jour, le mois et l’année
field-statistics-future = Pas plus tard qu’aujourd’hui
field-statistics-order = Le premier jour ne peut pas suivre le dernier
field-statistics-too-long = Deux ans au plus
statistics-time-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
statistics-last-days = { $n ->
    [one] Dernier jour
   *[other] { $n } derniers jours
}
field-statistics-too-fine = { $n ->
    [one] { $n } période au plus : regroupez plus de jours
   *[other] { $n } périodes au plus : regroupez plus de jours
}
