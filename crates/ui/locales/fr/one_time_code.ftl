### Codes à usage unique et liens

code-title-sms = Saisissez le code reçu par SMS
code-sent-sms = Nous avons envoyé un SMS au { $contact }.
code-sent-sms-masked = Si un compte correspond à ces données, nous avons envoyé un SMS au { $contact }.
code-label-sms = Code reçu par SMS
code-title-both = Saisissez le code reçu par SMS ou par courriel
code-both-lead = Un seul code suffit. Au lieu de saisir le code du message, vous pouvez suivre son lien. L'autre contact peut être confirmé maintenant ou plus tard.
code-title-letter = Un message a été envoyé à { $contact }
code-sent-letter-maybe = Si un compte correspond à ces données, le message arrivera dans quelques minutes.
code-letter-link = Ouvrez le message et suivez le lien. Vous pouvez aussi le faire sur un autre appareil.
code-letter-link-hours = { $n ->
    [one] Le lien est valable { $n } heure.
   *[other] Le lien est valable { $n } heures.
}
code-letter-or = Ou saisissez ici le code du message
code-label-letter = Code reçu par courriel
code-hint = { $n ->
    [one] { $n } chiffre. Les espaces ne comptent pas.
   *[other] { $n } chiffres. Les espaces ne comptent pas.
}
code-hint-sent = Envoyé à { $contact }. { code-hint }
code-also-letter = Un message a été envoyé à { $contact }. Si le SMS n'arrive pas, suivez le lien du message : cela suffit. L'autre contact pourra être confirmé plus tard.
code-missing = Pas de code ?
code-missing-letter = Pas de message ?
code-missing-sms-text = Attendez une minute : un SMS tarde parfois. Vérifiez le numéro. Puis demandez un autre code.
code-missing-letter-text = Regardez dans le dossier des indésirables. Vérifiez l'adresse. Puis demandez un autre message.
code-missing-both-text = Attendez une minute : un SMS tarde parfois, et le message peut être dans le dossier des indésirables. Vérifiez le numéro et l'adresse. Puis demandez un autre code.
code-confirmed = { $contact } : confirmé
code-confirmed-text = L'autre contact peut être confirmé maintenant, ou plus tard dans l'espace personnel.
code-confirmed-skip = Continuer l'inscription
code-missing-recovery = Ce contact ne figure peut-être pas sur le compte. Essayez de récupérer le mot de passe par SNILS.
code-missing-recovery-link = Récupérer par SNILS
code-change = Changer le téléphone ou l'adresse
code-change-recovery = Indiquer d'autres données
notice-code-sent = Nous avons envoyé un nouveau code.
notice-letter-sent = Nous avons envoyé un nouveau message.

code-link-title = Confirmez l'adresse électronique
code-link-text = Vous avez suivi le lien du message. Appuyez sur le bouton pour continuer l'inscription.
code-link-title-recovery = Récupération du mot de passe
code-link-text-recovery = Vous avez suivi le lien du message. Appuyez sur le bouton pour choisir un nouveau mot de passe.
code-link-over-title = Le lien n'est plus valable
code-link-over-text = Il a expiré ou a déjà servi. Seul le lien du dernier message est valable.
code-link-over-again = Recevoir un nouveau message

field-code-wrong = { $left ->
    [one] Le code n'est pas le bon. Il reste { $left } essai
   *[other] Le code n'est pas le bon. Il reste { $left } essais
}
field-code-empty = Saisissez le code
field-code-expired = Le code a expiré. Demandez-en un nouveau.
field-code-locked = Trop d'essais manqués. Demandez un nouveau code.
field-code-void = Ce code n'est plus valable. Saisissez le code du dernier message ou demandez-en un nouveau.
refusal-code-wrong = { field-code-wrong }
refusal-code-expired = { field-code-expired }
refusal-code-locked = { field-code-locked }
refusal-code-void = { field-code-void }
refusal-code-too-early = { $seconds ->
    [one] Un nouveau code pourra être demandé dans { $seconds } seconde.
   *[other] Un nouveau code pourra être demandé dans { $seconds } secondes.
}
refusal-code-too-many = Trop de messages ont été envoyés. Réessayez demain ou indiquez un autre contact.

code-link-not-yours = Si ce nom n’est pas le vôtre ou si l’un des contacts est celui d’un autre, n’appuyez sur rien : une autre personne a commencé cette inscription.
code-applicant-name = Nom
code-applicant-contacts = Contacts
code-cancel = Interrompre et oublier la saisie
notice-entry-cancelled = Ce que vous aviez commencé est interrompu. Il n’en reste rien sur cet appareil.
field-code-format = Saisissez le code à { $digits } chiffres. Cette tentative ne compte pas.
refusal-code-format = { field-code-format }
refusal-code-too-many-network = { $seconds ->
    [one] Trop de codes ont été demandés depuis votre réseau. Réessayez dans { $seconds } seconde ou depuis un autre réseau.
   *[other] Trop de codes ont été demandés depuis votre réseau. Réessayez dans { $seconds } secondes ou depuis un autre réseau.
}
