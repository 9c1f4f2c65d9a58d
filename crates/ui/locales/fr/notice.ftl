### Notifications : le fil de l'espace et la ligne au-dessus d'une page

notice-title = Notifications
notice-none = Pas encore de notifications.
notice-new = nouveau
notice-all = Toutes les notifications
notice-mark-read = Tout marquer comme lu
notice-open = Ouvrir

notice-verification_verified = La vérification de vos données personnelles est terminée : tout concorde. Votre compte est standard.
notice-verification_rejected = La vérification de vos données personnelles est terminée : certaines ne concordent pas.
notice-verification_delayed = La vérification de vos données personnelles est retardée. Un agent va s'en occuper.
notice-identity_confirmed = Votre identité est confirmée. { $method ->
    [registered_letter] Tous les services, sauf fiscaux, vous sont ouverts.
   *[other] Tous les services vous sont ouverts.
}
notice-confirmation_locked = Un code de confirmation a été mal saisi trop souvent. Le champ est fermé pour un temps.
notice-account_level_changed = Le niveau de votre compte a changé.
notice-password_changed = Le mot de passe a été changé.
notice-security_question_changed = La question de sécurité a été changée.
notice-contact_added = { $contact ->
    [email] Une adresse électronique a été confirmée.
   *[phone] Un numéro de téléphone a été confirmé.
}
notice-contact_removed = { $contact ->
    [email] Une adresse électronique a été supprimée.
   *[phone] Un numéro de téléphone a été supprimé.
}
notice-sessions_ended = Les sessions sur d'autres appareils ont été terminées.
notice-new_login = Connexion depuis un nouvel appareil.
notice-access_restored = Un centre de services a rétabli votre accès. Choisissez un nouveau mot de passe si ce n’est pas fait.
notice-data_corrected = Un centre de services a corrigé vos données d’après le document.
notice-other = Il y a du nouveau sur votre compte.

notice-contact-in-force = C'est fait, le contact est confirmé.
notice-contact-removed = Le contact a été supprimé.
notice-password-changed = Le mot de passe a été changé. Il faudra vous reconnecter sur les autres appareils.
notice-question-set = La question de sécurité a été enregistrée.
notice-question-removed = La question de sécurité a été retirée.
notice-session-ended = La session a été terminée.
notice-sessions-ended = Les autres appareils sont déconnectés.

notice-letter_ordered = Une lettre avec un code de confirmation a été commandée.
notice-letter_dispatched = La poste a accepté votre lettre avec le code.
notice-letter_awaiting_pickup = La lettre avec votre code vous attend à la poste. Prenez votre passeport.
notice-letter_handed_over = La lettre a été remise. Saisissez le code qu’elle contient.
notice-letter_returned = La lettre avec votre code n’a pas été remise et a été renvoyée.
notice-letter_reminder = La lettre avec votre code vous attend toujours à la poste.
notice-letter_code_reminder = Le code de votre lettre n’a pas encore été saisi.
