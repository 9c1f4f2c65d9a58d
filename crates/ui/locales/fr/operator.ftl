### Le poste de travail des agents : la connexion et la première page

operator-title = Poste de travail
operator-nav-tasks = Tâches
operator-exit = Terminer la session
operator-who = Connexion sous le nom { $login }

operator-role-clerk = Agent
operator-role-center_administrator = Administrateur du centre
operator-role-support = Assistance
operator-role-administrator = Administrateur du système

operator-login-title = Connexion du personnel
operator-login-name = Nom de connexion
operator-login-lost = Mot de passe oublié ? Un administrateur du système vous donne un nouveau lien.

operator-code-title = Code de l’application
operator-code-label = Code
operator-code-hint = Les 6 chiffres que l’application affiche maintenant
operator-code-next-hint = Les 6 chiffres de l’application. Un code ne compte qu’une fois : s’il a servi, attendez le suivant.
operator-code-lost = Plus d’accès à l’application ? Un administrateur du système réinitialise le second facteur.

operator-setup-title = Configurer le second facteur
operator-setup-text = Vous vous connectez pour la première fois. Chaque connexion demandera un code d’une application d’authentification sur votre téléphone.
operator-setup-scan = Ouvrez l’application et lisez l’image :
operator-setup-picture = Code QR avec la clé pour l’application
operator-setup-type = Ou saisissez la clé :
operator-setup-prove = Saisissez le code que l’application affiche :

operator-center-title = Choix du centre
operator-center-text = Une session vaut pour un seul centre de services. Tout ce que vous faites est enregistré pour ce centre.

operator-enroll-title = Votre mot de passe
operator-enroll-password-hint = Au moins 12 caractères. Plusieurs mots, c’est mieux.
operator-enroll-alarm-hint = Facultatif. Si quelqu’un vous force à vous connecter, saisissez le mot de passe suivi aussitôt de cette terminaison : tout aura l’air normal, et l’équipe de garde saura qu’il faut de l’aide. De 2 à 20 caractères.

operator-again-title = Montrez que c’est bien vous
operator-again-text = { $n ->
    [one] Cet acte est irréversible. Saisissez le mot de passe et un nouveau code : cela vaut { $n } minute.
   *[other] Cet acte est irréversible. Saisissez le mot de passe et un nouveau code : cela vaut { $n } minutes.
}

operator-no-tasks = Il n’y a pas de tâche en ce moment.
operator-written-down = Tout ce que vous faites est enregistré. Chaque personne voit dans son journal chaque consultation de ses données.
operator-task-approvals = Accords
operator-task-approvals-text = Actes de collègues qui demandent un second agent

notice-operator-signed-out = La session est terminée.
notice-operator-sign-in-over = Le temps de connexion est écoulé. Recommencez.
notice-operator-password-chosen = Le mot de passe est enregistré. Connectez-vous.

field-totp-wrong = Le code est faux ou a déjà servi. Attendez le suivant.
field-alarm-ending = La terminaison doit avoir de 2 à 20 caractères
field-required-center = Choisissez un centre

refusal-operator-role = Votre rôle ne le permet pas.
refusal-operator-oneself = Vous ne pouvez pas agir sur vous-même. Demandez à un collègue.
refusal-operator-no-center = Connectez-vous à un centre de services pour cet acte.
refusal-operator-not-admitted = Vous n’êtes pas admis à travailler dans ce centre.
refusal-operator-not-fresh = Montrez encore une fois que c’est bien vous.
refusal-operator-sign-in-over = Le temps de connexion est écoulé. Recommencez.
refusal-operator-other-step = Une autre étape de la connexion est attendue.
refusal-operator-no-center-admitted = Vous n’êtes admis dans aucun centre. Adressez-vous à un administrateur du système.
refusal-operator-login-name = Un nom de connexion a de 3 à 40 caractères parmi a–z, chiffres, point et trait d’union, et commence par une lettre.
refusal-operator-name-taken = Ce nom de connexion est pris.
refusal-operator-invitation-over = Le lien a déjà servi ou a expiré. Demandez-en un nouveau à un administrateur du système.
