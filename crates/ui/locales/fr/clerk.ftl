### Le poste des agents : servir les visiteurs

clerk-nav-next = Visiteur suivant
clerk-nav-booked = Rendez-vous
clerk-services = Services du guichet
clerk-task-confirm_identity = Confirmer une identité
clerk-task-restore_access = Rétablir l’accès
clerk-task-delete_account = Supprimer un compte
clerk-task-correct_data = Corriger des données
clerk-find-hint = SNILS, téléphone, adresse e-mail ou numéro du document, en entier. La personne voit dans son journal que vous avez regardé.
clerk-find = Chercher
clerk-closed = D’après ses horaires, le centre est fermé en ce moment.
clerk-until = Vous servez ce visiteur jusqu’au { $at }.
clerk-level = Niveau du compte
clerk-messages-go = Les messages partent vers
clerk-no-contact = aucun contact confirmé
clerk-leave = Le visiteur s’en va

clerk-missing-title = Pas encore possible
clerk-missing-confirm = Seul un compte de niveau standard peut être confirmé.
clerk-missing-other = Rien n’est vérifié pour cette personne : il n’y a rien à comparer avec un document. Le visiteur peut utiliser la récupération ordinaire, ou remplir d’abord ses données personnelles.
clerk-missing-fields = Pas encore rempli
clerk-missing-running = Les registres de l’État vérifient les données en ce moment. Le visiteur recevra un message dès leur réponse.
clerk-missing-rejected = Les registres n’ont pas confirmé les données. Le visiteur voit dans son espace personnel ce qui diffère ; une faute de frappe peut être corrigée ici.
clerk-missing-waiting = Nos agents s’occupent de la vérification des données.
clerk-missing-none = Les données personnelles n’ont pas été envoyées à la vérification.
clerk-already-title = L’identité est déjà confirmée
clerk-already-text = Il n’y a rien à faire pour ce visiteur.

clerk-compare = Comparez avec le document
clerk-compare-text = À gauche, les données du profil. Cochez ce que vous avez comparé avec le document en main.
clerk-seen_photo = La photo montre le visiteur
clerk-seen_person = Noms et date de naissance sont les mêmes
clerk-seen_document = Numéro et délivrance du document sont les mêmes
clerk-seen_snils = Le SNILS est le même
clerk-free = Le service est gratuit : ne demandez pas d’argent.
clerk-confirm = Confirmer l’identité
clerk-hand-out = Remettre plutôt un code

clerk-contact-title = Nouveau contact
clerk-contact-text = Le visiteur donne un nouveau numéro de téléphone ou une adresse e-mail, lit le code qui y arrive et vous le dit. Qui a perdu les deux donne les deux, l’un après l’autre.
clerk-contact-send = Envoyer un code
clerk-contact-sent = Un code est parti vers { $contact }.
clerk-contact-prove = Vérifier le code
clerk-contact-proved = { $contact } appartient au visiteur.
clerk-contact-another = Un autre contact
clerk-forget-others = Les autres contacts du compte sont perdus aussi
clerk-restore-text = Ensuite l’ancien mot de passe, la question secrète et toutes les sessions ne valent plus rien. Le visiteur choisit un nouveau mot de passe sur la page de connexion avec le contact qui reste.
clerk-delete-text = Le compte, ses données et sa confirmation sont perdus pour toujours. Personne ne peut les rendre.
clerk-correct-text = Saisissez ce que dit le document. Les registres vérifient les données corrigées ; d’ici là, les données vérifiées restent en vigueur.
clerk-correct-names = Seuls les noms sont connus : corrigez-les et laissez les autres champs vides.
clerk-ask = Demander l’accord d’un collègue

clerk-asked-title = Un collègue doit donner son accord
clerk-asked-waits = Attendez : le collègue voit la demande sous « Accords » et compare les documents.
clerk-asked-approved = Un collègue a donné son accord. L’acte n’est pas encore accompli.
clerk-asked-refused = Le collègue a refusé.
clerk-asked-over = La demande n’a pas abouti.
clerk-execute-restore_access = Rétablir l’accès maintenant
clerk-execute-delete_account = Supprimer le compte pour toujours
clerk-execute-correct_data = Corriger les données maintenant
clerk-reopen = Modifier la demande
clerk-look-again = Actualiser

clerk-done-title = C’est fait
clerk-done-confirm_identity = L’identité est confirmée.
clerk-done-confirm_identity-text = Les messages partent par e-mail et SMS : demandez au visiteur s’ils sont arrivés.
clerk-done-restore_access = L’accès peut être rétabli.
clerk-done-restore_access-text = Le visiteur choisit « Mot de passe oublié ? » sur la page de connexion et en fixe un nouveau avec le contact qui reste.
clerk-done-delete_account = Le compte est supprimé pour toujours.
clerk-done-delete_account-text = Un dernier message est parti vers les contacts du compte.
clerk-done-correct_data = Les données sont corrigées.
clerk-done-correct_data-text = Les registres les vérifient. Le visiteur recevra un message dès leur réponse.
clerk-form-print = Imprimer le formulaire en deux exemplaires

clerk-code-title = Code pour le visiteur
clerk-code-text = Imprimez cette page ou notez le code pour le visiteur. Il n’est montré qu’une fois. Le visiteur se connecte et le saisit sous « Confirmer votre identité ».
clerk-code-until = Le code est accepté jusqu’au { $at }.

clerk-booked-title = Visiteurs avec rendez-vous
clerk-booked-none = Personne n’a pris rendez-vous pour aujourd’hui.
clerk-booked-at = Rendez-vous du { $at }
clerk-booked-unserved = pas servi à temps : l’administrateur du centre le reçoit
clerk-booked-take = Recevoir

clerk-approval-papers = Présenté au guichet : { $papers }
clerk-approval-contact = Un nouveau contact a été prouvé au guichet : { $contact ->
    [email] adresse e-mail
   *[mobile_phone] téléphone mobile
}
clerk-approval-forget = Les autres contacts du compte sont retirés.
clerk-approval-fields = Modifié : { $fields }
clerk-paper-identity_document = document d’identité
clerk-paper-snils = SNILS

clerk-form-title = Formulaire de confirmation d’identité
clerk-form-copy = { $which ->
    [1] Exemplaire du centre
   *[2] Exemplaire du visiteur
}
clerk-form-center = Centre de services
clerk-form-operator = Agent
clerk-form-number = Numéro de la visite
clerk-form-date = Date
clerk-form-statement = J’ai présenté à l’agent le document désigné ci-dessus et je demande que mon identité soit confirmée dans le système d’identification. Le service est gratuit.
clerk-form-sign-visitor = Signature du visiteur
clerk-form-sign-operator = Signature de l’agent

label-visitor = Visiteur
label-seen_photo = Photo
label-seen_person = Noms
label-seen_document = Document
label-seen_snils = SNILS

operator-task-confirm = Confirmer une identité
operator-task-confirm-text = Le visiteur montre le document dont les données sont dans le profil
operator-task-restore = Rétablir l’accès
operator-task-restore-text = Le visiteur a perdu son téléphone ou son mot de passe
operator-task-delete = Supprimer un compte
operator-task-delete-text = Pour toujours, avec l’accord d’un collègue
operator-task-correct = Corriger des données
operator-task-correct-text = Une erreur a été faite à l’inscription
operator-task-booked = Rendez-vous
operator-task-booked-text = Visiteurs qui ont réservé une heure

field-visitor-format = Saisissez en entier un SNILS, un numéro de téléphone, une adresse e-mail ou un numéro de document
field-visitor-nobody = Aucun compte ne correspond exactement. Vérifiez la saisie ou demandez un autre numéro
field-visitor-several = Cela correspond à plusieurs comptes. Demandez un autre numéro ou saisissez-le comme il est imprimé
field-visit-not-seen = Comparez et cochez

refusal-visit-over = Cette visite est terminée. Cherchez de nouveau le visiteur.
refusal-visit-not-yours = Un autre agent sert ce visiteur.
refusal-visit-out-of-step = Une autre étape est attendue pour ce visiteur.
refusal-visit-not-accredited = Votre centre n’est pas accrédité aujourd’hui pour ce service.
refusal-visit-already-confirmed = L’identité est déjà confirmée.
refusal-visit-not-verified = Rien n’est vérifié pour cette personne : cela ne peut pas se faire au guichet.
refusal-visit-changed = Les données ont changé depuis que vous les avez vues. Comparez-les de nouveau.
refusal-visit-too-many = Vous avez cherché trop de personnes en une heure. Attendez ou demandez à un collègue.
refusal-visit-way-off = Ce moyen est désactivé.
refusal-visit-nothing-changes = Rien ne changerait. Saisissez ce que dit le document.
refusal-visit-no-contact = Sans contact, la personne ne pourrait pas se connecter. Notez-en un nouveau.
