### Mots de passe

password-show = Afficher
password-hide = Masquer
password-strength = Robustesse du mot de passe
password-bands = très faible|faible|moyen|fort|très fort
password-rules-title = Le mot de passe doit contenir :
password-rule-met = rempli
password-rule-unmet = pas encore rempli
password-rule-length = au moins { $n ->
    [one] { $n } caractère
   *[other] { $n } caractères
}
password-rule-upper = une majuscule latine
password-rule-lower = une minuscule latine
password-rule-digit = un chiffre
password-rule-mark = un signe de ponctuation, par exemple ! ? ; )
password-rule-neighbors = jamais deux caractères identiques de suite
password-rule-forbidden = aucun des caractères { $characters }
password-use-this = Prendre celui-ci
