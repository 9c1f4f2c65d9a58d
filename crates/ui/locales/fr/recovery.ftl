### Récupération du mot de passe

recovery-title = Récupération du mot de passe
recovery-lead-contact = Indiquez le téléphone ou l'adresse électronique de votre compte. Nous enverrons un code, et vous choisirez un nouveau mot de passe.
recovery-lead-snils = Indiquez votre SNILS. Nous enverrons un code au téléphone ou à l'adresse électronique de votre compte.
recovery-by = Façon de récupérer
recovery-contact-hint = Le téléphone est le moyen le plus simple de retrouver l'accès.
recovery-no-contact = Ni téléphone ni adresse sous la main ?
recovery-no-contact-text = Venez dans un centre de service avec votre passeport et votre SNILS. L'accès y est rétabli gratuitement.
recovery-question-title = Question de sécurité
recovery-question-text = Répondez à la question. Ensuite, nous enverrons un code.
recovery-question-hint = Les majuscules, les espaces et les points ne comptent pas.
recovery-question = { $question ->
    [first-pet] Comment s'appelait votre premier animal ?
    [childhood-street] Dans quelle rue habitiez-vous enfant ?
    [first-teacher] Comment s'appelait votre premier maître d'école ?
    [favourite-book] Quel est votre livre préféré ?
    [grandmother-town] Dans quelle ville habitait votre grand-mère ?
    [dream-job] Quel métier rêviez-vous de faire enfant ?
    [first-concert] Quel a été votre premier concert ?
   *[first-school] Dans quelle école avez-vous commencé ?
}
recovery-done-title = Le nouveau mot de passe est en vigueur
recovery-done-text = Connectez-vous avec le nouveau mot de passe. Sur tous les appareils où vous étiez connecté, les sessions ont pris fin.
recovery-over-title = La récupération s'est interrompue
recovery-over-text = Trop de temps a passé, ou vous avez continué sur un autre appareil. Le mot de passe est resté le même.
recovery-over-again = Recommencer

field-answer-wrong = La réponse n'est pas la bonne
field-required-security_answer = Saisissez la réponse
field-account-not-found = Aucun compte ne correspond à ces données
refusal-recovery-expired = Trop de temps a passé. Recommencez.
refusal-recovery-out-of-step = Cette étape est déjà franchie. Ouvrez la page de nouveau.
refusal-recovery-wrong-answer = La réponse n'est pas la bonne.

recovery-question-missing = Vous ne connaissez pas la réponse, ou vous n’avez jamais choisi cette question ?
