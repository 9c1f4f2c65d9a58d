### Журнал: что происходило с учётной записью

history-title = Журнал
history-lead = Всё, что происходило с вашей учётной записью: кто, когда и что сделал. Записи нельзя изменить или удалить.
history-acts = Все события
history-levels = Уровни
history-newest = К последним событиям
history-older = Более ранние события
history-strange = Видите что-то незнакомое?

audit-registered = Учётная запись создана
audit-logged-in = Вход в личный кабинет
audit-logged-out = Выход из личного кабинета
audit-login-failed = Неудачная попытка входа: неверный пароль
audit-contact-entered = { $contact ->
    [email] Указан новый адрес электронной почты
   *[phone] Указан новый номер телефона
}
audit-contact-confirmed = { $contact ->
    [email] Адрес электронной почты подтверждён
   *[phone] Номер телефона подтверждён
}
audit-contact-replaced = { $contact ->
    [email] Прежний адрес электронной почты заменён
   *[phone] Прежний номер телефона заменён
}
audit-contact-removed = { $contact ->
    [email] Адрес электронной почты удалён
   *[phone] Номер телефона удалён
}
audit-password-changed = Пароль изменён
audit-recovery-started = Начато восстановление доступа
audit-access-recovered = Доступ восстановлен, задан новый пароль
audit-security-question-set = Контрольный вопрос задан
audit-security-question-removed = Контрольный вопрос убран
audit-session-ended = Сеанс завершён с другого устройства
audit-sessions-ended = { $count ->
    [one] Завершён { $count } сеанс на других устройствах
    [few] Завершены { $count } сеанса на других устройствах
   *[other] Завершено { $count } сеансов на других устройствах
}
audit-verification-submitted = Личные данные отправлены на проверку
audit-verification-overdue = Проверка передана сотруднику: реестр не ответил вовремя
audit-data-added = В профиль добавлены данные, которые не проверяются
audit-verification-withdrawn = Изменение данных отозвано, в силе прежние проверенные данные
audit-registry-absent = Проверка передана сотруднику: связи с реестром нет
audit-registry-answered = Получен ответ государственного реестра
audit-data-verified = Изменённые данные проверены
audit-check-accepted = Сотрудник проверил документ: всё верно
audit-check-refused = Сотрудник проверил документ: есть расхождения
audit-identity-confirmed = Личность подтверждена
audit-identity-not-confirmed = Попытка подтвердить личность не удалась: данные отличаются
audit-confirmation-code-wrong = Введён неверный код подтверждения
audit-confirmation-code-locked = Поле для кода подтверждения на время закрыто
audit-confirmation-expired = Истекло время начатого подтверждения
audit-bank-consent = Дано согласие на обмен данными с банком
audit-bank-not-confirmed = Подтверждение через банк не состоялось
audit-evidence-withdrawn = Сотрудник отозвал подтверждение
audit-level-changed = { $level ->
    [standard] Учётная запись стала стандартной
    [confirmed] Учётная запись стала подтверждённой
   *[other] Изменился уровень учётной записи
}
audit-operator-looked = { $detail ->
    [confirm_identity] Сотрудник открыл ваши данные, чтобы подтвердить личность
    [restore_access] Сотрудник открыл ваши данные, чтобы вернуть доступ
    [delete_account] Сотрудник открыл ваши данные, чтобы удалить учётную запись
    [correct_data] Сотрудник открыл ваши данные, чтобы исправить ошибку
    [answer_support] Сотрудник открыл ваши данные, чтобы ответить на обращение
    [decide_verification] Сотрудник открыл ваши данные, чтобы решить вопрос о проверке
   *[other] Сотрудник смотрел ваши данные
}
audit-approval-asked = Сотрудник попросил согласия коллеги на действие с учётной записью
audit-approval-given = Второй сотрудник согласился
audit-approval-refused = Второй сотрудник отказал
audit-approval-withdrawn = Сотрудник отозвал свой запрос
audit-approval-executed = Согласованное действие выполнено
audit-access-restored = Доступ восстановлен в центре обслуживания; старый пароль и сеансы не действуют
audit-account-deleted = Учётная запись удалена навсегда в центре обслуживания
audit-data-corrected = Сотрудник исправил данные по документу
audit-confirmation-code-handed-out = Центр обслуживания выдал код подтверждения
audit-at-center = { $center }
audit-other = Действие с учётной записью

actor-person = Вы
actor-system = Портал, автоматически
actor-registry = { $name ->
    [pension_fund] Пенсионный фонд
    [interior_ministry] Министерство внутренних дел
   *[other] Государственный реестр
}
actor-bank = Онлайн-банк
actor-operator = Сотрудник портала
actor-unknown = Кто-то, не вошедший в кабинет

level-method-registration = Регистрация
level-method-registry_verification = Проверка по государственным реестрам
level-method-in_person = Подтверждение в центре обслуживания
level-method-registered_letter = Подтверждение заказным письмом
level-method-qualified_signature = Подтверждение электронной подписью
level-method-electronic_card = Подтверждение электронной картой
level-method-online_bank = Подтверждение через онлайн-банк
level-method-withdrawal = Отзыв сотрудником
level-method-other = Подтверждение личности
level-source-person = вы
level-source-pension_fund = Пенсионный фонд
level-source-interior_ministry = Министерство внутренних дел
level-source-code = код, который вы ввели
level-source-bank = банк
level-source-operator = сотрудник портала

audit-letter-ordered = Заказано письмо с кодом подтверждения
audit-letter-printed = Письмо с кодом напечатано
audit-letter-not-printed = Письмо с кодом не напечатано
audit-letter-moved = Новости о письме с кодом
audit-letter-voided = Код из письма стал недействительным
audit-letter-reminded = Отправлено напоминание о письме
actor-carrier = Почта

audit-site-signed-in = Вход на сайт
audit-site-consent-given = Сайту разрешено получать данные
audit-site-consent-withdrawn = Доступ сайта отозван
audit-site-data-delivered = Данные переданы сайту
audit-site-device-let-in = Подключено устройство
audit-site-device-replayed = Код устройства предъявлен дважды, доступ прекращён
audit-site-code-replayed = Код сайта предъявлен дважды, доступ прекращён
audit-site-refresh-replayed = Токен сайта предъявлен дважды, доступ прекращён
audit-site-token-revoked = Сайт отказался от доступа
audit-site-level-lost = Уровень записи ниже того, что принимает сайт, доступ прекращён
audit-esia-key-entered = Заведён ключ, по которому информационная система действует от вашего имени
audit-esia-key-used = Информационная система впервые воспользовалась таким ключом
