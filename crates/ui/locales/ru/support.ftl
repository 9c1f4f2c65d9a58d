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
