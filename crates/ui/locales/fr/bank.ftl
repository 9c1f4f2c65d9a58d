### Confirmation de l'identité par une banque en ligne

bank-list-lead = Vous vous connectez à votre banque, sur sa propre page, et la banque nous dit que vous êtes bien vous. Cela prend quelques minutes.
bank-choose = Choisissez votre banque
bank-client-only = Cette voie est ouverte à ceux qui sont déjà clients de la banque. L'identifiant et le mot de passe ne sont saisis que sur la page de la banque ; nous ne les voyons pas.
bank-none = Aucune banque n'est raccordée en ce moment. Choisissez une autre voie.

bank-consent-title = Consentement à l'échange de données
bank-consent-lead = Pour que { $bank } confirme votre identité, il nous faut votre consentement. Voici les données en question.
bank-consent-whom = Avec qui
bank-consent-whom-text = { $bank }, à l'adresse { $host }
bank-consent-to-bank = Ce que la banque apprend
bank-consent-to-bank-text = Que vous confirmez votre identité sur le portail. Nous ne transmettons aucune de vos données à la banque.
bank-consent-from-bank = Ce que la banque nous dit
bank-consent-from-bank-text = Vos nom, prénom, patronyme, date de naissance, SNILS et numéro de document
bank-consent-profile = Ce que vous indiquez
bank-consent-profile-text = Sur la page de la banque, vous indiquez quel profil du portail est à confirmer : son SNILS. La banque nous le transmet.
bank-consent-why = Pourquoi
bank-consent-why-text = Pour comparer ces données à votre profil. Elles doivent concorder entièrement.
bank-consent-kept = Ce que nous gardons
bank-consent-kept-text = Que la banque a confirmé votre identité, et quand. Les données de la banque ne sont pas conservées.
bank-consent-agree = J'accepte, continuer
bank-consent-refuse = Je refuse
bank-steps-title = Comment cela se passe
bank-step-agree = Vous donnez votre accord sur cette page. Il vaut pour une seule fois.
bank-step-bank_page = Sur la page de la banque, vous vous connectez comme d'habitude et suivez ses indications.
bank-step-portal_profile = Sur la page de la banque, vous saisissez identifiant et mot de passe, indiquez le profil du portail et autorisez l'accès.
bank-step-back = La banque vous ramène ici, et votre identité est confirmée. Vous avez { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} pour le tout.

bank-leave-title = Vers { $bank }
bank-leave-lead = La page de la banque va s'ouvrir. Quand vous aurez terminé, la banque vous ramènera sur le portail.
bank-leave-host = Vérifiez l'adresse dans votre navigateur :
bank-leave-secret = Ne saisissez l'identifiant et le mot de passe de la banque que sur cette page. Le portail ne les demande jamais et ne les voit pas.
bank-leave-profile = La banque vous demandera quel profil du portail est à confirmer. Donnez votre SNILS.
bank-leave-action = Aller à la banque
bank-leave-cancel = Annuler

bank-end-different-title = Les données ne concordent pas
bank-end-different-text = Ce que { $bank } nous a dit diffère des données de votre profil. Votre identité n'est pas confirmée, et nous n'avons rien gardé de ce que la banque a dit.
bank-different-title = Ce que vous pouvez faire
bank-different-check = Comparez nom, prénom, patronyme, date de naissance, SNILS et numéro de passeport dans votre profil et à la banque.
bank-different-bank = Si la banque a d'anciennes données, faites-les mettre à jour puis recommencez.
bank-different-profile = Si l'erreur est dans votre profil, corrigez-le. Vous pouvez aussi choisir une autre voie.
bank-end-incomplete-title = La banque en a dit trop peu
bank-end-incomplete-text = { $bank } n'a transmis aucune donnée permettant de vous reconnaître. Votre identité n'est pas confirmée. Choisissez une autre voie.
bank-end-declined-title = Vous avez refusé à la banque
bank-end-declined-text = L'accès n'a pas été autorisé, et { $bank } ne nous a rien dit. Si c'était par mégarde, recommencez.
bank-end-failed-title = La réponse de la banque n'est pas acceptée
bank-end-failed-text = { $bank } a répondu par une erreur, ou sa réponse n'a pu être vérifiée. Votre identité n'est pas confirmée. Recommencez ou choisissez une autre voie.
bank-end-unreachable-title = La banque ne répond pas
bank-end-unreachable-text = { $bank } est injoignable en ce moment. Réessayez plus tard ou choisissez une autre voie.
bank-end-in-progress-title = La réponse de la banque est en cours de vérification
bank-end-in-progress-text = { $bank } a répondu, et nous comparons les données. Quelques secondes suffisent d'ordinaire. Si rien n'a changé au bout d'une minute, recommencez.
bank-end-expired-title = Trop de temps a passé
bank-end-expired-text = { $bank } a répondu trop tard. Recommencez, c'est rapide.
bank-end-replaced-title = Cette tentative est close
bank-end-replaced-text = Vous avez recommencé, et seule la dernière tentative compte. Terminez-la ou recommencez.
bank-end-other-session-title = Vous avez commencé dans une autre fenêtre
bank-end-other-session-text = Cette confirmation a été commencée dans un autre navigateur ou avant une nouvelle connexion. Pour votre protection, elle ne peut être terminée ici. Recommencez.
bank-end-unknown-title = Cette réponse nous est inconnue
bank-end-unknown-text = Nous n'avons pas posé la question à laquelle { $bank } répond. Rien n'a changé. Recommencez depuis notre page.
bank-end-signed-out-title = Vous êtes déconnecté
bank-end-signed-out-text = Votre session sur le portail a pris fin pendant que vous étiez à la banque. Connectez-vous et recommencez.
bank-begin-again = Recommencer
bank-other-ways = Autres voies
bank-other-bank = Une autre banque
bank-look-again = Vérifier à nouveau
bank-to-account = Vers mon compte
bank-check-data = Voir les données de mon profil
bank-log-in = Se connecter
