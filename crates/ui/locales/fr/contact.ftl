### Contacts

contact-title = Contacts
contact-lead = Ces contacts servent à vous connecter et à retrouver l'accès. Nous y envoyons les codes et les messages.
contact-change = Modifier les contacts
contact-confirmed = confirmé
contact-unconfirmed = attend le code
contact-only-one = C'est votre seul contact confirmé, il ne peut donc pas être supprimé. Ajoutez d'abord un second.
contact-enter-code = Saisir le code
contact-drop = Ne pas ajouter
contact-send-code = Recevoir un code

contact-add-mobile_phone = Ajouter un téléphone
contact-add-email = Ajouter une adresse
contact-replace-mobile_phone = Remplacer le numéro
contact-replace-email = Remplacer l'adresse
contact-remove-mobile_phone = Supprimer le numéro
contact-remove-email = Supprimer l'adresse
contact-why-mobile_phone = Le téléphone est le moyen le plus simple de retrouver l'accès si vous oubliez le mot de passe.
contact-why-email = Les messages vous parviennent par courriel quand le téléphone n'est pas à portée de main.
contact-how-mobile_phone = Nous enverrons un SMS avec un code au nouveau numéro. Le numéro actuel reste valable jusqu'à la saisie du code.
contact-how-email = Nous enverrons un message avec un code à la nouvelle adresse. L'adresse actuelle reste valable jusqu'à la saisie du code.
contact-hint-mobile_phone = Par exemple, +7 912 345-67-89
contact-hint-email = Par exemple, maria@example.org

contact-code-title = Saisissez le code
contact-code-label = Code reçu
contact-code-hint = Six chiffres
contact-code-other = Indiquer un autre contact
contact-code-sent-mobile_phone = Nous avons envoyé un SMS avec un code au { $to }.
contact-code-sent-email = Nous avons envoyé un message avec un code à { $to }.

contact-remove-title = Supprimer ce contact ?
contact-remove-text = { $contact } ne recevra plus de codes ni de messages, et vous ne pourrez plus vous connecter avec.
contact-remove-do = Supprimer

field-contact-yours = Ce contact figure déjà dans votre compte
refusal-contact-last = C'est votre seul contact confirmé. Ajoutez d'abord un autre.

contact-link-text = Vous avez suivi le lien du message. Appuyez sur le bouton pour confirmer l’adresse { $contact }.
contact-link-over-text = Il a déjà servi, il est trop ancien, ou il appartient à un autre compte. Demandez un nouveau message sur la page « Contacts ».
contact-link-over-next = Vers les contacts
