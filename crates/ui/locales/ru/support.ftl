### Поддержка: форма, обращения и ответы, очередь сотрудников

label-topic = Тема
label-message = Описание
label-attachment = Файлы

support-own = Обращения в поддержку
support-none = Вы ещё не писали в поддержку.
support-new = Написать в поддержку
support-number = Обращение { $number }
support-message-hint = Что случилось, на какой странице и что там написано. До { $most } знаков. Не сообщайте пароли и коды.
support-files-hint = До { $most } файлов, каждый до { $size } МБ: PDF, JPEG, PNG или простой текст. Прежде чем их откроют, их проверит антивирус.
support-contact = Телефон или почта для ответа
support-contact-hint = Туда мы сообщим, что ответ готов.
support-contact-hint-person = Туда и на ваши подтверждённые контакты мы сообщим, что ответ готов.
support-send = Отправить
support-other = Другие способы связаться с нами

support-ways-title = Как и где подтвердить личность
support-ways-text = Подтверждение бесплатно. Вам доступны эти способы:
support-ways-centers = Найти центр обслуживания рядом

support-topic-confirmation = Как и где подтвердить личность
support-topic-access = Регистрация, вход, восстановление доступа
support-topic-verification = Личные данные и их проверка
support-topic-snils_taken = Мой СНИЛС принадлежит другой учётной записи
support-topic-service = Услуга на портале
support-topic-safety = Мошенничество или чужой человек в учётной записи
support-topic-other = Другое

support-state-waiting = Ожидает ответа
support-state-taken = В работе
support-state-answered = Есть ответ
support-state-closed = Закрыто

support-scan-waiting = проверяется антивирусом
support-scan-infected = удалён: в нём найден вирус
support-scan-unscannable = удалён: его нельзя проверить антивирусом
support-file-size = { $size } КБ

support-by-support = Поддержка
support-by-person = Автор обращения
support-keep-link = Сохраните адрес этой страницы: только по нему вы вернётесь к обращению. Никому его не показывайте.
support-more = Написать ещё
support-is-closed = Обращение закрыто.

support-queue = Обращения в поддержку
support-queue-lead = Сначала самые давние. Прочитать обращение можно, взяв его в работу.
support-queue-empty = Сейчас никто не ждёт ответа.
support-mine = У вас в работе
support-waiting = Очередь
support-since = ожидает с { $at }
support-from-person = От пользователя, вошедшего в систему
support-from-visitor = От посетителя
support-taken-by = В работе у { $login }
support-take = Взять в работу
support-answer = Ответ
support-answer-text = Текст ответа
support-answer-hint = Человек прочитает его на странице обращения. Не спрашивайте пароли и коды.
support-answer-send = Отправить ответ
support-release = Вернуть в очередь
support-close = Закрыть обращение

operator-task-support = Обращения в поддержку
operator-task-support-text = Прочитать, что пишут люди, и ответить

notice-support_answered = Поддержка ответила на ваше обращение.
notice-support-sent = Обращение отправлено.
notice-support-sent-more = Сообщение отправлено.
notice-support-answer-sent = Ответ отправлен.
notice-support-put-back = Обращение возвращено в очередь.
notice-support-is-closed = Обращение закрыто.

message-support_answered-sms = { -message-system-short }: поддержка ответила на ваше обращение. Ответ на странице обращения
message-support_answered-subject = Поддержка ответила
message-support_answered-body = Поддержка ответила на ваше обращение в систему идентификации { -message-system }. Ответ на странице обращения.
message-support_answered-action = Прочитать ответ
message-support_answered-after = Если вы нам не писали, ничего делать не нужно.

audit-support-written = Вы написали в поддержку
audit-support-taken = Сотрудник взял ваше обращение в работу
audit-support-released = Сотрудник вернул ваше обращение в очередь
audit-support-answered = Сотрудник ответил на ваше обращение
audit-support-closed = Сотрудник закрыл ваше обращение

refusal-support-taken = Это обращение в работе у другого сотрудника.
refusal-support-not-taken = Сначала возьмите обращение в работу.
refusal-support-closed = Обращение закрыто. Напишите новое.
refusal-support-too-many = Слишком много сообщений подряд. Позвоните нам или напишите позже.
refusal-support-file-closed = Файл нельзя открыть: антивирус ещё не признал его безопасным.

field-support-message-long = Не больше { $most } знаков, у вас { $characters }
field-support-files-many = Не больше { $most } файлов в одном сообщении
field-support-files-not-taken = Сейчас файлы не принимаются. Отправьте сообщение без них
field-support-file-empty = Файл { $name } пуст
field-support-file-large = Файл { $name } больше { $most } МБ
field-support-file-kind = Файл { $name } не PDF, не JPEG, не PNG и не простой текст

support-account = Состояние учётной записи
support-account-open = Посмотреть состояние учётной записи
support-account-active = Действует
support-account-locked = Заблокирована
support-account-deleted = Удалена
support-account-since = Создана
support-account-unconfirmed = не подтверждён
support-account-verified = Данные проверены
support-account-sessions = Открытых сеансов
support-account-no = Нет
support-account-submission = Последняя проверка данных
support-account-confirmation = Подтверждение личности
support-account-confirmed = Подтверждено
support-account-under-way = Начато
support-submission-in_progress = Идёт
support-submission-verified = Всё совпало
support-submission-rejected = Что-то не совпало
support-submission-needs_operator = Ждёт решения сотрудника
support-submission-superseded = Заменена

label-reason = Основания

support-account-merged = Закрыта: объединена с другой учётной записью
support-accounts-open = Сравнить с учётной записью, у которой этот СНИЛС

merge-title = Две учётные записи и один СНИЛС
merge-lead = Видно, как соотносятся данные двух учётных записей, но не сами данные. Оба человека увидят в журнале, что вы смотрели.
merge-claimant = Учётная запись автора обращения
merge-holder = Учётная запись, у которой этот СНИЛС
merge-fields = Данные
merge-like-equal = совпадает
merge-like-different = различается
merge-like-one = только в одной
merge-merge = Один человек: объединить
merge-merge-text = Остаётся учётная запись, у которой этот СНИЛС, со своим уровнем. Контакты, уведомления и обращения другой перейдут к ней; другая закроется и будет указывать на неё. Из обеих произойдёт выход, человеку сообщат.
merge-separate = Два человека: забрать СНИЛС
merge-separate-text = Учётная запись, ошибочно получившая СНИЛС, лишится проверенных данных и уровня, об этом сообщат. Автор обращения сможет отправить данные снова.
merge-evidence = Сначала запросите у человека доказательства: ответьте на обращение.
merge-asked = Ожидает второго сотрудника.
merge-do = Объединить учётные записи
merge-do-separate = Забрать СНИЛС
merge-ask = Запросить согласие второго сотрудника
merge-reason-hint = Какие доказательства вы видели. Без личных данных: это прочтёт второй сотрудник.
merge-ask-merge = Запросить объединение
merge-ask-separate = Запросить изъятие СНИЛС

approval-act-merge_accounts = Объединить две учётные записи

notice-merge-asked = Второму сотруднику отправлен запрос.
notice-accounts-merged = Учётные записи объединены.
notice-accounts-separated = СНИЛС изъят.
notice-accounts_merged = Две ваши учётные записи стали одной.

message-accounts_merged-sms = { -message-system-short }: две ваши учётные записи стали одной. Входите с контактами и паролем прежней записи
message-accounts_merged-subject = Две ваши учётные записи стали одной
message-accounts_merged-body = По вашей просьбе две учётные записи в системе идентификации { -message-system } стали одной: той, у которой ваш СНИЛС. Входите с её контактами и паролем или восстановите пароль.
message-accounts_merged-action = Войти
message-accounts_merged-after = Если вы об этом не просили, сразу позвоните в поддержку.

audit-accounts-merged = Другая ваша учётная запись стала частью этой
audit-account-closed-merged = Эта учётная запись стала частью другой вашей и закрыта

session-end-merged = завершён при объединении учётных записей

refusal-merge-same = Это уже одна и та же учётная запись.
refusal-merge-not-in-use = Одна из учётных записей не действует.
refusal-merge-no-holder = Ни у какой другой учётной записи нет этого СНИЛС по проверенным данным.
refusal-merge-two-persons = В обеих учётных записях данные проверены. Такие не объединяют.

field-support-reason-long = Не больше { $most } знаков

evidence-title = Чем доказан уровень
evidence-open = Посмотреть, чем доказан уровень, или отозвать доказательство
evidence-lead = Уровень учётной записи следует из этих записей. Что именно было проверено, здесь не видно. Человек увидит в журнале, что вы смотрели.
evidence-none = Доказательств нет: учётная запись упрощённая.
evidence-data-verified = Данные проверены по реестрам
evidence-source = Источник
evidence-holds = Действует
evidence-is-withdrawn = Отозвано
evidence-earlier = Заменено более поздней проверкой
evidence-withdraw = Отозвать
evidence-withdraw-text = Запись останется в журнале, но уровень больше не будет на неё опираться. Если уровень изменится, человеку сообщат. Вернуть отозванное нельзя: нужно подтвердить заново.
evidence-reason-hint = Почему доказательство неверно. Без личных данных: это прочтёт второй сотрудник.
evidence-do = Отозвать доказательство
label-evidence = Какое доказательство
notice-evidence-withdrawn = Доказательство отозвано.
