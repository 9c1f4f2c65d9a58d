### Le journal : ce qui est arrivé au compte

history-title = Journal
history-lead = Tout ce qui est arrivé à votre compte : qui a fait quoi, et quand. Les entrées ne peuvent être ni modifiées ni supprimées.
history-acts = Tous les événements
history-levels = Niveaux
history-newest = Vers les derniers événements
history-older = Événements antérieurs
history-strange = Vous voyez quelque chose d'inconnu ?

audit-registered = Compte créé
audit-logged-in = Connexion
audit-logged-out = Déconnexion
audit-login-failed = Échec de connexion : mot de passe erroné
audit-contact-entered = { $contact ->
    [email] Nouvelle adresse électronique indiquée
   *[phone] Nouveau numéro de téléphone indiqué
}
audit-contact-confirmed = { $contact ->
    [email] Adresse électronique confirmée
   *[phone] Numéro de téléphone confirmé
}
audit-contact-replaced = { $contact ->
    [email] Ancienne adresse électronique remplacée
   *[phone] Ancien numéro de téléphone remplacé
}
audit-contact-removed = { $contact ->
    [email] Adresse électronique supprimée
   *[phone] Numéro de téléphone supprimé
}
audit-password-changed = Mot de passe changé
audit-recovery-started = Récupération de l'accès commencée
audit-access-recovered = Accès récupéré, nouveau mot de passe défini
audit-security-question-set = Question de sécurité définie
audit-security-question-removed = Question de sécurité retirée
audit-session-ended = Session terminée depuis un autre appareil
audit-sessions-ended = { $count ->
    [one] { $count } session terminée sur d'autres appareils
   *[other] { $count } sessions terminées sur d'autres appareils
}
audit-verification-submitted = Données personnelles envoyées pour vérification
audit-verification-overdue = Vérification confiée à un agent : le registre n'a pas répondu à temps
audit-data-added = Des données non vérifiées ont été ajoutées au profil
audit-verification-withdrawn = Modification des données retirée ; les données vérifiées restent en vigueur
audit-registry-absent = Vérification confiée à un agent : il n'y a pas de liaison avec le registre
audit-registry-answered = Réponse d'un registre d'État reçue
audit-data-verified = Données modifiées vérifiées
audit-check-accepted = Un agent a examiné le document : tout est exact
audit-check-refused = Un agent a examiné le document : quelque chose ne concorde pas
audit-identity-confirmed = Identité confirmée
audit-identity-not-confirmed = Une tentative de confirmation a échoué : les données diffèrent
audit-confirmation-code-wrong = Un mauvais code de confirmation a été saisi
audit-confirmation-code-locked = Le champ du code de confirmation a été fermé pour un temps
audit-confirmation-expired = Une confirmation en cours a expiré
audit-bank-consent = Consentement à l'échange de données avec une banque donné
audit-bank-not-confirmed = La confirmation par une banque n'a pas abouti
audit-evidence-withdrawn = Une confirmation a été retirée par un agent
audit-level-changed = { $level ->
    [standard] Le compte est devenu standard
    [confirmed] Le compte est devenu confirmé
   *[other] Le niveau du compte a changé
}
audit-operator-looked = { $detail ->
    [confirm_identity] Un agent a consulté vos données pour confirmer votre identité
    [restore_access] Un agent a consulté vos données pour rendre l’accès
    [delete_account] Un agent a consulté vos données pour supprimer le compte
    [correct_data] Un agent a consulté vos données pour corriger une erreur
    [answer_support] Un agent a consulté vos données pour répondre à une demande
    [decide_verification] Un agent a consulté vos données pour décider de la vérification
   *[other] Un agent a consulté vos données
}
audit-approval-asked = Un agent a demandé à un collègue son accord pour un acte sur le compte
audit-approval-given = Un second agent a donné son accord
audit-approval-refused = Un second agent a refusé
audit-approval-withdrawn = Un agent a retiré sa demande
audit-approval-executed = L’acte accepté a été fait
audit-access-restored = Accès rétabli dans un centre de services ; l’ancien mot de passe et les sessions ne valent plus
audit-account-deleted = Compte supprimé pour toujours dans un centre de services
audit-data-corrected = Un agent a corrigé des données d’après le document
audit-confirmation-code-handed-out = Un centre de services a remis un code de confirmation
audit-at-center = à { $center }
audit-other = Une action sur le compte

actor-person = Vous
actor-system = Le portail, automatiquement
actor-registry = { $name ->
    [pension_fund] Caisse de retraite
    [interior_ministry] Ministère de l'Intérieur
   *[other] Registre d'État
}
actor-bank = Banque en ligne
actor-operator = Un de nos agents
actor-unknown = Quelqu'un qui n'était pas connecté

level-method-registration = Inscription
level-method-registry_verification = Vérification dans les registres d'État
level-method-in_person = Confirmation dans un centre de service
level-method-registered_letter = Confirmation par lettre recommandée
level-method-qualified_signature = Confirmation par signature électronique
level-method-electronic_card = Confirmation par carte électronique
level-method-online_bank = Confirmation par une banque en ligne
level-method-withdrawal = Retrait par un agent
level-method-other = Confirmation d'identité
level-source-person = vous
level-source-pension_fund = Caisse de retraite
level-source-interior_ministry = Ministère de l'Intérieur
level-source-code = le code que vous avez saisi
level-source-bank = la banque
level-source-operator = un de nos agents

audit-letter-ordered = Lettre avec un code de confirmation commandée
audit-letter-printed = Lettre avec le code imprimée
audit-letter-not-printed = Lettre avec le code non imprimée
audit-letter-moved = Nouvelles de la lettre avec le code
audit-letter-voided = Le code d’une lettre est devenu sans valeur
audit-letter-reminded = Rappel de la lettre envoyé
actor-carrier = La poste

audit-site-signed-in = Connexion à un site
audit-site-consent-given = Un site a été autorisé à recevoir des données
audit-site-consent-withdrawn = L'accès d'un site a été retiré
audit-site-data-delivered = Données transmises à un site
audit-site-device-let-in = Un appareil a été connecté
audit-site-device-replayed = Le code d'un appareil est venu deux fois ; son accès a été terminé
audit-site-code-replayed = Le code d'un site est venu deux fois ; son accès a été terminé
audit-site-refresh-replayed = Le jeton d'un site est venu deux fois ; son accès a été terminé
audit-site-token-revoked = Un site a renoncé à son accès
audit-site-level-lost = Le compte vaut moins que ce qu'un site accepte ; son accès a été terminé
audit-esia-key-entered = Une clé a été inscrite, avec laquelle un système d'information agit en votre nom
audit-esia-key-used = Un système d'information s'est servi pour la première fois d'une telle clé
