### Assistance : le formulaire, les demandes et les réponses, la file des agents

label-topic = Sujet
label-message = Description
label-attachment = Fichiers

support-own = Demandes d’assistance
support-none = Vous n’avez pas encore écrit à l’assistance.
support-new = Écrire à l’assistance
support-number = Demande { $number }
support-message-hint = Ce qui s’est passé, sur quelle page, et ce qui y était écrit. Jusqu’à { $most } caractères. Ne communiquez ni mot de passe ni code.
support-files-hint = Jusqu’à { $most } fichiers de { $size } Mo au plus : PDF, JPEG, PNG ou texte simple. Un antivirus les examine avant que quiconque les ouvre.
support-contact = Téléphone ou adresse e-mail pour la réponse
support-contact-hint = Nous vous y dirons que la réponse est arrivée.
support-contact-hint-person = Nous vous y dirons, ainsi qu’à vos contacts confirmés, que la réponse est arrivée.
support-send = Envoyer
support-other = Autres moyens de nous joindre

support-ways-title = Comment et où confirmer votre identité
support-ways-text = La confirmation est gratuite. Ces moyens vous sont ouverts :
support-ways-centers = Trouver un centre de service proche

support-topic-confirmation = Comment et où confirmer l’identité
support-topic-access = Inscription, connexion, accès perdu
support-topic-verification = Données personnelles et leur vérification
support-topic-snils_taken = Mon SNILS appartient à un autre compte
support-topic-service = Un service du portail
support-topic-safety = Fraude, ou quelqu’un d’autre dans mon compte
support-topic-other = Autre chose

support-state-waiting = En attente d’une réponse
support-state-taken = En cours de traitement
support-state-answered = Réponse donnée
support-state-closed = Close

support-scan-waiting = examen antivirus en cours
support-scan-infected = supprimé : il contenait un virus
support-scan-unscannable = supprimé : l’antivirus n’a pas pu l’examiner
support-file-size = { $size } Ko

support-by-support = Assistance
support-by-person = Auteur de la demande
support-keep-link = Conservez l’adresse de cette page : elle seule vous ramènera à votre demande. Ne la montrez à personne.
support-more = Écrire encore
support-is-closed = Cette demande est close.

support-queue = Demandes d’assistance
support-queue-lead = Les plus anciennes d’abord. Une demande se lit une fois prise en charge.
support-queue-empty = Personne n’attend de réponse pour le moment.
support-mine = Prises en charge par vous
support-waiting = File d’attente
support-since = en attente depuis le { $at }
support-from-person = D’un utilisateur connecté
support-from-visitor = D’un visiteur
support-taken-by = Prise en charge par { $login }
support-take = Prendre en charge
support-answer = Réponse
support-answer-text = Texte de la réponse
support-answer-hint = La personne le lira sur la page de la demande. Ne demandez ni mot de passe ni code.
support-answer-send = Envoyer la réponse
support-release = Remettre dans la file
support-close = Clore la demande

operator-task-support = Demandes d’assistance
operator-task-support-text = Lire ce que les gens écrivent, et répondre

notice-support_answered = L’assistance a répondu à votre demande.
notice-support-sent = Votre demande a été envoyée.
notice-support-sent-more = Votre message a été envoyé.
notice-support-answer-sent = La réponse a été envoyée.
notice-support-put-back = La demande est de retour dans la file.
notice-support-is-closed = La demande est close.

message-support_answered-sms = { -message-system-short } : l'assistance a répondu à votre demande. Lisez la réponse sur la page de la demande
message-support_answered-subject = L’assistance a répondu
message-support_answered-body = L’assistance a répondu à votre demande au système d’identification { -message-system }. La réponse se trouve sur la page de la demande.
message-support_answered-action = Lire la réponse
message-support_answered-after = Si vous ne nous avez pas écrit, ne faites rien.

audit-support-written = Vous avez écrit à l’assistance
audit-support-taken = Un agent a pris en charge votre demande d’assistance
audit-support-released = Un agent a remis votre demande d’assistance dans la file
audit-support-answered = Un agent a répondu à votre demande d’assistance
audit-support-closed = Un agent a clos votre demande d’assistance

refusal-support-taken = Un autre agent s’occupe de cette demande.
refusal-support-not-taken = Prenez d’abord la demande en charge.
refusal-support-closed = Cette demande est close. Écrivez-en une nouvelle.
refusal-support-too-many = Trop de messages pour le moment. Appelez-nous ou écrivez plus tard.
refusal-support-file-closed = Ce fichier ne peut être ouvert : l’antivirus ne l’a pas encore déclaré sain.

field-support-message-long = { $most } caractères au plus ; vous en avez { $characters }
field-support-files-many = { $most } fichiers au plus par message
field-support-files-not-taken = Aucun fichier ne peut être envoyé pour le moment. Envoyez le message sans fichier
field-support-file-empty = Le fichier { $name } est vide
field-support-file-large = Le fichier { $name } dépasse { $most } Mo
field-support-file-kind = Le fichier { $name } n’est ni PDF, ni JPEG, ni PNG, ni texte simple

support-account = État du compte
support-account-open = Voir l’état du compte
support-account-active = Actif
support-account-locked = Bloqué
support-account-deleted = Supprimé
support-account-since = Créé
support-account-unconfirmed = non confirmé
support-account-verified = Données vérifiées
support-account-sessions = Sessions ouvertes
support-account-no = Non
support-account-submission = Dernière vérification des données
support-account-confirmation = Confirmation d’identité
support-account-confirmed = Confirmée
support-account-under-way = En cours
support-submission-in_progress = En cours
support-submission-verified = Tout concorde
support-submission-rejected = Quelque chose ne concorde pas
support-submission-needs_operator = Attend la décision d’un agent
support-submission-superseded = Remplacée

label-reason = Motifs

support-account-merged = Clos : réuni à un autre compte
support-accounts-open = Comparer avec le compte qui détient le SNILS

merge-title = Deux comptes et un SNILS
merge-lead = Vous voyez comment se comparent les données des deux comptes, non les données. Les deux personnes verront dans leur journal que vous avez regardé.
merge-claimant = Le compte qui a écrit
merge-holder = Le compte qui détient le SNILS
merge-fields = Données
merge-like-equal = identique
merge-like-different = différent
merge-like-one = dans un seul
merge-merge = Une seule personne : réunir
merge-merge-text = Le compte qui détient le SNILS demeure, avec son niveau. Les contacts, notifications et demandes de l’autre y passent ; l’autre est clos et y renvoie. Les deux sont déconnectés et prévenus.
merge-separate = Deux personnes : retirer le SNILS
merge-separate-text = Le compte qui détient le SNILS à tort perd ses données vérifiées et son niveau, et en est prévenu. Le compte qui a écrit pourra renvoyer ses données.
merge-evidence = Demandez d’abord des preuves à la personne : répondez à la demande.
merge-asked = En attente d’un second agent.
merge-do = Réunir les comptes
merge-do-separate = Retirer le SNILS
merge-ask = Demander l’accord d’un second agent
merge-reason-hint = Quelles preuves vous avez vues. Sans données personnelles : le second agent le lit.
merge-ask-merge = Demander la réunion
merge-ask-separate = Demander le retrait du SNILS

approval-act-merge_accounts = Réunir deux comptes

notice-merge-asked = Un second agent a été sollicité.
notice-accounts-merged = Les comptes sont réunis.
notice-accounts-separated = Le SNILS est retiré.
notice-accounts_merged = Vos deux comptes n’en font plus qu’un.

message-accounts_merged-sms = { -message-system-short } : vos deux comptes n'en font plus qu'un. Connectez-vous avec les contacts et le mot de passe du premier
message-accounts_merged-subject = Vos deux comptes n’en font plus qu’un
message-accounts_merged-body = À votre demande, deux comptes du système d’identification { -message-system } n’en font plus qu’un : celui qui détient votre SNILS. Connectez-vous avec ses contacts et son mot de passe, ou récupérez le mot de passe.
message-accounts_merged-action = Se connecter
message-accounts_merged-after = Si vous ne l’avez pas demandé, appelez aussitôt l’assistance.

audit-accounts-merged = Un autre de vos comptes a été réuni à celui-ci
audit-account-closed-merged = Ce compte a été réuni à un autre des vôtres et clos

session-end-merged = terminée à la réunion des comptes

refusal-merge-same = C’est déjà un seul et même compte.
refusal-merge-not-in-use = L’un des comptes n’est pas en usage.
refusal-merge-no-holder = Aucun autre compte ne détient ce SNILS par des données vérifiées.
refusal-merge-two-persons = Les deux comptes ont des données vérifiées. On ne réunit pas de tels comptes.

field-support-reason-long = { $most } caractères au plus

evidence-title = Ce qui prouve le niveau
evidence-open = Voir ce qui prouve le niveau, ou retirer une preuve
evidence-lead = Le niveau du compte découle de ces entrées. Ce qui a été vérifié n’est pas montré ici. La personne verra dans son historique que vous avez regardé.
evidence-none = Il n’y a aucune preuve : le compte est simplifié.
evidence-data-verified = Données vérifiées par les registres
evidence-source = Source
evidence-holds = Valable
evidence-is-withdrawn = Retirée
evidence-earlier = Remplacée par une vérification plus récente
evidence-withdraw = Retirer
evidence-withdraw-text = L’entrée reste dans le journal, mais le niveau ne repose plus sur elle. Si le niveau change, la personne en est prévenue. Ce qui est retiré ne peut être rétabli : il faut une nouvelle confirmation.
evidence-reason-hint = Pourquoi la preuve est fausse. Sans données personnelles : le second agent le lit.
evidence-do = Retirer la preuve
label-evidence = Quelle preuve
notice-evidence-withdrawn = La preuve est retirée.
