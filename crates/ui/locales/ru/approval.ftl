### Согласования: то, что делают вдвоём

approval-title = Согласования
approval-lead = Эти действия нельзя отменить, поэтому их просит один сотрудник, а соглашается другой. Сверьте документы, прежде чем соглашаться.
approval-none = Сейчас вашего согласия никто не ждёт.
approval-waiting = { $n ->
    [one] { $n } запрос ждёт вашего согласия
    [few] { $n } запроса ждут вашего согласия
   *[other] { $n } запросов ждут вашего согласия
}
approval-asked-by = Просит { $login }
approval-until = до { $at }
approval-about = О ком:
approval-agree = Согласиться
approval-refuse = Отказать
approval-withdraw = Отозвать
approval-own = Ваши запросы
approval-is-asked = Ждёт коллегу
approval-is-approved = Коллега согласился: можно выполнить

approval-act-restore_access = Вернуть доступ к учётной записи
approval-act-delete_account = Удалить учётную запись навсегда
approval-act-correct_data = Исправить данные
approval-act-withdraw_evidence = Отозвать доказательство
approval-act-manage_operators = Изменить права сотрудника

notice-approval-given = Вы согласились.
notice-approval-refused = Вы отказали.
notice-approval-withdrawn = Запрос отозван.

refusal-approval-not-needed = Для этого действия второй сотрудник не нужен.
refusal-approval-expired = Срок запроса истёк.
refusal-approval-decided = Этот запрос уже решён.
refusal-approval-same-operator = Согласиться должен другой сотрудник.
refusal-approval-other-center = Этот запрос из другого центра.
refusal-approval-not-yours = Это запрос другого сотрудника.
refusal-approval-not-approved = Второй сотрудник ещё не согласился.
refusal-approval-changed = Действие отличается от того, на которое согласились. Сделайте новый запрос.

approval-look = Посмотреть и решить
approval-compare = Сверьте с документами посетителя: это проверенные данные, к которым относится действие.
approval-changes-note = Зачёркнутое заменяется тем, что стоит рядом.
approval-compared = Что сверил коллега
approval-look-note = Человек увидит в своём журнале, что вы смотрели.
refusal-approval-not-seen = Сначала посмотрите данные, потом соглашайтесь.
