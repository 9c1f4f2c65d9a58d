### Ce qui demande quelqu’un : files, centres, messages perdus, tâches abandonnées

operator-task-queues = Ce qui demande quelqu’un
operator-task-queues-text = Tâches abandonnées, fiches périmées et tout ce qui ne se règle pas seul
operator-task-statistics = Statistiques
operator-task-statistics-text = Inscriptions, vérifications, confirmations, échecs : tableaux, graphiques, fichiers

queue-nav = Files
queue-title = Ce qui demande quelqu’un
queue-nothing = Rien n’attend.
queue-none = Aucun.
queue-caption = En attente
queue-what = Quoi
queue-count = Combien
queue-oldest = Le plus ancien attend
queue-empty = Rien n’attend dans :
queue-ends = la première se termine le { $date }
queue-age-minutes = { $n } min
queue-age-hours = { $n } h
queue-age-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}

queue-checks = Contrôles qu’aucun registre ne tranche
queue-checks-who = L’assistance, sous « Contrôles à trancher »
queue-registries = Registres qui refusent nos demandes
queue-registries-who = Qui s’occupe des clés : « okno check » dit ce qui ne va pas
queue-support = Demandes à l’assistance sans réponse
queue-support-who = L’assistance
queue-approvals = Actes de collègues qui attendent un accord
queue-approvals-who = Les collègues du centre, ou un administrateur du système
queue-jobs = Tâches abandonnées
queue-jobs-who = Un administrateur du système
queue-messages = Messages qui ne sont pas arrivés
queue-messages-who = Un administrateur du système, avec l’opérateur du canal
queue-stale_centers = Fiches de centres que personne n’a vérifiées
queue-stale_centers-who = Qui tient la fiche
queue-accreditations = Agréments qui prennent bientôt fin
queue-accreditations-who = L’organisme du centre
queue-letters = Lettres qui auraient dû arriver depuis longtemps
queue-letters-who = Le transporteur ; la personne peut en commander une autre
queue-visits = Visiteurs inscrits qui n’ont pas été reçus
queue-visits-who = L’administrateur du centre

queue-centers-title = Centres qui demandent quelqu’un
queue-centers-lead = Une fiche se vérifie en la comparant à la réalité et en notant le jour. Un agrément que rien ne suit met fin au service.
queue-center = Centre
queue-owner = Tenue par
queue-checked = Vérifiée le
queue-service = Service
queue-last-day = Dernier jour

queue-messages-lead = { $n ->
    [one] Du dernier jour. Les adresses et les textes ne sont pas affichés.
   *[other] Des { $n } derniers jours. Les adresses et les textes ne sont pas affichés.
}
queue-when = Quand
queue-channel = Canal
queue-kind = Message
queue-became = Ce qu’il est devenu
queue-channel-mobile_phone = SMS
queue-channel-email = E-mail
queue-lost-failed = Non accepté
queue-lost-too_late = Non envoyé : il était trop tard
queue-lost-undeliverable = Impossible à remettre
queue-lost-expired = Non retiré à temps
queue-lost-rejected = Rejeté

job-title = Tâches abandonnées
job-lead = Le programme les a tentées en vain. Quand l’obstacle a disparu, faites-le recommencer. Ce que l’autre système a dit se trouve dans le journal.
job-nothing = Aucune tâche n’a été abandonnée.
job-kind = Tâche
job-died = Abandonnée
job-made = créée { $at }
job-attempts = Tentatives
job-cause = Pourquoi
job-cause-unknown = Le programme ne connaît pas cette tâche
job-cause-fault = Une erreur du programme
job-cause-deadline = Trop de temps écoulé
job-cause-unavailable = Un système n’a pas répondu
job-cause-refused = Refusée
job-cause-other = Autre chose, voir le journal
job-which = Lesquelles
job-which-chosen = Celles qui sont cochées
job-which-kind = Toutes d’une sorte
job-kind-all = Sorte, pour toutes d’une sorte
label-job_reason = Motif
job-reason-hint = Nécessaire pour supprimer des tâches. Sans noms ni adresses de personnes.
job-retry = Recommencer
job-drop = Supprimer définitivement
job-written-down = Les deux sont consignés avec votre nom.

notice-jobs-retried = Les tâches sont de nouveau dans la file.
notice-jobs-dropped = Les tâches ont été supprimées.
notice-jobs-partly = Quelqu’un d’autre s’était déjà occupé de certaines tâches ; le reste est fait.
field-job-none = Cochez au moins une tâche
field-job-reason = { $n ->
    [one] { $n } caractère au plus
   *[other] { $n } caractères au plus
}
refusal-job-gone = Quelqu’un d’autre s’est déjà occupé de ces tâches.
