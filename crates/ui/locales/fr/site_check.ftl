### Ce que le système trouve quand il examine lui-même un site

site-check-title = Vérifications automatiques
site-check-text = Le portail ouvre les adresses que vous avez indiquées et essaie une connexion dans laquelle la personne refuse. Aucun compte n’est touché. Cela prend en général moins d’une minute.
site-check-text-esia = Le portail ouvre les domaines que vous avez indiqués et regarde les dates des certificats. Il n’essaie pas de connexion : votre système signe les requêtes, et le portail n’a pas sa clé. Cela prend en général moins d’une minute.
site-check-now = Vérifier maintenant
site-check-none = Le site n’a pas encore été vérifié.
site-check-under-way = La vérification est en cours. Cette page change d’elle-même ; sans scripts, rechargez-la dans une minute.
site-check-done = Vérifié le { $at } : { $faults ->
    [0] aucune erreur
    [one] { $faults } erreur
   *[other] { $faults } erreurs
}, { $warnings ->
    [0] aucun avertissement
    [one] { $warnings } avertissement
   *[other] { $warnings } avertissements
}.
site-check-outdated = Le site a été modifié depuis.
site-check-knows = Je connais les erreurs trouvées par la vérification et je fais la demande malgré tout
site-check-known = En faisant sa demande, le développeur a indiqué connaître les erreurs trouvées jusque-là. Ci-dessous, ce qui est trouvé maintenant.

site-check-verdict-good = en ordre
site-check-verdict-note = à savoir
site-check-verdict-warning = avertissement
site-check-verdict-fault = erreur

site-check-part-site = Le site
site-check-part-return = Adresses de retour
site-check-part-back-channel = Adresse pour les messages de déconnexion
site-check-part-front-channel = Adresse pour les déconnexions dans le navigateur
site-check-part-keys = Clés
site-check-part-sector = Liste d’adresses (secteur)
site-check-part-certificates = Certificats du système
site-check-part-page = Page
site-check-part-start = Connexion

site-check-answers = L’adresse répond (code { $n }).
site-check-certificate = Le certificat est encore valable { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}.
site-check-certificate-ends = { $n ->
    [0] Le certificat expire aujourd’hui. Renouvelez-le sans attendre : ensuite, plus personne ne pourra ouvrir le site.
    [one] Le certificat expire dans { $n } jour. Renouvelez-le à temps : ensuite, plus personne ne pourra ouvrir le site.
   *[other] Le certificat expire dans { $n } jours. Renouvelez-le à temps : ensuite, plus personne ne pourra ouvrir le site.
}
site-check-certificate-expired = Le certificat a expiré. Les navigateurs refusent d’ouvrir le site. Renouvelez-le.
site-check-certificate-early = Le certificat n’est pas encore valable. Vérifiez l’horloge du serveur qui l’a créé.
site-check-certificate-name = Le certificat est établi pour un autre nom. Obtenez-en un pour le nom de cette adresse.
site-check-certificate-issuer = Le certificat vient de quelqu’un à qui les navigateurs ne font pas confiance, ou le serveur n’envoie pas les certificats intermédiaires. Faites-lui envoyer la chaîne complète.
site-check-certificate-other = Le certificat ou la connexion protégée n’est pas acceptable.
site-check-name-nowhere = Ce nom ne mène nulle part, ou mène dans un réseau qui n’est pas public. Vérifiez l’entrée DNS et l’orthographe.
site-check-not-public = Cette adresse mène dans un réseau qui n’est pas public. Le portail n’ouvre pas de telles adresses.
site-check-not-protected = L’adresse ne commence pas par https://.
site-check-malformed = Ce n’est pas une adresse.
site-check-no-connection = La connexion échoue : rien ne répond à cette adresse, ou un pare-feu s’interpose.
site-check-slow = La réponse n’est pas arrivée à temps.
site-check-not-http = Ce qui répond n’est pas un serveur web.
site-check-broken = La connexion a été interrompue.
site-check-server-error = Le serveur signale une erreur interne (code { $n }). Son journal en dit plus.
site-check-page-missing = Cette page n’existe pas (code { $n }).
site-check-own-machine = Cette adresse est sur votre propre machine ; elle n’a pas été vérifiée.
site-check-own-program = Cette adresse ouvre un programme sur un appareil ; elle n’a pas été vérifiée.
site-check-nothing = Le programme n’a aucune adresse à vérifier.
site-check-more = Il y a d’autres adresses. Seules les { $n } premières ont été vérifiées.

site-check-keys-good = Le jeu de clés est lisible ({ $n ->
    [one] { $n } clé
   *[other] { $n } clés
}) et une clé convient.
site-check-keys-missing = Le jeu de clés ne peut pas être obtenu.
site-check-keys-unreadable = Ce qui s’y trouve n’est pas un jeu de clés publiques (JWKS), ou contient une clé privée.
site-check-keys-unfit = Il y a des clés, mais aucune ne convient à la façon dont le site prouve son identité.
site-check-signs-good = Le certificat vaut encore { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}.
site-check-signs-ends = { $n ->
    [0] Le certificat expire aujourd’hui. Ajoutez-en un nouveau à côté : ensuite les requêtes signées par l’ancien ne sont plus acceptées.
    [one] Le certificat expire dans { $n } jour. Ajoutez-en un nouveau à temps : ensuite les requêtes signées par l’ancien ne sont plus acceptées.
   *[other] Le certificat expire dans { $n } jours. Ajoutez-en un nouveau à temps : ensuite les requêtes signées par l’ancien ne sont plus acceptées.
}
site-check-signs-expired = Le certificat a expiré. Les requêtes qu’il signe ne sont pas acceptées. Retirez-le.
site-check-signs-early = Le certificat n’est pas encore valable. Les requêtes qu’il signe ne sont pas acceptées avant.
site-check-signs-none = Aucun certificat n’est valable en ce moment : aucune requête du système n’est acceptée.
site-check-sector-good = La liste contient toutes les adresses de retour.
site-check-sector-missing = La liste ne peut pas être obtenue.
site-check-sector-unreadable = Ce qui s’y trouve n’est pas une liste d’adresses.
site-check-sector-unlisted = Une adresse de retour manque dans la liste.
site-check-hears-logout = Le site a refusé un message vide par 400, comme il se doit.
site-check-deaf-to-logout = Rien n’y reçoit les messages (code { $n }). Le site n’apprendrait pas qu’une session est terminée.
site-check-hears-anything = À un message vide, le site a répondu { $n } au lieu de 400. Assurez-vous qu’il vérifie ce qu’on lui dit.

site-check-rule-https = Toutes commencent par https://, comme il se doit.
site-check-rule-test = Certaines sont sur votre propre machine. C’est permis tant que le site est en essai ; retirez-les avant l’ouverture à tous.
site-check-rule-program = Un programme sur un appareil peut avoir son propre schéma d’adresse ou l’adresse de l’appareil lui-même.
site-check-rule-fragment = Aucune n’a de partie après le signe #, comme il est exigé.
site-check-rule-exact = Elles sont comparées au caractère près : votre programme doit envoyer exactement l’une d’elles.
site-check-unsound = Les données du site ne respectent plus les règles actuelles. Ouvrez « Modifier les données » et enregistrez-les de nouveau.
site-check-unfinished = La vérification n’a pas été terminée : elle a duré trop longtemps ou a échoué. Réessayez plus tard.

site-check-start-none = Aucune connexion n’a été essayée, car le portail ne sait pas où elle commence. Ouvrez « Modifier les données » et indiquez l’adresse où le site commence une connexion (initiate_login_uri).
site-check-start-step = Le site envoie le navigateur à cette adresse.
site-check-start-stays = Le site affiche sa propre page (code { $n }) au lieu d’envoyer le navigateur au portail.
site-check-start-endless = Le site renvoie le navigateur encore et encore, et le portail n’est pas parmi les cinq premières adresses.
site-check-start-other = Le site envoie le navigateur au portail avec un autre client_id. Vérifiez les réglages de votre programme.
site-check-start-refused = Le site envoie le navigateur au portail avec une demande que le portail refuse :
site-check-start-good = La demande est en ordre. La réponse va à cette adresse.
site-check-start-no-state = La demande n’a pas de state. Grâce à lui, votre programme remarque les réponses glissées par autrui.
site-check-start-no-nonce = La demande n’a pas de nonce. Grâce à lui, votre programme remarque un id_token déjà utilisé.
site-check-start-no-challenge = La demande n’a pas de code_challenge (PKCE). Avec lui, un code volé ne vaut rien.
site-check-answer-taken = Le site accepte la réponse « la personne a refusé » (code { $n }).
site-check-answer-in-page = La réponse est lue par un programme dans le navigateur. Seule la page a été ouverte (code { $n }).
site-check-start-signed = Aucune connexion n’a été essayée : le système signe lui-même ses requêtes. Essayez vous-même et regardez le journal des requêtes. Ce n’est pas une erreur.
