### Se connecter à d'autres sites avec ce compte

site-who = { $site } ({ $host }) vous demande de vous connecter avec votre compte.
site-under-test = Ce site est en phase d'essai. Ne continuez que si vous savez qui le développe.
site-policy = Comment le site traite vos données
site-terms = Conditions du site
site-go-home = Vers la page d'accueil

site-consent-title = { $site } peut-il recevoir vos données ?
site-consent-only-who = Le site apprend que c'est vous, et rien d'autre à votre sujet.
site-consent-needed = Ce dont le site ne peut se passer
site-consent-none = absent de votre profil
site-consent-optional = Ce que vous pouvez garder pour vous
site-consent-why = Pour quoi faire
site-consent-how-long = Pour combien de temps
site-consent-days = Votre réponse est retenue pendant { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}. Vous pouvez la retirer à tout moment.
site-consent-each-time = La question vous est posée chaque fois.
site-consent-offline = D'ici là, le site peut aussi demander ces données en votre absence.
site-consent-offline-always = Le site peut aussi demander ces données en votre absence, jusqu'à ce que vous retiriez l'accès.
site-consent-agree = Autoriser
site-consent-deny = Ne pas autoriser

site-choose-title = Continuer vers { $site }
site-choose-text = Vous êtes connecté en tant que { $name }.
site-choose-go-on = Continuer en tant que { $name }
site-choose-other = Utiliser un autre compte
site-choose-cancel = Annuler

site-refused-title = { $site } n'accepte pas encore votre compte
site-refused-level = Le site accepte les comptes à partir de ce niveau :
site-refused-method-in_person = Le site n'accepte pas les comptes confirmés uniquement dans un centre de service.
site-refused-method-registered_letter = Le site n'accepte pas les comptes confirmés uniquement par lettre recommandée.
site-refused-method-qualified_signature = Le site n'accepte pas les comptes confirmés uniquement par signature électronique.
site-refused-method-electronic_card = Le site n'accepte pas les comptes confirmés uniquement par carte électronique.
site-refused-method-online_bank = Le site n'accepte pas les comptes confirmés uniquement par une banque en ligne.
site-refused-under-test = Le site est encore en essai. Seules les personnes qui le créent peuvent s’y connecter.
site-refused-ask-owner = Si vous participez à sa création, demandez à son propriétaire de vous inviter. Sinon, revenez quand il aura ouvert.
site-refused-factor = Le site n'accepte que les connexions avec un second facteur, et vous n'en avez pas défini.
site-refused-other = Le site demande une preuve d'identité que ce compte ne peut pas donner.
site-refused-what-to-do = Ce que vous pouvez faire
site-refused-verify = Remplissez d'abord vos données personnelles : les registres de l'État les vérifient. Confirmez ensuite votre identité.
site-refused-confirm = Confirmez votre identité de l'une de ces manières. C'est gratuit.
site-refused-set-factor = Créez une clé d'accès ou une application d'authentification, puis revenez au site.
site-refused-nothing = Demandez au site comment l'utiliser autrement.
site-refused-later = Ensuite, reconnectez-vous au site.
site-refused-go-profile = Remplir mes données
site-refused-go-confirm = Confirmer mon identité
site-refused-go-factor = Définir un second facteur
site-refused-back = Retour à { $site }

site-fault-title = La demande du site ne peut recevoir de réponse
site-fault-text = Le site qui vous a envoyé ici fait une demande que nous ne comprenons pas ou à laquelle nous ne nous fions pas. Rien ne lui a été transmis.
site-fault-what-to-do = Retournez sur le site et réessayez. Si cela ne suffit pas, signalez-le au site.
site-fault-details = Pour les développeurs du site

site-over-title = Cette demande est terminée
site-over-text = Elle a déjà reçu une réponse, elle a duré trop longtemps ou elle a commencé dans un autre navigateur. Recommencez depuis le site.

site-back-title = Retour au site
site-back-text = Vous êtes redirigé. S'il ne se passe rien, appuyez sur le bouton.
site-back-go = Continuer

site-out-title = Vous êtes déconnecté
site-out-text = Vous n'êtes plus connecté ici. Les sites qui l'ont demandé en sont informés à l'instant.
site-out-close = Si d'autres personnes utilisent cet ordinateur, fermez aussi le navigateur.
site-out-frame = Un site est informé

site-leave-title = Se déconnecter ?
site-leave-asked = { $site } demande que vous soyez déconnecté ici.
site-leave-asked-unknown = Un site demande que vous soyez déconnecté ici.
site-leave-text = Vous serez déconnecté de ce portail, et les autres sites ne vous connecteront plus sans votre mot de passe.
site-leave-do = Se déconnecter
site-leave-stay = Rester connecté

sites-title = Sites autorisés
sites-lead = Les sites auxquels vous vous êtes connecté avec ce compte, et ce qui leur a été transmis.
sites-none = Vous ne vous êtes connecté à aucun site avec ce compte.
sites-open = Ouvrir le site
sites-has-access = autorisé
sites-told-nothing = Rien n'a été transmis, sinon que c'est vous.
sites-told = Transmis :
sites-offline = Le site peut demander vos données en votre absence.
sites-device = Un appareil est connecté. Il le reste après votre déconnexion.
sites-agreed-until = Votre réponse est retenue jusqu'au { $at }.
sites-sign-ins = Connexions : { $count }
sites-withdraw = Retirer l'accès
notice-site-withdrawn = Le site n'a plus d'accès.

claim-name = Nom complet
claim-family-name = Nom de famille
claim-given-name = Prénom
claim-middle-name = Patronyme
claim-gender = Sexe
claim-birthdate = Date de naissance
claim-zoneinfo = Fuseau horaire
claim-locale = Langue
claim-updated-at = Date de la dernière vérification de vos données
claim-email = Adresse électronique
claim-email-verified = Que l'adresse électronique est la vôtre
claim-phone-number = Téléphone mobile
claim-phone-number-verified = Que le téléphone est le vôtre
claim-place-of-birth = Lieu de naissance
claim-snils = SNILS
claim-inn = INN
claim-identity-document = Pièce d'identité
claim-nationalities = Nationalité
claim-latin-family-name = Nom de famille en lettres latines
claim-latin-given-name = Prénom en lettres latines
claim-account-level = Niveau de votre compte
claim-confirmed-by = Comment votre identité a été confirmée
claim-verified-claims-evidence = Qui a vérifié vos données, et quand
