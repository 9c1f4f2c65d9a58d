### Mots de chaque page

site-name = Okno

nav-skip = Aller au contenu
nav-main = Rubriques principales
nav-services = Services
nav-help = Aide
nav-language = Langue
nav-back = Une étape en arrière
nav-service-centers = Centres de service
nav-personal-data = Données personnelles
nav-security = Sécurité
nav-unread = { $n ->
    [one] { $n } notification non lue
   *[other] { $n } notifications non lues
}
personal-area = Espace personnel

# Chaque langue porte son propre nom, le même sur toutes les pages.
language-name = { $tag ->
    [en] English
    [fr] Français
   *[other] Русский
}

footer-support = Assistance
footer-free-number = gratuit dans toute la Russie
footer-short-number = gratuit depuis un mobile
footer-moscow-number = à Moscou
footer-write = Écrire à l'assistance
footer-about = À propos du portail
footer-accessibility = Accessibilité
footer-privacy = Données personnelles
footer-developers = Pour les développeurs
footer-note = L'inscription, le compte et la confirmation d'identité sont gratuits.

action-login = Se connecter
action-register = S'inscrire
action-logout = Quitter
action-continue = Continuer
action-cancel = Annuler
action-back = Retour
action-edit = Modifier
action-done = Terminer
action-create = Créer
action-find = Rechercher
action-confirm = Confirmer
action-send-again = Renvoyer
action-send-again-sms = Renvoyer le SMS
action-send-again-letter = Renvoyer le message

level-simplified = Compte simplifié
level-standard = Compte standard
level-confirmed = Compte confirmé

free-notice = La confirmation d'identité est gratuite. Nul ne peut exiger de paiement.
notice-saved = Les modifications ont été enregistrées.

unit-seconds = { $n ->
    [one] { $n } seconde
   *[other] { $n } secondes
}

## Dates

date-day = Jour
date-month = Mois
date-year = Année
date-long = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year }
month = { $n ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
weekday = { $n ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
weekday-short = { $n ->
    [1] lu
    [2] ma
    [3] me
    [4] je
    [5] ve
    [6] sa
   *[7] di
}
calendar-open = Choisir dans le calendrier
calendar-previous-month = Mois précédent
calendar-next-month = Mois suivant
calendar-close = Fermer

## Formulaires

error-prefix = Erreur :
error-title = Erreur : { $title }
error-summary-title = Vérifiez les données
error-line = { $label } : { $fault }
field-optional = (facultatif)
field-choose = Choisissez
field-required = Remplissez ce champ
field-unknown = Vérifiez ce champ
refusal-unknown = Cela n'est pas possible pour l'instant. Réessayez.
resend-wait = Vous pourrez renvoyer dans
resend-wait-sms = Vous pourrez renvoyer le SMS dans
resend-wait-letter = Vous pourrez renvoyer le message dans
countdown-left = Le code est encore valable
countdown-over = Le code a expiré. Demandez-en un nouveau.
countdown-soon = Le code va bientôt expirer
