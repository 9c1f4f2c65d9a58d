# Messages à une personne par courriel et SMS. Courts, sans données personnelles superflues (R221).
# Pour chaque type : -sms ; pour une lettre -subject, -body, avec un lien -action, avec une suite -after.

-message-system = Okno
-message-system-short = Okno
message-level = { $level ->
    [simplified] simplifié
    [standard] standard
   *[confirmed] confirmé
}

message-greeting = Bonjour,
message-code = Code : { $code }
message-code-instead = Ou saisissez ce code sur la page ouverte : { $code }
message-link-life = Le lien est valable { $hours } h.
message-code-life = Le code est valable { $minutes } min. Ne le communiquez à personne : nos agents ne le demandent jamais.
message-link-fallback = Si le bouton ne fonctionne pas, copiez cette adresse dans la barre d’adresse de votre navigateur :
message-footer = Cette lettre a été envoyée automatiquement par le système d’identification { -message-system }. Merci de ne pas y répondre.

message-registration_code-sms = { -message-system-short } : code d'inscription { $code }, valable { $minutes } min. Ne le communiquez à personne
message-registration_link-subject = Confirmez votre adresse pour terminer l’inscription
message-registration_link-body =
    Une demande d’inscription dans le système d’identification { -message-system } a été déposée à votre nom.

    Pour la terminer, confirmez cette adresse électronique et choisissez un mot de passe. Pour cela, suivez le lien.
message-registration_link-action = Confirmer l’adresse
message-registration_link-after = Si vous n’avez pas déposé cette demande, ne faites rien : sans confirmation, aucun compte n’est créé.

message-registration_existing-sms = { -message-system-short } : une inscription a été tentée avec ce numéro. Vous avez déjà un compte : connectez-vous ou récupérez le mot de passe
message-registration_existing-subject = Vous avez déjà un compte
message-registration_existing-body =
    Quelqu’un, peut-être vous, a essayé de s’inscrire dans le système d’identification { -message-system } avec cette adresse. Elle est déjà confirmée pour un compte existant.

    Il est inutile de vous inscrire une seconde fois : connectez-vous ou, si vous avez oublié le mot de passe, récupérez-le sur la page de connexion.
message-registration_existing-action = Se connecter
message-registration_existing-after = Si ce n’était pas vous, ne faites rien : rien n’a changé dans votre compte.

message-contact_code-sms = { -message-system-short } : code de confirmation { $code }, valable { $minutes } min. Ne le communiquez à personne
message-contact_code-subject = Code de confirmation
message-contact_code-body = Ce contact a été indiqué dans un compte du système d’identification { -message-system }. Pour le confirmer, saisissez le code sur la page des contacts.
message-contact_code-after = Si vous n’avez pas indiqué cette adresse, ne faites rien.
message-contact_link-subject = Confirmez votre adresse électronique
message-contact_link-body = Cette adresse a été indiquée dans un compte du système d’identification { -message-system }. Pour la confirmer, suivez le lien.
message-contact_link-action = Confirmer l’adresse
message-contact_link-after = Si vous n’avez pas indiqué cette adresse, ne faites rien.

message-recovery_code-sms = { -message-system-short } : code pour un nouveau mot de passe { $code }, valable { $minutes } min. Ne le communiquez à personne
message-recovery_link-subject = Récupération de l’accès
message-recovery_link-body = Quelqu’un, peut-être vous, a demandé à récupérer l’accès à votre compte dans le système d’identification { -message-system }. Pour choisir un nouveau mot de passe, suivez le lien.
message-recovery_link-action = Choisir un nouveau mot de passe
message-recovery_link-after = Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même.

message-recovery_unknown-sms = { -message-system-short } : une récupération a été demandée, mais aucun compte n'a ce numéro. Si ce n'était pas vous, ne faites rien
message-recovery_unknown-subject = Aucun compte n’a cette adresse
message-recovery_unknown-body =
    Quelqu’un, peut-être vous, a demandé à récupérer un accès dans le système d’identification { -message-system }. Aucun compte n’a cette adresse.

    Vous avez peut-être indiqué une autre adresse ou un numéro de téléphone. Si vous n’avez pas encore de compte, vous pouvez en créer un.
message-recovery_unknown-action = S’inscrire
message-recovery_unknown-after = Si ce n’était pas vous, ne faites rien.

message-password_changed-sms = { -message-system-short } : votre mot de passe a été modifié. Si ce n'était pas vous, récupérez sans attendre l'accès sur la page de connexion
message-password_changed-subject = Votre mot de passe a été modifié
message-password_changed-body = Le mot de passe de votre compte dans le système d’identification { -message-system } a été modifié.
message-password_changed-action = Ce n’était pas moi
message-password_changed-after = Si c’était vous, il n’y a rien à faire. Sinon, récupérez aussitôt l’accès.

message-verification_verified-sms = { -message-system-short } : vérification terminée, niveau du compte : standard. Reconnectez-vous pour continuer
message-verification_verified-subject = La vérification de vos données est terminée
message-verification_verified-body =
    La vérification de vos données personnelles est terminée et les données sont confirmées. Le niveau de votre compte est « standard ».

    L’étape suivante est de confirmer votre identité. Tous les services vous seront alors ouverts.
message-verification_verified-action = Passer à l’étape suivante

message-verification_rejected-sms = { -message-system-short } : vérification terminée, des données ne correspondent pas. Connectez-vous, corrigez-les et renvoyez-les
message-verification_rejected-subject = Vos données n’ont pas passé la vérification
message-verification_rejected-body = La vérification de vos données personnelles est terminée : certaines ne correspondent pas. Votre espace personnel montre lesquelles. Corrigez-les et renvoyez-les. Le niveau de votre compte n’a pas changé.
message-verification_rejected-action = Voir et corriger

message-verification_delayed-sms = { -message-system-short } : la vérification de vos données dure plus longtemps que d'habitude. Un agent s'en occupe, nous vous dirons le résultat
message-verification_delayed-subject = La vérification de vos données est retardée
message-verification_delayed-body =
    La vérification de vos données personnelles ne s’est pas terminée dans le délai habituel. Un agent s’en occupe.

    Vous n’avez rien à faire : nous vous communiquerons le résultat.
message-verification_delayed-action = Voir où elle en est

message-account_level_changed-sms = { -message-system-short } : nouveau niveau de votre compte : { message-level }. Reconnectez-vous
message-account_level_changed-subject = Le niveau de votre compte a changé
message-account_level_changed-body = Nouveau niveau de votre compte : { message-level }. Reconnectez-vous pour qu’il prenne effet.
message-account_level_changed-action = Se connecter

message-identity_confirmed-sms = { -message-system-short } : votre identité est confirmée. { $method ->
    [registered_letter] Tous les services, sauf fiscaux, vous sont ouverts
   *[other] Tous les services vous sont ouverts
}
message-identity_confirmed-subject = Votre identité est confirmée
message-identity_confirmed-body = Votre identité est confirmée et votre compte est désormais confirmé. { $method ->
    [registered_letter] Tous les services du portail vous sont ouverts, sauf les services fiscaux : pour ceux-ci, confirmez aussi votre identité par un autre moyen.
   *[other] Tous les services du portail vous sont ouverts.
}
message-identity_confirmed-action = Voir ce qui est ouvert
message-identity_confirmed-after = Si ce n’était pas vous, écrivez tout de suite à l’assistance.

message-confirmation_locked-sms = { -message-system-short } : un code de confirmation a été mal saisi trop souvent. Le champ est fermé pour un temps
message-confirmation_locked-subject = Un code de confirmation a été mal saisi
message-confirmation_locked-body = Dans votre compte, un code de confirmation a été mal saisi plusieurs fois. Le champ est fermé pour un temps, puis se rouvre de lui-même. Votre compte fonctionne comme d’habitude.
message-confirmation_locked-action = Voir les moyens de confirmation
message-confirmation_locked-after = Si ce n’était pas vous, changez votre mot de passe.

message-sessions_ended-sms = { -message-system-short } : toutes les sessions ont été fermées. Si ce n'était pas vous, récupérez l'accès sur la page de connexion
message-sessions_ended-subject = Des sessions ont été fermées
message-sessions_ended-body = Les sessions de votre compte sur d’autres appareils ont été fermées. Reconnectez-vous pour continuer à y travailler.
message-sessions_ended-action = Se connecter
message-sessions_ended-after = Si ce n’était pas vous, récupérez l’accès sur la page de connexion.

message-new_login-sms = { -message-system-short } : connexion depuis un nouveau lieu. Si ce n'était pas vous, ouvrez Sécurité et bloquez le compte
message-new_login-subject = Connexion depuis un nouvel appareil
message-new_login-body = Quelqu’un s’est connecté à votre compte depuis un appareil ou un réseau jamais utilisé auparavant. Si c’était vous, il n’y a rien à faire.
message-new_login-action = Ce n’était pas moi
message-new_login-after = Si ce n’était pas vous, appuyez sur le bouton : toutes les sessions se ferment et le compte est bloqué jusqu’à ce que vous récupériez l’accès.

message-contact_added-sms = { -message-system-short } : un nouveau contact a été ajouté à votre compte. Si ce n'était pas vous, changez de mot de passe
message-contact_added-subject = Un nouveau contact a été ajouté
message-contact_added-body = Une nouvelle adresse électronique ou un nouveau numéro de téléphone a été ajouté à votre compte et confirmé.
message-contact_added-action = Vérifier les contacts
message-contact_added-after = Si ce n’était pas vous, changez de mot de passe et supprimez ce contact.

message-contact_removed-sms = { -message-system-short } : un contact a été supprimé de votre compte. Si ce n'était pas vous, changez de mot de passe
message-contact_removed-subject = Un contact a été supprimé
message-contact_removed-body = Une adresse électronique ou un numéro de téléphone a été supprimé de votre compte. Plus aucun message n’y est envoyé.
message-contact_removed-action = Vérifier les contacts
message-contact_removed-after = Si ce n’était pas vous, changez de mot de passe.

message-security_question_changed-sms = { -message-system-short } : votre question secrète a été modifiée. Si ce n'était pas vous, changez de mot de passe
message-security_question_changed-subject = Votre question secrète a été modifiée
message-security_question_changed-body = La question secrète de votre compte a été modifiée.
message-security_question_changed-action = Ouvrir les réglages de sécurité
message-security_question_changed-after = Si ce n’était pas vous, changez de mot de passe.

message-account_locked_out-sms = { -message-system-short } : nombreuses tentatives de connexion échouées, désormais ralenties. Si ce n'était pas vous, changez de mot de passe
message-account_locked_out-subject = De nombreuses tentatives de connexion ont échoué
message-account_locked_out-body = Quelqu’un a essayé de nombreuses fois de se connecter à votre compte avec des données erronées. Pour le protéger, les nouvelles tentatives sont ralenties pendant un moment ; vous pouvez toujours vous connecter.
message-account_locked_out-action = Ouvrir les réglages de sécurité
message-account_locked_out-after = Si ce n’était pas vous, changez de mot de passe.

message-letter_ordered-sms = { -message-system-short } : une lettre avec un code de confirmation a été commandée. Si ce n'était pas vous, changez votre mot de passe
message-letter_ordered-subject = Une lettre avec un code a été commandée
message-letter_ordered-body = Une lettre avec un code de confirmation d’identité a été commandée dans votre compte.
message-letter_ordered-action = Voir où est la lettre
message-letter_ordered-after = Si ce n’était pas vous, changez votre mot de passe.

message-letter_dispatched-sms = { -message-system-short } : la poste a accepté votre lettre avec le code. Dans un jour environ, son numéro de suivi sera dans votre compte
message-letter_dispatched-subject = Votre lettre avec le code est en chemin
message-letter_dispatched-body = La poste a accepté la lettre avec votre code de confirmation. Dans un jour environ, vous trouverez dans votre compte le numéro qui permet de la suivre.
message-letter_dispatched-action = Voir où est la lettre

message-letter_awaiting_pickup-sms = { -message-system-short } : la lettre avec votre code vous attend à la poste. Prenez votre passeport
message-letter_awaiting_pickup-subject = Votre lettre avec le code est à la poste
message-letter_awaiting_pickup-body = La lettre avec votre code de confirmation est arrivée à votre bureau de poste. Prenez votre passeport et, si vous l’avez reçu, l’avis.
message-letter_awaiting_pickup-action = Voir où est la lettre

message-letter_handed_over-sms = { -message-system-short } : la lettre a été remise. Saisissez son code dans votre compte
message-letter_handed_over-subject = Saisissez le code de votre lettre
message-letter_handed_over-body = La lettre avec votre code de confirmation a été remise. Connectez-vous à votre compte et saisissez le code.
message-letter_handed_over-action = Saisir le code
message-letter_handed_over-after = Si quelqu’un d’autre a reçu la lettre, écrivez à l’assistance.

message-letter_returned-sms = { -message-system-short } : la lettre avec votre code n'a pas été remise et revient. Vous pourrez en commander une autre dès le { $date }
message-letter_returned-subject = Votre lettre avec le code a été renvoyée
message-letter_returned-body = La lettre avec votre code de confirmation n’a pas été remise et a été renvoyée. Une nouvelle peut être commandée à partir du { $date } ; les autres moyens sont ouverts tout de suite.
message-letter_returned-action = Voir les moyens de confirmation

message-letter_reminder-sms = { -message-system-short } : la lettre avec votre code vous attend toujours à la poste. Prenez votre passeport
message-letter_reminder-subject = Votre lettre avec le code est toujours à la poste
message-letter_reminder-body = La lettre avec votre code de confirmation se trouve à votre bureau de poste. Si personne ne la retire, la poste la renvoie.
message-letter_reminder-action = Voir où est la lettre

message-letter_code_reminder-sms = { -message-system-short } : le code de votre lettre n'a pas encore été saisi. Saisissez-le dans votre compte
message-letter_code_reminder-subject = Le code de votre lettre n’a pas été saisi
message-letter_code_reminder-body = Vous avez la lettre avec votre code de confirmation, mais le code n’a pas encore été saisi. Saisissez-le dans votre compte.
message-letter_code_reminder-action = Saisir le code

message-access_restored-sms = { -message-system-short } : accès rétabli dans un centre de services. Choisissez un mot de passe sur la page de connexion. Pas vous ? Allez vite dans un centre
message-access_restored-subject = L’accès à votre compte est rétabli
message-access_restored-body =
    Un centre de services a rétabli l’accès à votre compte après avoir vu vos documents. L’ancien mot de passe et toutes les sessions ne valent plus rien.

    Choisissez un nouveau mot de passe sur la page de récupération de l’accès.
message-access_restored-action = Choisir un mot de passe
message-access_restored-after = Si vous n’étiez pas dans un centre de services, allez-y vite ou écrivez à l’assistance.

message-account_deleted-sms = { -message-system-short } : compte supprimé pour toujours dans un centre de services. Pas vous ? Écrivez vite à l'assistance
message-account_deleted-subject = Votre compte est supprimé
message-account_deleted-body = Votre compte dans le système d’identification { -message-system } a été supprimé pour toujours dans un centre de services, vos documents ayant été vus. Vos données ne peuvent plus être lues. C’est le dernier message.
message-account_deleted-action = Ouvrir le portail
message-account_deleted-after = Si vous ne l’avez pas demandé, écrivez vite à l’assistance.

message-data_corrected-sms = { -message-system-short } : un centre a corrigé vos données d'après le document. Pas vous ? Écrivez à l'assistance
message-data_corrected-subject = Vos données sont corrigées
message-data_corrected-body = Un centre de services a corrigé des données de votre compte d’après le document. Les registres vérifient les données corrigées ; d’ici là, les données vérifiées restent en vigueur.
message-data_corrected-action = Voir vos données
message-data_corrected-after = Si vous ne l’avez pas demandé, écrivez vite à l’assistance.
