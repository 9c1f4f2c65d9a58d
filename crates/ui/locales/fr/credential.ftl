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
password-rule-mark = un signe de ponctuation, par exemple ! ? ; )
password-rule-neighbors = jamais deux caractères identiques de suite
password-rule-forbidden = aucun des caractères { $characters }
password-use-this = Prendre celui-ci
password-rules-further = Il ne doit pas contenir :
password-rule-common = mots simples, années ni touches voisines
password-rule-own-data = votre nom, date de naissance, téléphone ou adresse

password-title = Choisissez un mot de passe
password-title-recovery = Nouveau mot de passe
password-lead = Avec ce mot de passe, vous vous connecterez au portail et à tous les sites reliés au système d'identité.
password-for = Mot de passe pour l'identifiant
password-label = Mot de passe
password-repeat = Répétez le mot de passe
password-secret = Ne communiquez votre mot de passe à personne. Le personnel du portail et des banques ne le demande jamais.
password-pending = { $contact } n'est pas encore confirmé. Vous pourrez aussi le faire plus tard, dans l'espace personnel.
password-pending-confirm-mobile-phone = Saisir le code reçu par SMS
password-pending-confirm-email = Confirmer par le message
password-generator-title = Inventer un mot de passe pour moi
password-generator-text = Cochez ce dont le mot de passe doit être fait.
password-generator-digits = Chiffres
password-generator-capitals = Lettres latines majuscules
password-generator-small = Lettres latines minuscules
password-generator-special = Caractères spéciaux, par exemple ! ? ;
password-generator-length = Nombre de caractères
password-create = Créer un mot de passe
password-candidates = Choisissez un des mots de passe
password-candidates-hint = Vous pouvez modifier celui que vous choisissez. Notez-le et gardez-le là où personne ne le voit.
password-candidates-take = Prendre celui qui est choisi
password-filled = Le mot de passe est inscrit dans les deux champs. Vous pouvez le modifier.
password-warning-title = Un tel mot de passe ne sera pas accepté

field-password-length = Le mot de passe est trop court. Il faut au moins { $minimum ->
    [one] { $minimum } caractère
   *[other] { $minimum } caractères
}
field-password-too-long = Le mot de passe est trop long. Il peut avoir au plus { $maximum ->
    [one] { $maximum } caractère
   *[other] { $maximum } caractères
}
field-password-uppercase = Ajoutez une lettre latine majuscule : de A à Z
field-password-lowercase = Ajoutez une lettre latine minuscule : de a à z
field-password-digit = Ajoutez un chiffre
field-password-adjacent-repeat = Deux caractères identiques se suivent. Remplacez l'un d'eux
field-password-punctuation = Ajoutez un signe de ponctuation, n'importe lequel de ceux-ci : { $allowed }
field-password-forbidden-char = Retirez du mot de passe : { $characters }
field-password-common = Ce mot de passe se devine facilement. Choisissez-en un autre
field-password-own-data = Retirez du mot de passe votre nom, date de naissance, téléphone ou adresse
field-password-repeat-differs = Les mots de passe diffèrent
field-password-generator-no-class = Cochez au moins une case
field-password-generator-too-short = Trop court. Il en faut au moins { $minimum }
field-password-generator-too-long = Trop long. Il en faut au plus { $maximum }
field-password-generator-impossible = Impossible d'en faire un mot de passe. Cochez plus de cases
field-password-wrong = Le mot de passe n'est pas le bon
field-password-generator-number = Saisissez un nombre, par exemple 8
