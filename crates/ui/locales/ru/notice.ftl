### Уведомления: лента в кабинете и строка над страницей

notice-title = Уведомления
notice-none = Уведомлений пока нет.
notice-new = новое
notice-all = Все уведомления
notice-mark-read = Отметить всё прочитанным
notice-open = Открыть

notice-verification_verified = Проверка личных данных завершена: всё совпало. Учётная запись стандартная.
notice-verification_rejected = Проверка личных данных завершена: некоторые сведения не совпали.
notice-verification_delayed = Проверка личных данных задерживается. Ею займётся сотрудник.
notice-identity_confirmed = Личность подтверждена. { $method ->
    [registered_letter] Вам открыты все услуги, кроме налоговых.
   *[other] Вам открыты все услуги.
}
notice-confirmation_locked = Код подтверждения слишком много раз введён неверно. Поле на время закрыто.
notice-account_level_changed = Уровень учётной записи изменился.
notice-password_changed = Пароль изменён.
notice-security_question_changed = Контрольный вопрос изменён.
notice-contact_added = { $contact ->
    [email] Адрес электронной почты подтверждён.
   *[phone] Номер телефона подтверждён.
}
notice-contact_removed = { $contact ->
    [email] Адрес электронной почты удалён.
   *[phone] Номер телефона удалён.
}
notice-sessions_ended = Сеансы на других устройствах завершены.
notice-new_login = Вход с нового устройства.
notice-access_restored = Центр обслуживания восстановил вам доступ. Задайте новый пароль, если ещё не сделали этого.
notice-data_corrected = Центр обслуживания исправил ваши данные по документу.
notice-other = В учётной записи есть новость.

notice-contact-in-force = Готово, контакт подтверждён.
notice-contact-removed = Контакт удалён.
notice-password-changed = Пароль изменён. На других устройствах понадобится войти заново.
notice-question-set = Контрольный вопрос сохранён.
notice-question-removed = Контрольный вопрос убран.
notice-session-ended = Сеанс завершён.
notice-sessions-ended = Сеансы на других устройствах завершены.

notice-letter_ordered = Заказано письмо с кодом подтверждения.
notice-letter_dispatched = Почта приняла ваше письмо с кодом.
notice-letter_awaiting_pickup = Письмо с кодом ждёт вас на почте. Возьмите паспорт.
notice-letter_handed_over = Письмо вручено. Введите код из него.
notice-letter_returned = Письмо с кодом не вручено и отправлено обратно.
notice-letter_reminder = Письмо с кодом всё ещё ждёт вас на почте.
notice-letter_code_reminder = Код из письма ещё не введён.
