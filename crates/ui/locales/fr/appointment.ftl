### Rendez-vous dans les centres de services : choisir, réserver, déplacer, annuler

appointment-title = Prendre rendez-vous
appointment-own-title = Votre rendez-vous
appointment-review-title = Vérifier et réserver
appointment-walk-in = Le rendez-vous n’est pas nécessaire : venez quand vous voulez pendant les heures d’ouverture.
appointment-how = Si vous préférez, réservez une heure : choisissez un centre qui prend des rendez-vous.
appointment-when = { $weekday } { $date }, { $time }
appointment-time = Heure
appointment-place = Lieu
appointment-purpose = Motif
appointment-task-confirm_identity = Confirmer mon identité
appointment-task-correct_data = Corriger une erreur dans mes données
appointment-task-delete_account = Supprimer mon compte
appointment-bring = À apporter
appointment-bring-identity_document = le passeport ou autre document dont les données sont dans votre compte
appointment-bring-snils = votre SNILS
appointment-day = Jour
appointment-free = { $n ->
    [one] { $n } créneau
   *[other] { $n } créneaux
}
appointment-full = complet
appointment-times = Heures libres : { $day }
appointment-no-days = Aucune heure à réserver dans ce centre ces prochains jours. Venez sans rendez-vous pendant les heures d’ouverture.
appointment-no-times = Aucune heure n’est libre. Choisissez un autre jour ou venez sans rendez-vous.
appointment-nearest = Heures libres les plus proches
appointment-chosen = Votre choix
appointment-other-time = Une autre heure
appointment-moves = Vous avez rendez-vous : { $when }. La nouvelle heure le remplacera.
appointment-submit = Réserver
appointment-move-submit = Déplacer le rendez-vous
appointment-told = Nous envoyons un message à vos contacts, et un rappel la veille.
appointment-none = Vous n’avez pas de rendez-vous.
appointment-calendar = Ajouter à mon agenda
appointment-move = Choisir une autre heure
appointment-other-center = Choisir un autre centre
appointment-cancel = Annuler le rendez-vous
appointment-cancel-title = Annuler le rendez-vous ?
appointment-cancel-text = Quelqu’un d’autre pourra prendre cette heure. Vous pourrez réserver de nouveau ou venir sans rendez-vous.
appointment-keep = Le garder
appointment-begun = L’heure est venue. Si vous êtes en retard, dites-le à un agent du centre : il voit votre rendez-vous.
appointment-box-title = Vous avez un rendez-vous
appointment-box-open = Voir le rendez-vous
appointment-file-title = Visite dans un centre de services

refusal-appointment-off = Ce centre ne prend pas de rendez-vous. Venez sans rendez-vous pendant les heures d’ouverture.
refusal-appointment-not-for-you = Il n’y a rien ici pour quoi vous pourriez prendre rendez-vous.
refusal-appointment-already-booked = Vous avez déjà un rendez-vous. Vous pouvez le déplacer ici ou le laisser tel quel.
refusal-appointment-taken = Cette heure n’est plus libre. Rien n’est réservé : choisissez-en une autre.
refusal-appointment-over = Ce rendez-vous est passé ou a changé entre-temps. Regardez-le de nouveau.
refusal-appointment-too-many = Vous avez pris et déplacé trop de rendez-vous aujourd’hui. Réessayez demain ou venez sans rendez-vous.

notice-appointment-booked = Le rendez-vous est pris.
notice-appointment-moved = Le rendez-vous est déplacé.
notice-appointment-cancelled = Le rendez-vous est annulé.
notice-appointment_booked = Vous avez pris rendez-vous dans un centre de services.
notice-appointment_moved = Vous avez déplacé votre rendez-vous dans un centre de services.
notice-appointment_cancelled = Vous avez annulé votre rendez-vous dans un centre de services.
notice-appointment_called_off = Le centre de services ne peut pas vous recevoir à l’heure réservée. Choisissez-en une autre ou venez sans rendez-vous.
notice-appointment_reminder = Votre visite dans un centre de services approche.
notice-appointment_missed = Vous n’avez pas été reçu à l’heure réservée. Si vous êtes au centre, adressez-vous à son administrateur ; sinon, venez sans rendez-vous ou réservez de nouveau.

audit-appointment-booked = Rendez-vous pris dans un centre de services
audit-appointment-moved = Rendez-vous déplacé
audit-appointment-cancelled = Rendez-vous annulé
audit-appointment-called-off = Rendez-vous supprimé : le centre ne travaille pas à cette heure
audit-appointment-reminded = Rappel d’un rendez-vous envoyé
audit-appointment-missed = Personne n’a été reçu à l’heure du rendez-vous

message-appointment_booked-sms = { -message-system-short } : rendez-vous au centre de services le { $date } à { $time }, heure locale. Apportez votre passeport
message-appointment_booked-subject = Votre rendez-vous est pris
message-appointment_booked-body =
    Vous êtes attendu le { $date } à { $time }, heure locale : { $place }.

    Apportez le document dont les données sont dans votre compte. Le service est gratuit.
message-appointment_booked-action = Voir le rendez-vous
message-appointment_booked-after = Si ce n’était pas vous, changez votre mot de passe.
message-appointment_moved-sms = { -message-system-short } : votre rendez-vous au centre de services est déplacé au { $date } à { $time }, heure locale
message-appointment_moved-subject = Votre rendez-vous est déplacé
message-appointment_moved-body =
    Vous êtes maintenant attendu le { $date } à { $time }, heure locale : { $place }.

    Apportez le document dont les données sont dans votre compte. Le service est gratuit.
message-appointment_moved-action = Voir le rendez-vous
message-appointment_moved-after = Si ce n’était pas vous, changez votre mot de passe.
message-appointment_called_off-sms = { -message-system-short } : le centre ne peut pas vous recevoir le { $date } à { $time }. Choisissez une autre heure ou venez sans rendez-vous
message-appointment_called_off-subject = Votre rendez-vous est supprimé
message-appointment_called_off-body =
    Le centre de services ne travaille pas à l’heure que vous avez réservée, { $date }, { $time } : { $place }. Veuillez nous excuser.

    Choisissez une autre heure ou un autre centre, ou venez sans rendez-vous pendant les heures d’ouverture.
message-appointment_called_off-action = Choisir une autre heure
message-appointment_reminder-sms = { -message-system-short } : on vous attend au centre de services le { $date } à { $time }, heure locale. Apportez votre passeport
message-appointment_reminder-subject = Votre rendez-vous approche
message-appointment_reminder-body =
    Vous êtes attendu le { $date } à { $time }, heure locale : { $place }.

    Apportez le document dont les données sont dans votre compte. Si vous ne pouvez pas venir, annulez : quelqu’un d’autre prendra cette heure.
message-appointment_reminder-action = Voir le rendez-vous

help-appointment-title = Prendre rendez-vous
help-appointment-lead = On peut venir dans un centre de services sans rendez-vous. Si vous préférez, réservez une heure.
help-appointment-body =
    ## Faut-il un rendez-vous ?
    Non. Chaque centre reçoit sans rendez-vous pendant ses heures d’ouverture.

    ## Comment réserver
    1. Votre compte doit être standard : vos données sont vérifiées.
    2. Trouvez un [centre de services](/service-centers) qui prend des rendez-vous et choisissez « Prendre rendez-vous ».
    3. Choisissez le motif, le jour et l’heure, entre une heure et deux semaines à l’avance. Les heures sont celles du centre.
    4. Vérifiez l’adresse et ce qu’il faut apporter, puis appuyez sur « Réserver ».

    Un message vous parvient aussitôt, et un rappel la veille. Le rendez-vous peut être ajouté à votre agenda.

    ## Si vos projets changent
    Sur la page de [votre rendez-vous](/appointment), vous pouvez choisir une autre heure ou annuler. On ne peut avoir qu’un rendez-vous à la fois. Si le centre change ses heures ou ferme, nous vous le disons.

    ## Si vous êtes en retard
    Dites-le à un agent du centre : on vous attend une demi-heure, ensuite l’administrateur du centre vous reçoit.

clerk-booked-miss = Personne n’est venu
