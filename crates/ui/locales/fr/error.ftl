### Pages d'erreur

error-reference = Référence pour l'assistance :
error-go-home = Vers l'accueil

error-bad-request-title = La requête n'a pas été comprise
error-bad-request-text = Revenez à la page précédente et réessayez.
error-forbidden-title = Accès refusé
error-forbidden-text = Cette page ne vous est pas ouverte. Le formulaire a peut-être expiré : ouvrez-le de nouveau et recommencez.
error-not-found-title = Page introuvable
error-not-found-text = Vérifiez l'adresse. La page a peut-être changé de place ou n'existe plus.
error-method-not-allowed-title = La page ne s'ouvre pas ainsi
error-method-not-allowed-text = Rouvrez la page par un lien ou par le menu.
error-conflict-title = Les données ont changé entre-temps
error-conflict-text = Pendant que vous remplissiez la page, les données ont changé. Rouvrez-la et vérifiez.
error-gone-title = Le lien n'est plus valable
error-gone-text = Il a expiré ou a déjà servi. Demandez-en un nouveau.
error-too-large-title = Trop de données
error-too-large-text = Réduisez le fichier ou choisissez-en un autre, puis renvoyez-le.
error-unsupported-media-title = Ce type de données n'est pas accepté
error-unsupported-media-text = Envoyez le formulaire depuis une page du portail ou choisissez un fichier d'un autre type.
error-unprocessable-title = Les données n'ont pas été acceptées
error-unprocessable-text = Revenez à la page précédente et vérifiez votre saisie.
error-too-many-title = Trop de tentatives
error-too-many-text = Patientez un peu et réessayez. C'est ainsi que nous protégeons votre compte.
error-internal-title = Une panne de notre côté
error-internal-text = Nous avons connaissance de l'erreur. Réessayez dans quelques minutes. Les données enregistrées ne sont pas perdues.
error-unavailable-title = Service momentanément indisponible
error-unavailable-text = Réessayez dans quelques minutes. Les données enregistrées ne sont pas perdues.
error-stale-title = La page est restée ouverte trop longtemps
error-stale-text = Pour votre sécurité, le formulaire doit être envoyé une nouvelle fois. Vos données sont conservées ; un mot de passe ou un code devra être saisi à nouveau.
