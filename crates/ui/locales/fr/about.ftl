### Pages sur le portail

about-support-title = Assistance
about-support-lead = Demandez-nous ce que vous voulez : comment s'inscrire, pourquoi les données ne concordent pas, où confirmer l'identité.
about-support-body =
    Appelez ou écrivez. Nous répondons à tous, même à ceux qui n'ont pas encore de compte.

    ## Pour nous aider à vous aider
    - Dites à quelle page vous vous êtes arrêté et ce qui y est écrit.
    - Si la page affiche une référence, donnez-la.
    - Ne donnez ni mot de passe ni code : nous n'en avons pas besoin.

    La réponse est peut-être déjà dans l'[aide](/help).

about-accessibility-title = Accessibilité
about-accessibility-lead = Le portail doit servir chacun, quels que soient sa vue, son ouïe ou son équipement.
about-accessibility-body =
    ## Ce que nous faisons
    - Chaque page s'utilise au clavier seul et avec un lecteur d'écran.
    - Le texte peut être agrandi sans casser la page.
    - Tout fonctionne aussi sans scripts et sur un vieux téléphone.
    - Les couleurs sont contrastées ; un thème sombre suit le réglage de l'appareil.
    - Une erreur est toujours dite en mots et mène à son champ.

    Nous comparons nos pages aux recommandations WCAG 2.2, niveau AA, et les contrôlons par programme à chaque changement.

    ## Si quelque chose est difficile
    Dites-le-nous. Nous vous aiderons à le faire, et nous corrigerons la page.

about-privacy-title = Données personnelles
about-privacy-lead = Ce que nous gardons sur vous, pourquoi, et qui le voit.
about-privacy-body =
    ## Ce qui est gardé
    Ce que vous avez saisi : nom, contacts, données du passeport et SNILS. Et le journal : quand et depuis quel appareil vous vous êtes connecté, et ce qui a changé.

    ## Pourquoi
    Pour fournir les services et ne pas demander deux fois la même chose. Les données ne servent à rien d'autre.

    ## Comment c'est protégé
    Les données personnelles et les documents sont chiffrés, avec une clé propre à chaque personne. Le mot de passe n'est pas conservé : seulement une empreinte dont on ne peut pas le tirer.

    ## Qui voit
    - Vous, dans l'[espace personnel](/account/data).
    - La caisse de retraite et le ministère de l'Intérieur : ils ne reçoivent que ce qui doit être comparé.
    - Les autres sites ne voient rien tant que vous ne l'avez pas autorisé.

    Nos pages n'ont ni compteurs ni publicité d'autrui. Chaque action sur votre compte figure dans le [journal](/account/history).
