### Connexion et déconnexion

login-title = Connexion
login-by = Façon de se connecter
login-by-contact = Téléphone ou adresse
login-by-snils = SNILS
login-contact = Téléphone ou adresse électronique
login-snils = Numéro SNILS
login-snils-hint = 11 chiffres, par exemple 112-233-445 95
login-password = Mot de passe
login-forgot = Récupérer le mot de passe
login-no-account = Pas encore de compte ?
login-to-go-on = Connectez-vous pour continuer. Vous reviendrez ensuite à la même page.
login-to-go-on-at = Connectez-vous pour continuer vers « { $site } ». Vous ne tapez votre mot de passe qu’ici : le site ne le connaîtra pas.
notice-logged-out = Vous avez quitté l'espace personnel.

field-login-contact = Saisissez un numéro de téléphone mobile ou une adresse électronique
field-required-password = Saisissez le mot de passe
field-required-login = Saisissez le numéro de téléphone ou l'adresse électronique
field-required-contact = Saisissez le numéro de téléphone ou l'adresse électronique
field-required-snils = Saisissez le numéro SNILS
refusal-login-wrong = L'identifiant ou le mot de passe n'est pas le bon. Vérifiez la disposition du clavier et les majuscules.
refusal-account-locked = Le compte est bloqué. Pour le rouvrir, récupérez l'accès.
refusal-try-later = { $seconds ->
    [one] Trop d'essais. Réessayez dans { $seconds } seconde.
   *[other] Trop d'essais. Réessayez dans { $seconds } secondes.
}
