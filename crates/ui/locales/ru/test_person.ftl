test-person-title = Тестовые люди
test-person-lead = Придумайте людей, от имени которых вы и ваши коллеги будете входить на свои сайты, пока они проходят испытания.
test-person-where = Тестовый человек входит только на сайты, которые проходят испытания и за которые отвечаете вы. Все данные вымышлены, письма и сообщения ему не отправляются.
test-person-ends = { $days ->
    [one] Через { $days } день
    [few] Через { $days } дня
   *[many] Через { $days } дней
} тестовый человек удаляется автоматически. Одновременно { $most ->
    [one] может быть только { $most }.
   *[many] их может быть не больше { $most }.
}
test-person-go = Открыть список тестовых людей
test-person-login = Логин
test-person-password = Пароль
test-person-level = Уровень учётной записи
test-person-level-simplified = Известны только фамилия, имя и электронная почта.
test-person-level-standard = Паспорт и СНИЛС как будто проверены.
test-person-level-confirmed = Личность как будто подтверждена.
test-person-method = Способ подтверждения (условно)
test-person-method-hint = Нужно только для подтверждённой учётной записи.
test-person-until = Будет удалён
test-person-renew = Новый пароль
test-person-remove = Удалить
test-person-new = Ещё один тестовый человек
test-person-make = Создать
test-person-made-title = Тестовый человек создан
test-person-renewed-title = Новый пароль тестового человека
test-person-renewed-text = Прежний пароль и второй фактор больше не действуют, все сеансы завершены.
test-person-once = Запишите пароль: мы показываем его один раз.
test-person-use = Войдите с этим логином и паролем на своём сайте: в другом браузере или в режиме инкогнито.
test-person-back = К списку тестовых людей
test-person-banner-region = Тестовая учётная запись
test-person-banner-title = Тестовая учётная запись.
test-person-banner = Этого человека не существует: его придумал разработчик, чтобы испытать свой сайт.
site-refused-made-up = Это тестовая учётная запись. Она подходит только для сайтов, которые проходят испытания и за которые отвечает её создатель.
site-refused-made-up-way = Войдите с собственной учётной записью.
site-refused-made-up-level = Для этого сайта создайте тестового человека с другим уровнем или способом подтверждения.
refusal-test-person-off = На этом портале тестовых людей нет.
refusal-test-person-too-many = У вас уже столько тестовых людей, сколько разрешено. Сначала удалите одного из них.
refusal-test-person-too-often = За последние сутки вы создали слишком много тестовых людей или паролей для них. Попробуйте завтра.
refusal-test-person-over = Эта тестовая учётная запись больше не действует.
refusal-test-person-not-here = Эта страница не для тестовых учётных записей.
notice-test-person-removed = Тестовый человек удалён.
audit-test-person-made = Создан тестовый человек
audit-test-person-renewed = Тестовому человеку дан новый пароль
audit-test-person-removed = Тестовый человек удалён
level-method-test_person = Вымышлено для испытаний
level-source-test_person = разработчик сайта
