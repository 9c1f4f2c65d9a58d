### Что требует человека: очереди, центры, недошедшие сообщения, отложенные задания

operator-task-queues = Что требует внимания
operator-task-queues-text = Задания, от которых система отказалась, устаревшие сведения и всё, что не решится само
operator-task-statistics = Статистика
operator-task-statistics-text = Регистрации, проверки, подтверждения, отказы: таблицы, диаграммы, файлы

queue-nav = Очереди
queue-title = Что требует внимания
queue-nothing = Ничего не ждёт.
queue-none = Нет.
queue-caption = Ждут сейчас
queue-what = Что
queue-count = Сколько
queue-oldest = Дольше всего ждёт
queue-empty = Ничего не ждёт в очередях:
queue-ends = первая закончится { $date }
queue-age-minutes = { $n } мин
queue-age-hours = { $n } ч
queue-age-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
}

queue-checks = Проверки, которые не решает ни один реестр
queue-checks-who = Поддержка, в разделе «Проверки на решение»
queue-registries = Реестры, которые отклоняют наши запросы
queue-registries-who = Кто отвечает за ключи: причину назовёт «okno check»
queue-support = Обращения в поддержку без ответа
queue-support-who = Поддержка
queue-approvals = Действия сотрудников, которые ждут согласия
queue-approvals-who = Сотрудники центра или администратор системы
queue-jobs = Задания, от которых система отказалась
queue-jobs-who = Администратор системы
queue-messages = Сообщения, которые не дошли
queue-messages-who = Администратор системы вместе с оператором канала
queue-stale_centers = Сведения о центрах, которые давно не проверяли
queue-stale_centers-who = Кто ведёт эти сведения
queue-accreditations = Аккредитации, которые скоро закончатся
queue-accreditations-who = Организация центра
queue-letters = Письма, которые давно должны были прийти
queue-letters-who = Перевозчик; человек может заказать другое письмо
queue-visits = Посетители, которые записались и не были приняты
queue-visits-who = Администратор центра

queue-centers-title = Центры, которые требуют внимания
queue-centers-lead = Сведения сверяют с действительностью и отмечают день проверки. Если аккредитацию не продлить, услуга прекратится.
queue-center = Центр
queue-owner = Кто ведёт
queue-checked = Проверено
queue-service = Услуга
queue-last-day = Последний день

queue-messages-lead = { $n ->
    [one] За последний { $n } день. Адреса и тексты не показаны.
    [few] За последние { $n } дня. Адреса и тексты не показаны.
   *[many] За последние { $n } дней. Адреса и тексты не показаны.
}
queue-when = Когда
queue-channel = Канал
queue-kind = Сообщение
queue-became = Что с ним стало
queue-channel-mobile_phone = SMS
queue-channel-email = Электронная почта
queue-lost-failed = Не принято
queue-lost-too_late = Не отправлено: было поздно
queue-lost-undeliverable = Доставить невозможно
queue-lost-expired = Не получено вовремя
queue-lost-rejected = Отклонено

job-title = Задания, от которых система отказалась
job-lead = Система безуспешно пыталась их выполнить. Когда препятствие исчезло, велите ей повторить. Что ответила другая система, записано в журнале.
job-nothing = Таких заданий нет.
job-kind = Задание
job-died = Отказ
job-made = создано { $at }
job-attempts = Попыток
job-cause = Почему
job-cause-unknown = Система не знает такого задания
job-cause-fault = Ошибка программы
job-cause-deadline = Заняло слишком много времени
job-cause-unavailable = Система не ответила
job-cause-refused = Отклонено
job-cause-other = Другое, см. журнал
job-which = Какие
job-which-chosen = Отмеченные
job-which-kind = Все одного вида
job-kind-all = Вид, если все одного вида
label-job_reason = Причина
job-reason-hint = Нужна, чтобы снять задания. Без имён и адресов людей.
job-retry = Повторить
job-drop = Снять навсегда
job-written-down = И то и другое записывается с вашим именем.

notice-jobs-retried = Задания снова в очереди.
notice-jobs-dropped = Задания сняты.
notice-jobs-partly = Некоторыми заданиями уже занялся кто-то другой; остальное сделано.
field-job-none = Отметьте хотя бы одно задание
field-job-reason = { $n ->
    [one] Не больше { $n } знака
    [few] Не больше { $n } знаков
   *[many] Не больше { $n } знаков
}
refusal-job-gone = Этими заданиями уже занялся кто-то другой.
