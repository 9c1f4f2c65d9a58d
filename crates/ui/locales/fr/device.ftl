### Connecter un appareil

device-title = Connecter un appareil
device-lead = Saisissez le code affiché par votre appareil.
device-compare = Votre appareil affiche-t-il exactement ce code ? Ne continuez que si c'est le cas.
device-beware = Ne saisissez qu'un code que vous voyez sur un appareil placé devant vous et que vous avez demandé vous-même. Si quelqu'un vous l'a envoyé ou dicté au téléphone, c'est une fraude : fermez cette page.
device-code-hint = Huit lettres, par exemple BCDF-GHJK, en majuscules ou en minuscules.
device-same = C'est le même code
device-not-mine = Ce n'est pas mon appareil
field-device-code-wrong = Ce code n'existe pas ou n'est plus valable. Comparez chaque lettre, ou demandez un nouveau code sur votre appareil.

device-who = { $site } demande à utiliser votre compte sur un appareil.
device-consent-title = Connecter votre appareil à { $site } ?
device-warning = Ne continuez que si vous avez commencé vous-même, sur un appareil placé devant vous. Si quelqu'un vous a envoyé le code ou vous l'a dicté au téléphone, choisissez « Ne pas autoriser » : sinon, cette personne utilisera { $site } en votre nom.
device-each-time = La question vous est tout de même posée chaque fois qu'un appareil doit être connecté.
device-stays = L'appareil reste connecté après votre déconnexion ici. Vous pouvez le déconnecter à tout moment à la page « Sites autorisés ».
device-refused-later = Ensuite, recommencez sur votre appareil.
device-refused-back = Ne pas connecter l'appareil

device-allowed-title = L'appareil est connecté
device-allowed-text = Revenez à votre appareil : { $site } y continue dans quelques secondes. Vous pouvez fermer cette page.
device-allowed-later = Pour déconnecter l'appareil plus tard, allez à la page « Sites autorisés ».
device-denied-title = L'appareil n'a pas été connecté
device-denied-text = Rien n'a été transmis à { $site }. Vous pouvez fermer cette page.

device-over-title = La demande est terminée
device-over-text = Elle a déjà reçu une réponse, ou trop de temps a passé. Regardez votre appareil : s'il n'a pas continué, demandez-y un nouveau code.
device-over-go = Saisir un nouveau code
