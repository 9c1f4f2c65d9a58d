### Pour ceux qui raccordent leur site ou leur programme

developer-title = Pour les développeurs
developer-lead = Raccordez votre site ou votre programme, pour que chacun s’y connecte avec son compte de ce portail.
developer-visitor = Connectez-vous pour enregistrer votre site.
developer-below = Un site peut être enregistré à partir de ce niveau de compte :
developer-sites = Mes sites
developer-no-sites = Vous n’avez pas encore enregistré de site. Cela prend deux minutes.
developer-new = Enregistrer un site
developer-how-title = Comment cela se passe
developer-how-enter = Enregistrez votre site : son nom, ses adresses et ce qu’il doit savoir des personnes.
developer-how-connect = Copiez l’exemple prêt à l’emploi pour votre langage de programmation.
developer-how-try = Essayez. Tant que le site est en essai, vous seul et les collègues que vous invitez pouvez vous y connecter.
developer-how-open = Demandez l’ouverture du site à tous. Nos agents l’examinent et vous répondent ici.

developer-kind-web = Un site sur un serveur
developer-kind-web-hint = Un programme sur votre serveur peut garder un secret.
developer-kind-page = Un programme dans une page web
developer-kind-page-hint = Tout s’exécute dans le navigateur du visiteur, et rien n’y reste secret.
developer-kind-native = Un programme sur téléphone ou ordinateur
developer-kind-native-hint = Les personnes l’installent, et rien n’y reste secret.
developer-kind-program = Un programme sans personnes
developer-kind-program-hint = Il agit pour lui-même, et personne ne s’y connecte.
developer-kind-esia = Un système écrit pour l’ESIA
developer-kind-esia-hint = Il signe ses requêtes avec son certificat, comme pour l’ESIA. Son programme n’a pas à changer.

developer-authentication-private-key-jwt = Par une clé : votre programme signe, et nous gardons la moitié publique
developer-authentication-client-secret-basic = Par un secret dans l’en-tête de la requête
developer-authentication-client-secret-post = Par un secret dans le formulaire de la requête
developer-authentication-none = Il ne le prouve pas : il ne peut garder aucun secret

developer-scope-profile = Généralités : nom, sexe, date de naissance, niveau du compte
developer-scope-fullname = Nom, prénom, patronyme
developer-scope-birthdate = Date de naissance
developer-scope-gender = Sexe
developer-scope-email = Adresse électronique
developer-scope-phone = Téléphone mobile
developer-scope-snils = SNILS
developer-scope-inn = INN
developer-scope-id-doc = Pièce d’identité
developer-scope-birthplace = Lieu de naissance
developer-scope-citizenship = Nationalité
developer-scope-latin-name = Nom en lettres latines
developer-scope-level = Niveau du compte et façon dont il a été confirmé
developer-scope-mobile = Téléphone mobile (scope de l’ESIA)
developer-scope-contacts = Téléphone et adresse électronique
developer-scope-usr-brf = Nom (ancien scope)
developer-scope-usr-inf = Toutes les données de la personne (ancien scope)

developer-state-test = en essai
developer-state-production = ouvert à tous
developer-state-off = désactivé
developer-role-owner = Propriétaire
developer-role-colleague = Collègue

developer-new-title = Enregistrer un site
developer-edit-title = Modifier { $site }
developer-edit-reviewed = Le site est ouvert à tous. Si une modification lui donne plus de possibilités ou un autre nom, nos agents l’examinent d’abord. D’ici là, tout reste en l’état.
developer-create = Enregistrer le site
developer-part-site = Le site
developer-part-addresses = Adresses
developer-part-proof = Comment le site prouve son identité
developer-part-data = Ce que le site demande aux personnes
developer-part-people = Qui le site accepte
developer-names = Nom
developer-name-ru = Nom en russe
developer-name-hint = C’est ce que les personnes voient en se connectant.
developer-name-en = Nom en anglais
developer-name-fr = Nom en français
developer-site-kind = Ce que c’est
developer-redirect-uris = Adresses de retour après la connexion
developer-redirect-uris-hint = Une par ligne, complète et exacte. Tant que le site est en essai, http://localhost est admis. Un programme sans personnes n’en a pas besoin.
developer-redirect-uri = Adresse de retour
developer-logout-uris = Adresses de retour après la déconnexion
developer-logout-uris-hint = Une par ligne.
developer-backchannel-uri = Adresse où nous annonçons la fin d’une session
developer-backchannel-uri-hint = Votre serveur reçoit un logout_token et met fin à sa session (Back-Channel Logout). Sans elle, le site n’apprend pas la déconnexion.
developer-initiate-uri = Adresse où le site commence une connexion
developer-initiate-uri-hint = Qui suit un lien du portail y arrive, et votre site le renvoie au portail avec une demande (initiate_login_uri). Avec cette adresse, le portail peut essayer lui-même une connexion.
developer-policy-uri = Page qui dit comment le site traite les données
developer-policy-uri-hint = Les personnes peuvent l’ouvrir avant d’accepter.
developer-authentication = Comment le site prouve son identité
developer-authentication-hint = Pour un site sur un serveur ou un programme sans personnes. Une clé est plus sûre : vous êtes seul à la détenir.
developer-keys = Clés publiques
developer-keys-hint = Collez un jeu de clés (JWKS), un certificat ou une clé publique en PEM. Jamais la clé privée. Nécessaire seulement si le site prouve son identité par une clé.
developer-scopes = Ce que le site demande aux personnes
developer-scopes-text = Ne demandez que le nécessaire. Les personnes lisent le motif avant d’accepter. Ouvrez une ligne pour la cocher.
developer-scope-ask = Le site demande
developer-purpose-ru = Pourquoi, en russe
developer-purpose-hint = En une phrase, par exemple : pour vous rappeler la date de retour des livres
developer-purpose-en = Pourquoi, en anglais
developer-purpose-fr = Pourquoi, en français
developer-least-level = À partir de quel niveau de compte
developer-excluded-methods = Moyens de confirmation qui ne comptent pas
developer-excluded-methods-hint = Un compte confirmé seulement par ces moyens n’est pas accepté.
developer-second-factor = Seulement les connexions avec un second facteur
developer-second-factor-hint = Un mot de passe seul ne suffit alors pas.
developer-yes = oui
developer-no = non
developer-nothing = aucun
developer-note = Ce que nos agents doivent savoir
developer-note-hint = Par exemple à quoi sert le site, et à qui s’adresser.

developer-site-title = Site { $site }
developer-client-id = Nom dans le protocole (client_id)
developer-is-held = Nos agents ont désactivé ce site. Écrivez à l’assistance.
developer-under-test = Le site est en essai : vous seul et vos collègues pouvez vous y connecter.
developer-edit = Modifier les données
developer-since = Enregistré
developer-promoted = Ouvert à tous depuis
developer-to-site = Vers la page du site
developer-waiting-title = Nos agents examinent la demande
developer-waiting-text = Vous l’avez envoyée le { $at }. La réponse arrivera ici et par message.
developer-withdraw = Retirer la demande
developer-turned-down = Votre demande a été refusée
developer-secret-title = Secret (client_secret)
developer-secret-is-there = Le site a un secret. Nous n’en gardons pas de copie et ne pouvons pas l’afficher.
developer-secret-is-not-there = Le site n’a pas encore de secret.
developer-secret-previous = Le précédent reste valable jusqu’au { $at }.
developer-secret-lost = Le secret actuel est connu d’autrui : il doit cesser aussitôt d’être valable
developer-secret-new = Créer un nouveau secret
developer-secret-new-title = Le nouveau secret
developer-secret-once = Copiez le secret maintenant. Il n’est affiché qu’une seule fois.
developer-secret-overlap = Sauf si vous avez indiqué qu’il est connu d’autrui, le secret précédent reste valable encore 24 heures, le temps de le remplacer partout.
developer-created-title = { $site } est enregistré
developer-keys-title = Clés publiques
developer-keys-change = Changer les clés
developer-keys-text = Ajoutez d’abord la nouvelle clé et gardez l’ancienne. Quand votre programme signera avec la nouvelle, revenez et ne laissez qu’elle.
developer-keys-keep = Garder les clés présentes
developer-keys-keep-hint = Sans cela, seules les clés collées valent désormais.
developer-days-title = Chiffres
developer-days-none = Le site n’a pas servi ces 30 derniers jours.
developer-days-text = Jours d’utilisation du site parmi les 30 derniers
developer-days-day = Jour
developer-days-sign-ins = Connexions
developer-days-refusals = Refus
developer-days-tokens = Jetons
developer-errors-title = Les dernières erreurs
developer-errors-none = Aucune erreur ces sept derniers jours.
developer-errors-text = Ce qui a été répondu au site ces sept derniers jours. Aucune donnée personnelle n’y figure.
developer-open-title = Ouvrir le site à tous
developer-open-text = Nos agents examinent les adresses, ce que le site demande et pourquoi. Les adresses de votre propre machine doivent être retirées avant. Le portail vérifie le site encore une fois lui-même.
developer-open-ask = Demander l’ouverture
developer-switch-title = Désactivation
developer-switch-off-text = Personne ne peut se connecter à un site désactivé, et ce qui lui a été accordé ne vaut rien pendant ce temps. Vous pouvez le réactiver.
developer-switch-off = Désactiver le site
developer-switch-on-text = Le site est désactivé. Personne ne peut s’y connecter.
developer-switch-on = Réactiver le site
developer-delete-title = Suppression
developer-delete-text = Un site qui n’a jamais été ouvert à tous peut être supprimé. C’est définitif.
developer-delete = Supprimer le site
developer-copy = Copier
developer-copy-done = Copié

developer-members-title = Qui gère le site
developer-member-self = (vous)
developer-member-leave = Ne plus gérer
developer-member-remove = Retirer
developer-invite-title = Inviter un collègue
developer-invite-text = Un lien vaut pour une personne et pendant { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}. Un site a jusqu’à { $most } collègues. Ils peuvent tout modifier, sauf qui gère le site ; vous seul pouvez l’ouvrir à tous et le supprimer.
developer-invite = Créer un lien
developer-invite-link = Donnez ce lien à votre collègue. Il n’est affiché qu’une seule fois.
developer-invitations-open = { $n ->
    [one] { $n } invitation n’a pas encore servi.
   *[other] { $n } invitations n’ont pas encore servi.
}
developer-invitations-void = Retirer les invitations
developer-join-title = Invitation
developer-join-text = Vous êtes invité à gérer le site { $site }.
developer-join = Accepter
developer-member-name = Votre nom pour les collègues
developer-member-name-hint = Seuls ceux qui gèrent le site le voient.

developer-start-title = Comment raccorder le site
developer-start-of = Raccorder { $site }
developer-start-lead = Vos valeurs figurent déjà dans les exemples. Prenez celui de votre langage de programmation.
developer-start-values = Valeurs
developer-issuer = Adresse du portail (issuer)
developer-start-secret = Votre secret ne figure pas dans les exemples. Donnez-le à votre programme dans la variable d’environnement CLIENT_SECRET.

developer-part-esia = Système de l’ESIA
developer-esia-only = Seulement pour un système écrit pour l’ESIA.
developer-esia-only-short = seulement pour les systèmes de l’ESIA
developer-esia-not = Pas pour un système écrit pour l’ESIA.
developer-esia-not-short = pas pour les systèmes de l’ESIA
developer-mnemonic = Mnémonique
developer-mnemonic-hint = Le nom qui figure déjà dans le programme du système, par exemple DEMO01 : lettres latines majuscules, chiffres, trait d’union et trait bas. Il ne peut plus être changé ensuite.
developer-mnemonic-id = Mnémonique (client_id)
developer-esia-domains = Domaines du système
developer-esia-domains-hint = Un par ligne, schéma et domaine seulement : https://site.example. Les sous-domaines et toutes les pages sont permis avec lui. Pendant les essais, http://localhost avec un port est permis.
developer-esia-domain = Domaine du système
developer-esia-certificates = Certificats du système
developer-esia-certificates-hint = Certificats en PEM, l’un après l’autre, de BEGIN CERTIFICATE à END CERTIFICATE. Clés RSA ou GOST. Ne collez jamais la clé privée.
developer-esia-key-how = Comment faire une clé et un certificat avec OpenSSL
developer-esia-algorithm = Algorithme de signature des jetons
developer-esia-algorithm-hint = Nous signons ainsi les jetons destinés à votre système. Toutes les bibliothèques savent vérifier RS256.
developer-algorithm-RS256 = RSA avec SHA-256 (RS256)
developer-algorithm-GOST3410-2012-256 = GOST R 34.10-2012, 256 bits
developer-algorithm-GOST3410-2012-512 = GOST R 34.10-2012, 512 bits
developer-esia-mode = Comment nous lisons les requêtes du système
developer-esia-mode-strict = Strictement
developer-esia-mode-strict-hint = Une requête doit être exactement ce qui est écrit pour son adresse, avec une heure à 10 minutes au plus de la nôtre.
developer-esia-mode-lenient = Avec indulgence
developer-esia-mode-lenient-hint = Nous acceptons tout ordre et toute forme connus de la signature, sans regarder l’heure. C’est pour le développement : la signature est vérifiée ici aussi, mais une requête signée ne vieillit jamais.
developer-esia-subject = Type de sub dans les jetons
developer-esia-subject-hint = Un nombre dans l’ESIA réelle ; les bibliothèques récentes attendent un texte.
developer-esia-object = Type du numéro de la personne ailleurs (urn:esia:sbj_id)
developer-esia-object-hint = Un nombre dans l’ESIA réelle.
developer-esia-number = Un nombre
developer-esia-text = Un texte
developer-esia-further = Réglé en outre par l’exploitant du portail
developer-esia-exact = Les adresses de retour sont comparées en entier
developer-esia-own-credentials = Le système peut demander des jetons en son propre nom
developer-esia-unsigned = Un code est accepté même si la signature ne convient pas
developer-esia-window = Une requête vaut { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
developer-certificate-until = valable jusqu’au { $at }
developer-certificate-early = pas encore valable ; jusqu’au { $at }
developer-certificate-expired = expiré le { $at }
developer-log-title = Journal des requêtes
developer-log-of = Journal des requêtes : { $site }
developer-log-lead = Ce que sont devenues les dernières requêtes du système en une semaine : quelle lecture de la signature convenait, et pourquoi les autres non. Il n’y a là ni données de personnes, ni signatures, ni codes.
developer-log-all = Les requêtes acceptées y sont, et les refusées.
developer-log-refused-only = Seules les requêtes refusées y sont : le système est ouvert à tous, et ses requêtes sont lues strictement.
developer-log-none = Il n’y a pas encore eu de requête.
developer-log-first = Prenez un des exemples, signez une requête et ouvrez-la dans un navigateur. Elle sera ici une seconde plus tard.
developer-log-refused = refusée
developer-log-accepted = acceptée
developer-errors-esia = Les erreurs d’un système écrit pour l’ESIA sont dans le journal.
developer-start-esia-lead = Mettez l’adresse du portail à la place de celle de l’ESIA. Vos valeurs sont déjà dans les exemples. Commencez par la clé et le certificat.
developer-esia-address = Adresse du portail (à la place de https://esia.gosuslugi.ru)
developer-token-key-title = La clé qui signe les jetons
developer-token-key-text = Le système s’en sert pour vérifier les jetons. Certaines bibliothèques veulent le certificat, d’autres la clé publique.
developer-token-certificate = Télécharger le certificat (PEM)
developer-token-key-next = Une autre clé signe les jetons à partir du { $at }. Donnez-la au système avant.
developer-token-certificate-next = Télécharger le certificat suivant (PEM)
developer-esia-off = Le portail n’accepte pas actuellement les requêtes des systèmes écrits pour l’ESIA.
developer-review-lenient = Les requêtes de ce système sont lues avec indulgence : toute forme connue de la signature convient et, sauf si une durée est indiquée plus bas, une requête signée ne vieillit jamais. N’acceptez que si le système ne peut pas fonctionner autrement.

developer-reviews-title = Sites des développeurs
developer-reviews-none = Aucune demande.
developer-change-promotion = à ouvrir à tous
developer-change-change = à modifier
developer-review-unfit = D’après les règles, le site ne peut pas être ouvert
developer-review-was = Avant :
developer-review-approve = Accepter
developer-review-refuse-title = Refuser
developer-review-refuse = Refuser
developer-review-reason-hint = Le développeur lit ce texte.

notice-developer-saved = Les données du site ont été modifiées.
notice-developer-check = La vérification a commencé. Rechargez cette page dans une minute.
notice-developer-asked = Nos agents vont examiner la demande. D’ici là, tout reste en l’état.
notice-developer-withdrawn = La demande a été retirée.
notice-developer-switched = C’est fait.
notice-developer-deleted = Le site a été supprimé.
notice-developer-joined = Vous gérez désormais le site, vous aussi.
notice-developer-left = C’est fait.
notice-developer-void = Les invitations ont été retirées.
notice-developer-reviewed = C’est fait. Le développeur en est informé.

refusal-developer-level = Votre compte est au-dessous du niveau requis pour les développeurs.
refusal-developer-too-many-sites = Vous gérez autant de sites qu’une personne peut en gérer. Supprimez-en un ou cessez d’en gérer un.
refusal-developer-too-many-colleagues = Le site a déjà autant de collègues et d’invitations en cours qu’il peut en avoir.
refusal-developer-owner-only = Seul le propriétaire du site peut le faire.
refusal-developer-invitation-over = Cette invitation a déjà servi, ou elle est trop ancienne. Demandez un nouveau lien.
refusal-developer-member-already = Vous gérez déjà ce site.
refusal-developer-no-secret = Ce site n’a pas de secret.
refusal-developer-promoted = Le site a déjà été ouvert à tous et ne peut pas être supprimé. Désactivez-le.
refusal-developer-change-waiting = Nos agents examinent déjà une autre demande sur ce site. Attendez, ou retirez-la.
refusal-developer-not-fit = Le site ne peut pas être ouvert à tous ainsi. Retirez les adresses de votre propre machine et vérifiez que les autres commencent par https. Un système de l’ESIA a besoin d’un certificat valable.
refusal-developer-held = Nos agents ont désactivé ce site. Écrivez à l’assistance.
refusal-developer-checked-often = Le site a été vérifié plusieurs fois dans l’heure. Réessayez plus tard.
refusal-developer-checks-of-day = Vous avez demandé trop de vérifications en une journée. Réessayez demain.
refusal-developer-check-faults = La dernière vérification a trouvé des erreurs. Corrigez-les et vérifiez de nouveau, ou cochez que vous les connaissez.

field-site-address-long = { $line ->
    [0] L’adresse est trop longue
   *[other] Ligne { $line } : l’adresse est trop longue
}
field-site-address-malformed = { $line ->
    [0] Écrivez l’adresse entière, telle que le navigateur la montre, par exemple https://site.example/done
   *[other] Ligne { $line } : écrivez l’adresse entière, telle que le navigateur la montre, par exemple https://site.example/done
}
field-site-address-fragment = { $line ->
    [0] Une adresse n’a pas de partie après le signe #
   *[other] Ligne { $line } : une adresse n’a pas de partie après le signe #
}
field-site-address-user = { $line ->
    [0] Une adresse ne contient pas de nom d’utilisateur
   *[other] Ligne { $line } : une adresse ne contient pas de nom d’utilisateur
}
field-site-address-scheme = { $line ->
    [0] L’adresse doit commencer par https://
   *[other] Ligne { $line } : l’adresse doit commencer par https://
}
field-site-address-wildcard = { $line ->
    [0] L’astérisque n’est pas admis ; écrivez chaque adresse séparément
   *[other] Ligne { $line } : l’astérisque n’est pas admis ; écrivez chaque adresse séparément
}
field-site-address-no-dot = { $line ->
    [0] Avant les deux-points, il faut un nom de domaine inversé, par exemple com.site.app
   *[other] Ligne { $line } : avant les deux-points, il faut un nom de domaine inversé, par exemple com.site.app
}
field-site-long = C’est trop long
field-site-repeated = Quelque chose figure ici deux fois
field-site-not-allowed = Cela ne va pas avec le reste du formulaire
field-site-many = { $most } adresses au plus
field-site-purpose = Dites pourquoi le site a besoin de { $scope }
field-site-all-excluded = Au moins un moyen doit compter
field-site-kind-fixed = Cela ne change plus une fois le site ouvert à tous
field-site-keys-long = C’est trop long pour des clés publiques
field-site-keys-private = Ceci est une clé privée. Considérez-la comme connue d’autrui : créez une nouvelle paire et collez seulement la moitié publique
field-site-keys-unusable = Aucune clé ne convient : RSA de 2048 à 4096 bits, EC P-256 ou Ed25519
field-site-keys-unusable-at = La clé n° { $n } ne convient pas : RSA de 2048 à 4096 bits, EC P-256 ou Ed25519
field-site-keys-many = 8 clés au plus
field-site-keys-unreadable = Ce n’est ni un jeu de clés, ni un certificat, ni une clé publique
field-site-keys-same-name = Deux clés portent le même nom (kid)
field-site-kind-esia = Un système écrit pour l’ESIA le reste, et aucun autre site ne le devient. Inscrivez un nouveau site
field-site-mnemonic-length = { $most } caractères au plus
field-site-mnemonic-characters = Seulement des lettres latines majuscules, des chiffres, le trait d’union et le trait bas
field-site-mnemonic-reserved = Une mnémonique ne contient ni ESIA, ni EPGU, ni GOSUSLUGI, ni SMEV
field-site-mnemonic-portal = Seules les mnémoniques des portails commencent par PGU
field-site-mnemonic-taken = Cette mnémonique est prise
field-site-domain-malformed = Ligne { $line } : écrivez le schéma et le domaine, par exemple https://site.example
field-site-domain-scheme = Ligne { $line } : l’adresse doit commencer par https:// ; http:// ne vaut que pour votre machine (localhost), et seulement pendant les essais
field-site-domain-top = Ligne { $line } : c’est un domaine de premier niveau. Écrivez votre domaine en entier
field-site-domain-path = Ligne { $line } : le domaine seulement, sans page. Toutes ses pages sont permises de toute façon
field-site-certificates-long = C’est trop long pour des certificats
field-site-certificates-pem = Ce n’est pas du PEM. Collez le texte de BEGIN CERTIFICATE à END CERTIFICATE
field-site-certificates-many = { $most } certificats au plus
field-site-certificates-none = Aucun certificat n’est valable en ce moment
field-site-certificate-pem = Partie { $n } : ce n’est pas un certificat
field-site-certificate-request = Partie { $n } : c’est une demande de certificat. Collez le certificat lui-même
field-site-certificate-unreadable = Le certificat { $n } est illisible
field-site-certificate-key = Certificat { $n } : une telle clé ne convient pas. RSA à partir de 2048 bits, ou GOST R 34.10-2012
field-site-certificate-expired = Certificat { $n } : expiré le { $on }
field-site-certificate-early = Certificat { $n } : valable seulement à partir du { $on }
field-site-certificate-usage = Certificat { $n } : sa clé ne doit pas signer (keyUsage)
field-site-esia-unsigned = L’exploitant du portail a permis à ce système d’obtenir des jetons sans signature. Cela ne va qu’avec la lecture indulgente et pendant les essais. Écrivez à l’assistance
field-site-esia-window = Le système demande des jetons en son propre nom, ses requêtes doivent donc vieillir. Gardez la lecture stricte ou écrivez à l’assistance

label-site_kind = Ce que c’est
label-redirect_uris = Adresses après la connexion
label-logout_uris = Adresses après la déconnexion
label-backchannel_uri = Adresse des annonces de déconnexion
label-initiate_uri = Adresse où commence une connexion
label-policy_uri = Page sur les données
label-authentication = Preuve
label-keys = Clés
label-mnemonic = Mnémonique
label-esia_domains = Domaines
label-esia_certificates = Certificats
label-esia_algorithm = Algorithme des jetons
label-esia_mode = Lecture des requêtes
label-esia_subject = Type de sub
label-esia_object = Type du numéro
label-least_level = Niveau
label-excluded_methods = Moyens qui ne comptent pas
label-member_name = Votre nom pour les collègues

audit-site-entered = Vous avez enregistré un site de développeur
audit-site-edited = Vous avez modifié les données de votre site
audit-site-change-asked = Vous avez demandé une modification de votre site
audit-site-change-withdrawn = Vous avez retiré une demande sur votre site
audit-site-switched-off = Vous avez désactivé votre site
audit-site-switched-on = Vous avez réactivé votre site
audit-site-deleted = Vous avez supprimé votre site
audit-site-secret-rotated = Vous avez créé un nouveau secret pour votre site
audit-site-keys-changed = Vous avez changé les clés de votre site
audit-site-checked = Vous avez fait vérifier votre site
audit-site-colleague-invited = Vous avez créé une invitation pour un collègue
audit-site-invitations-withdrawn = Vous avez retiré des invitations
audit-site-joined = Vous participez désormais à la gestion d’un site
audit-site-left = Vous ne participez plus à la gestion d’un site
audit-site-colleague-removed = Vous avez retiré un collègue de la gestion de votre site
audit-site-promotion-asked = Vous avez demandé l’ouverture de votre site à tous
audit-site-promoted = Votre site a été ouvert à tous
audit-site-changed = La modification de votre site a été acceptée
audit-site-change-refused = Votre demande sur votre site a été refusée

message-site_agreed-sms = { -message-system-short } : votre demande sur votre site a été acceptée
message-site_agreed-subject = Votre site
message-site_agreed-body = Nos agents ont accepté votre demande sur votre site dans { -message-system }. Elle est en vigueur.
message-site_agreed-action = Ouvrir la page du site
message-site_refused-sms = { -message-system-short } : votre demande sur votre site a été refusée. Le motif est sur sa page
message-site_refused-subject = Votre site : demande refusée
message-site_refused-body = Nos agents ont refusé votre demande sur votre site dans { -message-system }. La page du site dit pourquoi, et vous pouvez redemander.
message-site_refused-action = Lire le motif
notice-site_agreed = Votre demande sur votre site a été acceptée.
notice-site_refused = Votre demande sur votre site a été refusée.

operator-task-sites = Sites des développeurs
operator-task-sites-text = Ouvrir les sites à tous, et modifier ceux qui le sont
