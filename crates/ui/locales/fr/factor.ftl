### Second facteur

factor-title = Connexion avec un second facteur
factor-lead = En plus du mot de passe, le portail demandera une chose que vous seul avez : votre téléphone, une clé ou une application de codes. Un mot de passe volé ne sert alors à personne.
factor-on = activé
factor-remove = Retirer
factor-remove-last = Vous n'avez pas d'autre second facteur : il ne restera que le mot de passe, et les codes enregistrés ne vaudront plus rien.
factor-codes-missing = Enregistrez des codes en cas de perte
factor-codes-missing-text = Si le téléphone se perd, des codes enregistrés vous laisseront entrer. Sans eux, seul un centre de service peut aider.
factor-codes-make = Obtenir des codes de secours
factor-ask-login = Confirmez la connexion
factor-ask-proof = Confirmez que c'est vous
factor-ask-proof-text = La suite change la protection de votre compte : nous le demandons encore une fois. La réponse vaut dix minutes.
factor-ask-passkey = Appuyez sur le bouton et confirmez sur votre appareil : empreinte, visage ou code PIN.
factor-other-way = Autre moyen
factor-by-passkey = Clé d'accès
factor-by-totp = Code de l'application
factor-by-recovery_code = Code de secours
factor-lost = Rien de tout cela n'est à portée de main ?
factor-lost-text = Si tout est perdu, venez dans un centre de service avec le passeport et le SNILS. On y retire le second facteur et vous retrouvez le même compte, avec ses données et son niveau.
factor-later = Plus tard
passkey-title = Clés d'accès
passkey-text = Connexion sans mot de passe : empreinte, visage ou code PIN sur votre appareil. Personne ne peut vous soutirer une telle clé.
passkey-closed = fermée
passkey-closed-text = Cette clé semble avoir été copiée : elle ne vaut plus rien. Retirez-la et ajoutez-en une nouvelle.
passkey-since = Ajoutée : { $at }
passkey-used = Dernière utilisation : { $at }
passkey-rename = Renommer
passkey-add = Ajouter une clé d'accès
passkey-add-lead = Donnez à la clé un nom qui vous la fera reconnaître, puis confirmez sur l'appareil.
passkey-add-do = Ajouter
passkey-name-label = Nom
passkey-name-hint = Par exemple : mon téléphone
passkey-not-here = Les clés d'accès ne fonctionnent pas à cette adresse : le navigateur exige un nom de site et une connexion sécurisée.
passkey-without-scripts = Une clé d'accès exige les scripts (JavaScript), désactivés dans votre navigateur. Choisissez un autre moyen : le code d'une application s'en passe.
passkey-wait = Confirmez sur l'appareil…
passkey-failed = L'appareil n'a pas confirmé. Réessayez.
passkey-unknown-here = Ce navigateur ne gère pas les clés d'accès. Choisissez un autre moyen.
passkey-ask-title = Clé d'accès
passkey-ask-text = Confirmez sur votre appareil : empreinte, visage ou code PIN.
passkey-ask-do = Utiliser une clé d'accès
passkey-other-way = Se connecter autrement
passkey-remove = Retirer la clé d'accès
passkey-remove-text = Elle ne laissera plus entrer. Supprimez-la aussi sur l'appareil.
totp-title = Application de codes
totp-text = Une application du téléphone affiche un nouveau code toutes les 30 secondes, même hors connexion. Toute application de codes à usage unique convient.
totp-since = Depuis : { $at }
totp-set = Configurer une application
totp-set-do = Activer
totp-remove = Désactiver l'application
totp-remove-text = Nous ne demanderons plus le code de l'application à la connexion.
totp-setup-lead = Il vous faut une application de codes à usage unique sur votre téléphone.
totp-setup-scan = Ouvrez l'application et visez l'image avec l'appareil photo.
totp-setup-picture = Code QR pour l'application
totp-setup-type = Pas d'appareil photo ? Saisissez cette clé dans l'application :
totp-setup-prove = Saisissez le code affiché par l'application.
totp-code-label = Code de l'application
totp-code-hint = 6 chiffres, renouvelés toutes les 30 secondes
recovery-codes-title = Codes de secours
recovery-codes-text = Dix codes pour les jours sans téléphone ni clé. Chacun sert une fois. Nous ne les montrons que maintenant : imprimez-les ou notez-les.
recovery-codes-left = { $n ->
    [0] Vous n'avez aucun code de secours.
    [one] Il vous reste { $n } code de secours.
   *[other] Il vous reste { $n } codes de secours.
}
recovery-codes-again = Obtenir de nouveaux codes
recovery-codes-replace = { $n ->
    [one] Les nouveaux codes remplacent celui qui vous reste ({ $n }) : il ne vaudra plus rien.
   *[other] Les nouveaux codes remplacent ceux qui vous restent ({ $n }) : ils ne vaudront plus rien.
}
recovery-codes-make = Créer les codes
recovery-codes-made = Imprimez cette page ou notez les codes. Nous ne les montrerons plus.
recovery-codes-keep = Gardez-les avec votre passeport et ne les communiquez à personne. Rayez tout code utilisé.
recovery-codes-saved = Les codes sont enregistrés
recovery-code-label = Code de secours
recovery-code-hint = 10 caractères, comme sur votre feuille
security-factor-off = Seul le mot de passe est demandé. Ajoutez un second facteur pour qu'un mot de passe volé ne serve à personne.
security-factor-on = Les connexions sont confirmées par un second facteur.
security-factor-do = Configurer le second facteur
security-lock = Bloquer le compte
security-lock-text = Si vous pensez qu'un inconnu est entré, fermez le compte à tous. Vous le rouvrirez en récupérant l'accès.
security-restricted = Jusqu'au { $until }, tout ce qui touche à l'argent, à la signature et aux autres sites est fermé : une connexion a eu lieu avec un code de secours. Un centre de service peut lever la restriction plus tôt.
security-restricted-title = Le compte est restreint pour un temps
login-passkey = Se connecter avec une clé d'accès

### Blocage

lock-title = Bloquer le compte
lock-text = Bloquez-le si vous pensez qu'un inconnu s'est emparé de votre mot de passe, de votre téléphone ou de votre messagerie.
lock-what = Ce qui se passe
lock-what-sessions = Vous serez déconnecté de tous les appareils, celui-ci compris.
lock-what-login = Personne n'entrera, ni par mot de passe ni par clé d'accès.
lock-what-data = Les données, le niveau et les demandes restent en place.
lock-open = Comment le rouvrir
lock-open-recovery = Récupérez l'accès : recevez un code par téléphone ou messagerie et choisissez un nouveau mot de passe.
lock-open-factor = Récupérez l'accès, choisissez un nouveau mot de passe et confirmez la connexion par le second facteur ou un code de secours.
lock-open-center = Récupérez l'accès et choisissez un nouveau mot de passe, puis venez dans un centre de service avec le passeport et le SNILS. Un code ne suffit pas : le téléphone ou la messagerie peuvent être en de mauvaises mains.
lock-do = Bloquer
locked-title = Le compte est bloqué
locked-text = Vous êtes déconnecté partout et personne ne peut entrer. Pour rouvrir le compte, récupérez l'accès.
locked-next = Récupérer l'accès
not-me-title = Ce n'était pas vous ?
not-me-lead = Quelqu'un s'est connecté à votre compte :
not-me-when = Quand
not-me-device = Appareil
not-me-network = Réseau
not-me-text = Si ce n'était pas vous, nous fermons toutes les sessions et bloquons le compte. Vous seul pourrez le rouvrir, en récupérant l'accès.
not-me-do = Ce n'était pas moi, bloquer le compte
not-me-was = C'était moi
not-me-over-title = Le lien n'est plus valable
not-me-over-text = Il a déjà servi, ou plus de 30 jours ont passé. Si vous pensez qu'un inconnu est entré, récupérez l'accès : cela ferme toutes les sessions.
recovery-done-factor = À la connexion, nous demanderons le second facteur comme avant. S'il n'est pas à portée de main, un code de secours convient ; si tout est perdu, un centre de service aidera.
recovery-done-center = Le compte était bloqué. Pour le rouvrir, venez dans un centre de service avec le passeport et le SNILS.
recovery-done-find-center = Trouver un centre de service

### Refus

field-recovery-code-empty = Saisissez un code de secours
field-recovery-code-format = Un code de secours comporte 10 lettres et chiffres
field-recovery-code-wrong = Ce code n'existe pas ou a déjà servi
field-required-passkey_name = Saisissez un nom
refusal-proof-due = Confirmez d'abord que c'est vous.
refusal-login-step-over = Trop de temps ou trop de tentatives. Reconnectez-vous.
refusal-factor-setup-over = La configuration n'a pas commencé ou s'est interrompue. Recommencez.
refusal-factor-already-set = Une application est déjà configurée.
refusal-passkey-wrong = La clé d'accès ne convient pas. Réessayez ou choisissez un autre moyen.
refusal-passkey-copied = Cette clé d'accès semble avoir été copiée et nous l'avons fermée. Connectez-vous autrement et ajoutez-en une nouvelle.
refusal-passkey-over = Trop de temps a passé. Réessayez.
refusal-passkey-too-many = Dix clés d'accès au plus. Retirez-en une dont vous n'avez pas besoin.
refusal-passkey-known = Cette clé a déjà été ajoutée.
refusal-disavowal-over = Le lien n'est plus valable.
refusal-account-locked-center = Le compte est bloqué. Pour le rouvrir, venez dans un centre de service avec le passeport et le SNILS.
refusal-account-restricted = Le compte est restreint pour un temps, cette action est fermée.

### Notifications et journal

notice-totp_set = Les connexions sont confirmées par une application.
message-totp_set-sms = { -message-system-short } : confirmation des connexions par une application activée. Si ce n'était pas vous, récupérez l'accès
message-totp_set-subject = Confirmation des connexions activée
message-totp_set-body = Désormais, le code d’une application est demandé pour entrer dans votre compte.
message-totp_set-action = Ouvrir les réglages de sécurité
message-totp_set-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-totp_removed = Le code de l'application n'est plus demandé.
message-totp_removed-sms = { -message-system-short } : confirmation des connexions par application désactivée. Si ce n'était pas vous, récupérez l'accès
message-totp_removed-subject = Confirmation des connexions désactivée
message-totp_removed-body = Le code de l’application n’est plus demandé pour entrer dans votre compte.
message-totp_removed-action = Ouvrir les réglages de sécurité
message-totp_removed-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-passkey_added = Une clé d'accès a été ajoutée.
message-passkey_added-sms = { -message-system-short } : une clé d'accès a été ajoutée. Si ce n'était pas vous, récupérez l'accès
message-passkey_added-subject = Une clé d’accès a été ajoutée
message-passkey_added-body = Une clé d’accès a été ajoutée à votre compte : elle permet d’entrer sans mot de passe.
message-passkey_added-action = Ouvrir les réglages de sécurité
message-passkey_added-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-passkey_removed = Une clé d'accès a été retirée.
message-passkey_removed-sms = { -message-system-short } : une clé d'accès a été retirée. Si ce n'était pas vous, récupérez l'accès
message-passkey_removed-subject = Une clé d’accès a été retirée
message-passkey_removed-body = Une clé d’accès a été retirée de votre compte.
message-passkey_removed-action = Ouvrir les réglages de sécurité
message-passkey_removed-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-passkey_closed = Une clé d'accès a été fermée : elle semble avoir été copiée.
message-passkey_closed-sms = { -message-system-short } : une clé d'accès a été fermée, elle semble copiée. Si ce n'était pas vous, récupérez l'accès
message-passkey_closed-subject = Une clé d’accès a été fermée
message-passkey_closed-body = Une de vos clés d’accès semble avoir été copiée. Nous l’avons fermée : elle ne laisse plus entrer personne. Retirez-la et ajoutez-en une nouvelle.
message-passkey_closed-action = Ouvrir les réglages de sécurité
message-passkey_closed-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-recovery_codes_made = De nouveaux codes de secours ont été créés.
message-recovery_codes_made-sms = { -message-system-short } : de nouveaux codes de secours ont été créés. Si ce n'était pas vous, récupérez l'accès
message-recovery_codes_made-subject = Codes de secours créés
message-recovery_codes_made-body = De nouveaux codes de secours ont été créés pour votre compte. Les anciens ne valent plus rien.
message-recovery_codes_made-action = Ouvrir les réglages de sécurité
message-recovery_codes_made-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-recovery_code_used = Un code de secours a été utilisé.
message-recovery_code_used-sms = { -message-system-short } : un code de secours a été utilisé. Si ce n'était pas vous, récupérez l'accès
message-recovery_code_used-subject = Un code de secours a été utilisé
message-recovery_code_used-body = Un des codes de secours de votre compte a été utilisé. Il ne vaut plus rien.
message-recovery_code_used-action = Ouvrir les réglages de sécurité
message-recovery_code_used-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-factors_reset = Le second facteur a été retiré dans un centre de service.
message-factors_reset-sms = { -message-system-short } : second facteur retiré dans un centre de service
message-factors_reset-subject = Second facteur retiré
message-factors_reset-body = Dans un centre de service, le second facteur de votre compte a été retiré. Configurez-le de nouveau après la connexion.
message-factors_reset-action = Ouvrir les réglages de sécurité
message-factors_reset-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-account_locked = Le compte a été bloqué.
message-account_locked-sms = { -message-system-short } : votre compte est bloqué, toutes les sessions sont fermées. Pour le rouvrir, récupérez l'accès sur la page de connexion
message-account_locked-subject = Votre compte est bloqué
message-account_locked-body = Votre compte est bloqué et toutes les sessions sont fermées. Pour le rouvrir, récupérez l’accès sur la page de connexion.
message-account_locked-action = Ouvrir les réglages de sécurité
message-account_locked-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-account_unlocked = Le compte est rouvert.
message-account_unlocked-sms = { -message-system-short } : votre compte est rouvert
message-account_unlocked-subject = Votre compte est rouvert
message-account_unlocked-body = Le blocage et les restrictions de votre compte sont levés.
message-account_unlocked-action = Ouvrir les réglages de sécurité
message-account_unlocked-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-account_restricted = Le compte est restreint pour un temps.
message-account_restricted-sms = { -message-system-short } : votre compte est restreint pour un temps après une connexion par code de secours. Si ce n'était pas vous, récupérez l'accès
message-account_restricted-subject = Votre compte est restreint pour un temps
message-account_restricted-body = Quelqu’un est entré dans votre compte avec un code de secours. Tout ce qui touche à l’argent, à la signature et aux autres sites est donc fermé pour un temps.
message-account_restricted-action = Ouvrir les réglages de sécurité
message-account_restricted-after = Si ce n’était pas vous, récupérez aussitôt l’accès sur la page de connexion.
notice-totp-set = C'est fait : les connexions sont désormais confirmées par l'application.
notice-totp-removed = L'application est désactivée.
notice-passkey-added = La clé d'accès est ajoutée.
notice-passkey-renamed = Le nom est modifié.
notice-passkey-removed = La clé d'accès est retirée.
notice-login-step-over = Trop de temps ou trop de tentatives. Reconnectez-vous.
notice-passkey-over = Trop de temps a passé. Réessayez.
notice-factor-setup-over = La configuration s'est interrompue. Recommencez.
audit-totp-set = Confirmation des connexions par application activée
audit-totp-removed = Confirmation des connexions par application désactivée
audit-passkey-added = Clé d'accès ajoutée
audit-passkey-renamed = Clé d'accès renommée
audit-passkey-removed = Clé d'accès retirée
audit-passkey-closed = Clé d'accès fermée : elle semble avoir été copiée
audit-recovery-codes-made = Codes de secours créés
audit-recovery-code-used = Code de secours utilisé
audit-factor-failed = Échec de la confirmation par second facteur
audit-factors-reset = Second facteur retiré
audit-account-locked = Compte bloqué
audit-account-unlocked = Compte débloqué
audit-account-restricted = Compte restreint pour un temps
session-end-second_factor_set = fermée à l'ajout d'un second facteur
session-end-second_factor_reset = fermée au retrait du second facteur
session-end-disabled = fermée par un agent
session-end-locked = fermée au blocage du compte

### Aide

help-second-factor-title = Comment protéger la connexion par un second facteur
help-second-factor-lead = Un mot de passe peut être épié ou soutiré. Le second facteur, vous seul l'avez.
help-second-factor-body =
    ## Que choisir
    - Une clé d'accès : connexion par empreinte, visage ou code PIN. Le moyen le plus sûr et le plus rapide.
    - Une application de codes : le téléphone affiche six chiffres, même hors connexion.

    Vous pouvez avoir les deux.

    ## Comment l'activer
    1. Ouvrez [Sécurité](/account/security/second-factor) dans votre espace personnel.
    2. Appuyez sur « Ajouter une clé d'accès » ou « Configurer une application ».
    3. Obtenez des codes de secours et imprimez-les.

    ## Le téléphone n'est pas à portée de main
    Sur la page de connexion, choisissez « Code de secours » et saisissez l'un des codes imprimés. Chacun sert une fois. Ensuite, tout ce qui touche à l'argent et à la signature est fermé pendant trois jours.

    ## Mot de passe oublié
    Comme d'habitude, [récupérez l'accès](/recovery). Le second facteur sera demandé ensuite aussi : ni SMS ni message ne l'annulent.

    ## Tout est perdu
    Venez dans un [centre de service](/service-centers) avec le passeport et le SNILS. On y vérifie que c'est vous et on retire le second facteur. Le compte reste le même, avec le même niveau.

    ## Quelqu'un d'autre est entré
    Nous vous écrivons à chaque connexion depuis un nouveau lieu. Appuyez sur « Ce n'était pas moi » dans le message : toutes les sessions se ferment et le compte est bloqué jusqu'à ce que vous récupériez l'accès. Vous pouvez aussi le faire dans [Sécurité](/account/security).
