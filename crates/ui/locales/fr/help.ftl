### Aide, pas à pas. Le balisage du texte est décrit dans src/prose.rs.

help-title = Aide
help-lead = Chaque étape est décrite en mots simples. On peut lire sans se connecter, prenez votre temps.
help-next = Ensuite :
help-support = Si cela ne marche pas, appelez-nous ou écrivez-nous. Nous vous aiderons et vous dirons où confirmer votre identité.
help-part-start = Par où commencer
help-part-data = Données personnelles
help-part-confirm = Confirmation d'identité
help-part-trouble = S'il est arrivé quelque chose

help-registration-title = Comment s'inscrire
help-registration-lead = C'est gratuit, cela prend environ cinq minutes, sans sortir de chez vous.
help-registration-body =
    ## Ce qu'il faut
    Pour l'instant, seulement votre nom, votre prénom et un téléphone ou une adresse électronique. Le passeport et le SNILS ne sont pas nécessaires à l'inscription : ils servent à l'étape suivante.

    - Tout de suite : un téléphone mobile ou une adresse électronique. Les deux, c'est mieux.
    - Plus tard, pour un compte standard : le passeport et le numéro SNILS.

    ## Que faire
    1. Ouvrez la page d'[inscription](/registration).
    2. Saisissez vos vrais nom et prénom, comme dans le passeport.
    3. Saisissez le numéro de téléphone ou l'adresse, et relisez attentivement.
    4. Appuyez sur « S'inscrire ». Un SMS avec un code arrive sur le téléphone, un message avec un lien dans la boîte.
    5. Saisissez le code. Il est valable cinq minutes. S'il n'arrive pas, appuyez sur « Renvoyer ».
    6. Inventez un mot de passe et saisissez-le deux fois. [Ce qu'est un bon mot de passe](/help/password).

    ## Ce que vous aurez
    Un compte simplifié. Il donne déjà accès à [certains services](/category/). Pour en ouvrir davantage, [complétez vos données personnelles](/help/personal-data).

help-password-title = Ce qu'est un bon mot de passe
help-password-lead = Le mot de passe protège votre passeport et votre SNILS, c'est pourquoi il suit des règles.
help-password-body =
    ## Les règles
    La page où vous choisissez le mot de passe affiche toutes les règles et marque celles qui sont remplies. En général il faut au moins huit caractères, une majuscule latine, un chiffre et un signe de ponctuation. Deux caractères identiques ne doivent pas se suivre.

    ## Si c'est difficile
    Sur la même page, le bouton « Créer un mot de passe » en propose plusieurs au choix.

    ## Comment le garder
    - Ne dites votre mot de passe à personne : ni à vos proches, ni à la banque, ni à nous. Nous ne le demandons jamais.
    - Vous pouvez l'enregistrer dans le navigateur de votre propre appareil.
    - Vous pouvez le noter sur papier et le garder chez vous avec le passeport.
    - N'utilisez pas ce mot de passe sur d'autres sites.

    Le même mot de passe sert au portail et à tous les sites qui y sont reliés. Vous pouvez le changer dans la rubrique [Sécurité](/account/security).

help-levels-title = Trois sortes de comptes
help-levels-lead = Mieux vos données sont confirmées, plus de services sont ouverts. Tout est gratuit.
help-levels-body =
    ## Simplifié
    Vous l'avez dès l'inscription. Il suffit d'un téléphone ou d'une adresse électronique. Vous pouvez chercher les amendes par plaque, consulter les dettes judiciaires, écrire à l'assistance.

    ## Standard
    Il exige le passeport et le SNILS. Les registres d'État les vérifient, en général en 15 à 20 minutes. Vous pouvez prendre rendez-vous chez le médecin et dans les administrations, et commander des extraits.

    ## Confirmé
    Il exige de prouver une fois que c'est bien vous. Il y a [plusieurs moyens](/help/confirmation). Tous les services s'ouvrent alors : passeports, enregistrement du domicile, impôts, inscription à la maternelle.

    ## Comment cela se passe
    Les niveaux s'obtiennent l'un après l'autre. Jusqu'à la confirmation, tout se fait de chez vous à toute heure, jour et nuit. Votre niveau est toujours affiché dans l'[espace personnel](/account).

help-personal-data-title = Comment compléter les données personnelles
help-personal-data-lead = Préparez le passeport et la carte SNILS. Dix minutes suffisent en général.
help-personal-data-body =
    ## Que faire
    1. Connectez-vous à l'[espace personnel](/account) et appuyez sur « Afficher toutes les données personnelles ».
    2. Appuyez sur « Modifier ».
    3. Recopiez les données du passeport lettre par lettre, y compris le lieu de naissance et le service de délivrance.
    4. Choisissez la date de naissance et la date de délivrance dans le calendrier.
    5. Saisissez la série et le numéro du passeport à la suite, sans espaces, par exemple 4008123456.
    6. Saisissez les 11 chiffres du SNILS. Ils sont imprimés sur la carte verte ou sur l'avis d'enregistrement.
    7. Vérifiez tout encore une fois et appuyez sur « Continuer ».

    ## Si vous devez vous arrêter
    Appuyez sur « Enregistrer » : ce que vous avez saisi reste, et vous reprendrez au même endroit.

    ## Pas de patronyme ou d'INN
    Ces champs peuvent rester vides. L'INN peut aussi être ajouté plus tard, sans nouvelle vérification.

    ## Si vous n'êtes pas de nationalité russe
    1. Il vous faut un SNILS : il est délivré au lieu de votre enregistrement en Russie.
    2. Choisissez votre nationalité dans la liste. Si vous n'en avez pas, choisissez « Personne apatride ».
    3. Choisissez votre document : le passeport de votre pays, un permis de séjour ou une attestation de réfugié.
    4. Écrivez le nom et le prénom en lettres russes, comme dans la traduction. Vous pouvez les ajouter en lettres latines.
    5. Le fonds de pension vérifie le SNILS, un agent examine le document. Cela prend jusqu'à 5 jours.

    Si votre document ne porte qu'un seul nom, un agent d'un [centre de service](/service-centers) l'enregistrera.

help-verification-title = Comment les données sont vérifiées
help-verification-lead = Les registres d'État s'en chargent. Vous n'avez rien à faire.
help-verification-body =
    ## Ce qui se passe
    La caisse de retraite vérifie le SNILS, le ministère de l'Intérieur vérifie le passeport. Nous ne leur envoyons que ce qui doit être comparé.

    ## Combien de temps
    En général 15 à 20 minutes, parfois jusqu'à 5 jours. Vous pouvez fermer la page : le résultat arrive par SMS ou par courriel, et s'affiche dans l'espace personnel.

    ## Si tout concorde
    Le compte devient standard de lui-même. Reconnectez-vous, et vous verrez quels services se sont ouverts.

    ## Si quelque chose ne concorde pas
    1. Voyez dans l'espace ce qui ne concorde pas : le passeport ou le SNILS.
    2. Comparez chaque lettre et chaque chiffre avec le document. C'est le plus souvent une faute de frappe.
    3. Corrigez et renvoyez. Vous pouvez le faire jusqu'à 20 fois par jour, votre niveau ne baisse pas.

    Si vous avez tout vérifié et que les données ne concordent toujours pas, l'erreur est peut-être dans le registre. Adressez-vous à l'[assistance](/support).

    ## Si ce SNILS est déjà enregistré
    Vous avez probablement déjà un compte. Essayez de vous [connecter](/login) avec le numéro SNILS ou de [récupérer l'accès](/recovery).

help-confirmation-title = Comment confirmer votre identité
help-confirmation-lead = Cela se fait une fois, quand les données sont vérifiées. Tous les services sont alors ouverts.
help-confirmation-body =
    ## Les moyens
    - [En personne](/help/in-person) : dans un centre de service, en quelques minutes. Le plus simple et le plus sûr.
    - [Par lettre recommandée](/help/registered-letter) : un code arrive par la poste, en deux semaines environ.
    - [Par signature électronique](/help/electronic-signature) : tout de suite, si vous en avez une.
    - [Par une banque en ligne](/help/online-bank) : si vous êtes client d'une banque qui le propose.

    ## Par où commencer
    1. Attendez que votre compte soit standard.
    2. Ouvrez l'[espace personnel](/account) et appuyez sur « Confirmer ».
    3. Choisissez un moyen. La page indique lesquels sont ouverts maintenant.

    ## Ce que cela coûte
    Rien. Si l'on vous demande de l'argent, c'est une fraude : prévenez l'[assistance](/support).

help-in-person-title = En personne
help-in-person-lead = Venez dans un centre de service avec votre passeport. L'identité est confirmée aussitôt.
help-in-person-body =
    ## Ce qu'il faut apporter
    - le passeport dont vous avez indiqué les données ;
    - votre numéro SNILS.

    ## Comment cela se passe
    1. Trouvez un [centre de service](/service-centers) près de chez vous.
    2. Dites que vous voulez confirmer votre compte.
    3. Montrez le passeport et donnez le numéro SNILS. L'agent les compare avec votre compte.
    4. Le niveau change aussitôt, et un message vous parvient.

    L'agent n'a pas besoin de votre mot de passe. Ne le dites à personne.

help-registered-letter-title = Par lettre recommandée
help-registered-letter-lead = Le code arrive dans une lettre recommandée. Vous la retirez à la poste et saisissez le code dans l'espace.
help-registered-letter-body =
    ## Comment cela se passe
    1. Commandez la lettre dans l'espace personnel et vérifiez l'adresse.
    2. Attendez l'avis. Une lettre met deux semaines en moyenne.
    3. Retirez la lettre à la poste avec votre passeport.
    4. Connectez-vous et saisissez le code de la lettre.

    ## Bon à savoir
    Le code ne convient qu'à votre compte et ne sert qu'une fois. Si l'identité n'est confirmée que par lettre, l'espace contribuable reste fermé.

help-electronic-signature-title = Par signature électronique
help-electronic-signature-lead = Pour ceux qui ont déjà une signature électronique qualifiée.
help-electronic-signature-body =
    ## Ce qu'il faut
    - le support de votre signature, délivré par un centre de certification ;
    - son code PIN ;
    - un ordinateur où le programme de signature est installé.

    ## Comment cela se passe
    1. Branchez le support à l'ordinateur.
    2. Dans l'espace personnel, choisissez la confirmation par signature électronique.
    3. Choisissez le certificat et saisissez le code PIN.
    4. Si les données de la signature et du compte sont les mêmes, le niveau change aussitôt.

help-online-bank-title = Par une banque en ligne
help-online-bank-lead = Pour les clients des banques reliées au portail qui ont vu votre passeport.
help-online-bank-body =
    ## Comment cela se passe
    1. Sur la page de confirmation de l'identité, choisissez votre banque.
    2. Lisez quelles données le portail et la banque échangent, et donnez votre accord.
    3. Sur la page de la banque, connectez-vous comme d'habitude et autorisez l'accès. Vérifiez l'adresse de la page.
    4. Si la banque a les mêmes données que votre compte, le niveau change aussitôt, et un message vous parvient.

    Si les données diffèrent, rien ne change. Faites-les mettre à jour à la banque ou choisissez une autre voie.

    L'identifiant et le mot de passe de la banque ne sont saisis que sur la page de la banque. Nous n'envoyons jamais de lien vers une banque en ligne et n'appelons jamais de la part d'une banque.

help-lost-access-title = Si vous n'arrivez pas à vous connecter
help-lost-access-lead = L'accès peut être retrouvé. Il faut le téléphone ou l'adresse que vous avez indiqués.
help-lost-access-body =
    ## Mot de passe oublié
    1. Ouvrez la page de [récupération de l'accès](/recovery).
    2. Saisissez le téléphone, l'adresse ou le numéro SNILS et appuyez sur « Rechercher ».
    3. Si vous avez choisi une question de sécurité, répondez-y.
    4. Saisissez le code du SMS ou suivez le lien du message.
    5. Choisissez un nouveau mot de passe. Il faudra vous reconnecter sur tous les autres appareils.

    ## Le code n'arrive pas
    - Vérifiez le numéro ou l'adresse : une seule erreur envoie le code ailleurs.
    - Le message est peut-être parmi les indésirables.
    - Appuyez sur « Renvoyer ». Seul le dernier code est valable.

    ## Vous avez un second facteur
    Il est demandé comme avant, après le nouveau mot de passe. S'il n'est pas à portée de main, lisez [ici](/help/second-factor).

    ## Le téléphone et l'adresse ont changé
    Appelez l'assistance. Elle vous dira où retrouver l'accès avec le passeport et le SNILS.

help-safety-title = Comment éviter les fraudes
help-safety-lead = Quelques règles simples qui protègent vos données.
help-safety-body =
    ## Ce que nous ne faisons jamais
    - Nous ne demandons ni mot de passe ni code : ni par téléphone, ni par message, ni dans un centre de service.
    - Nous ne demandons pas d'argent pour l'inscription, le compte ou la confirmation d'identité.
    - Nous ne demandons pas d'installer un programme d'accès à distance.

    ## Ce que vous pouvez faire
    - Vérifiez l'adresse du site dans le navigateur avant de saisir le mot de passe.
    - Sur l'ordinateur d'un autre, appuyez sur « Quitter » quand vous avez fini.
    - De temps en temps, regardez le [journal](/account/history) et la liste des [appareils](/account/sessions).

    ## Si quelque chose ne va pas
    1. [Changez le mot de passe](/account/security/password).
    2. [Terminez les sessions](/account/sessions) sur les appareils inconnus.
    3. Écrivez à l'[assistance](/support) ou appelez.
