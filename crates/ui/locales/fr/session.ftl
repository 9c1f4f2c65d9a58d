### Où l'on est connecté

session-title = Appareils
session-lead = Vous voyez ici où votre espace est ouvert. Si un appareil vous est inconnu, déconnectez-le et changez le mot de passe.
session-this = cet appareil
session-network = Réseau { $network }
session-since = Connexion : { $at }
session-seen = Dernière activité : { $at }
session-others = Autres appareils
session-none = Vous n'êtes connecté nulle part ailleurs.
session-end = Déconnecter
session-end-others = Déconnecter tous les autres appareils
session-over = Sessions terminées
session-end-logout = vous avez quitté
session-end-by_person = terminée depuis un autre appareil
session-end-password_changed = terminée lors du changement de mot de passe
session-end-recovered = terminée lors de la récupération de l'accès
session-end-renewed = poursuivie par une nouvelle session
session-end-restored = terminée lors du rétablissement de l’accès dans un centre
session-end-deleted = terminée lors de la suppression du compte
session-end-time = terminée avec le temps

device-both = { $browser }, { $system }
device-unknown = Appareil inconnu
