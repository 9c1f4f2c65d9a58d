### Vérifications qui attendent la décision d’un agent

case-title = Vérifications à décider
case-lead = Aucun registre ne les tranche. Ouvrez-en une pour voir ce qui a été envoyé et ce que les registres ont dit ; la personne verra dans son journal que vous avez regardé.
case-none = Rien n’attend de décision pour le moment.
case-check-snils = SNILS et son titulaire
case-check-internal_passport = Passeport de la Fédération de Russie
case-check-foreign_document = Document qu’aucun registre ne connaît
case-check-other = Données personnelles
case-kind-verification_manual = Aucun registre ne peut le vérifier
case-kind-verification_overdue = Le registre n’a pas répondu à temps
case-kind-verification_contradiction = Les réponses du registre se contredisent
case-sent = envoyé le { $at }
case-request = Requête :
case-data = Ce qui a été envoyé
case-answers = Ce que le registre a dit
case-no-answers = Rien.
case-result-match = Les données concordent
case-result-mismatch = Les données ne concordent pas
case-result-no_data = Le registre n’a pas cette inscription
case-decision = Décision
case-decision-text = Comparez avec le document même. Le niveau du compte dépend de votre décision, et la personne en est informée.
case-right = Tout est juste
case-wrong = Quelque chose ne concorde pas

operator-task-cases = Vérifications à décider
operator-task-cases-text = Documents et données qu’aucun registre n’a pu vérifier

notice-case-decided = La vérification est décidée.
refusal-case-closed = Il n’y a plus rien à décider ici.
