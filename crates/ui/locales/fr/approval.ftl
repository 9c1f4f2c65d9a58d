### Accords : ce que l’on fait à deux

approval-title = Accords
approval-lead = Ces actes sont irréversibles : un agent les demande, un autre donne son accord. Comparez les documents avant d’accepter.
approval-none = Personne n’attend votre accord en ce moment.
approval-waiting = { $n ->
    [one] { $n } demande attend votre accord
   *[other] { $n } demandes attendent votre accord
}
approval-asked-by = Demandé par { $login }
approval-until = jusqu’au { $at }
approval-about = Concerne :
approval-agree = Accepter
approval-refuse = Refuser
approval-withdraw = Retirer
approval-own = Vos demandes
approval-is-asked = Attend un collègue
approval-is-approved = Un collègue a donné son accord : l’acte est possible

approval-act-restore_access = Rendre l’accès à un compte
approval-act-delete_account = Supprimer définitivement un compte
approval-act-correct_data = Corriger des données
approval-act-withdraw_evidence = Retirer une preuve
approval-act-manage_operators = Modifier les droits d’un agent

notice-approval-given = Vous avez donné votre accord.
notice-approval-refused = Vous avez refusé.
notice-approval-withdrawn = La demande est retirée.

refusal-approval-not-needed = Cet acte ne demande pas de second agent.
refusal-approval-expired = La demande a expiré.
refusal-approval-decided = La demande est déjà réglée.
refusal-approval-same-operator = Un autre agent doit donner son accord.
refusal-approval-other-center = La demande vient d’un autre centre.
refusal-approval-not-yours = C’est la demande d’un autre agent.
refusal-approval-not-approved = Le second agent n’a pas encore donné son accord.
refusal-approval-changed = Ce n’est pas ce qui a été accepté. Faites une nouvelle demande.

approval-look = Regarder et décider
approval-compare = Comparez avec les documents du visiteur : ce sont les données vérifiées que l’acte concerne.
approval-changes-note = Ce qui est barré est remplacé par ce qui est à côté.
approval-compared = Ce que votre collègue a comparé
approval-look-note = La personne voit dans son journal que vous avez regardé.
refusal-approval-not-seen = Regardez les données avant de donner votre accord.
