### Проверки, которые решает сотрудник

case-title = Проверки на решении
case-lead = Эти проверки не решит ни один реестр. Откройте проверку, чтобы увидеть отправленное и ответы реестров; человек увидит в журнале, что вы смотрели.
case-none = Сейчас решать нечего.
case-check-snils = СНИЛС и его владелец
case-check-internal_passport = Паспорт гражданина РФ
case-check-foreign_document = Документ, которого нет в реестрах
case-check-other = Личные данные
case-kind-verification_manual = Реестр не может это проверить
case-kind-verification_overdue = Реестр не ответил в срок
case-kind-verification_contradiction = Ответы реестра противоречат друг другу
case-sent = отправлено { $at }
case-request = Запрос:
case-data = Что отправлено
case-answers = Что ответил реестр
case-no-answers = Ничего.
case-result-match = Данные совпали
case-result-mismatch = Данные не совпали
case-result-no_data = Такой записи в реестре нет
case-decision = Решение
case-decision-text = Сверьте с самим документом. От решения зависит уровень учётной записи, человек узнает о нём.
case-right = Всё верно
case-wrong = Что-то не совпало

operator-task-cases = Проверки на решении
operator-task-cases-text = Документы и данные, которые не смог проверить реестр

notice-case-decided = Решение по проверке принято.
refusal-case-closed = Здесь больше нечего решать.
