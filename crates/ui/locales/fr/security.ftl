### Sécurité

security-lead = Votre espace contient votre passeport et votre SNILS. Voici ce qui les protège.
security-password = Mot de passe
security-password-text = Un seul mot de passe pour le portail et tous les sites qui y sont reliés. Ne le dites à personne, pas même à nos agents : ils ne le demandent jamais.
security-question = Question de sécurité
security-question-text = Si vous oubliez le mot de passe, nous vous poserons cette question avant de rendre l'accès. Ce n'est pas obligatoire.
security-question-set = Vous avez choisi :
security-question-change = Changer de question
security-question-choose = Choisir une question
security-question-replace = La nouvelle question et la réponse remplaceront les précédentes.
security-question-label = Choisissez une question
security-answer-label = Votre réponse
security-answer-hint = Une réponse dont vous vous souviendrez et que les autres ne devineront pas. Majuscules et minuscules se valent.
security-question-remove = Retirer la question
security-question-remove-text = Nous ne poserons plus la question de sécurité lors de la récupération de l'accès.
security-question-remove-do = Retirer
security-sessions = { $n ->
    [0] Vous n'êtes connecté que sur cet appareil.
    [one] En plus de celui-ci, vous êtes connecté sur { $n } autre appareil.
   *[other] En plus de celui-ci, vous êtes connecté sur { $n } autres appareils.
}
security-sessions-all = Voir tous les appareils
security-contacts = Contacts pour retrouver l'accès
security-contacts-both = Le téléphone et l'adresse sont confirmés. Si l'un est perdu, l'autre aidera.
security-contacts-one = Un seul contact est confirmé. Ajoutez-en un second pour ne pas perdre l'accès.
security-history = Ouvrir le journal

password-change-title = Changer le mot de passe
password-change-lead = Il faudra ensuite vous reconnecter sur tous les autres appareils.
password-change-never = Ne dites votre mot de passe à personne. Nos agents ne le demandent jamais.
password-change-do = Changer le mot de passe
password-present = Mot de passe actuel
password-new = Nouveau mot de passe
password-new-repeat = Le nouveau mot de passe encore une fois

field-answer-short = La réponse est trop courte. Écrivez au moins trois lettres
field-too-long = Trop long. Raccourcissez
