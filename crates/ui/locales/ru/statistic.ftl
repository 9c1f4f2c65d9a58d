### Числа системы и центров

statistics-title = Статистика
statistics-all = все центры
statistics-choose = Выбрать другой период
statistics-show = Показать
statistics-export = Сохранить как CSV
statistics-note = Дни считаются по московскому времени. Сохранение файла записывается с вашим именем. Перед публикацией малые числа убирают.
statistics-numbers = Все числа
statistics-days = Дни
statistics-nothing = За эти дни ничего не посчитано.
statistics-chart-text = Столбцы по времени; самый высокий — { $most }: { $when }. Все числа в таблице ниже.
label-from = С
label-to = По
label-step = Складывать по
statistics-step-day = дням
statistics-step-week = неделям
statistics-step-month = месяцам

statistics-registrations = Регистрации
statistics-registrations-text = Сколько начато и закончено, по указанным контактам.
statistics-levels = Уровни
statistics-levels-text = Сколько учётных записей достигли каждого уровня.
statistics-verifications = Проверка в реестрах
statistics-verifications-text = Запросы в реестры и ответы на них. Время известно с точностью до ближайшей границы: 10, 30 с, 1, 2, 5, 10, 20, 30 мин, 1, 2, 4, 8, 12 ч, 1, 2, 3, 5, 10 дней.
statistics-confirmations = Подтверждения личности
statistics-confirmations-text = По способам, и что сделали центры. Код, выданный центром, считается подтверждением, когда его ввели.
statistics-letters = Заказные письма
statistics-letters-text = Письмо считается в каждом состоянии, о котором сообщил перевозчик.
statistics-logins = Входы
statistics-logins-text = По тому, чем человек подтвердил вход.
statistics-support = Поддержка
statistics-support-text = Обращения и время до первого ответа.
statistics-failures = Отказы
statistics-failures-text = В чём отказано и почему. Попытки, остановленные ограничениями, не считаются.
statistics-center = Работа центра
statistics-center-text = Что сделано у окон.

statistics-series-begun = Начато
statistics-series-finished = Закончено
statistics-series-standard = Стандартная
statistics-series-confirmed_level = Подтверждённая
statistics-series-sent = Запросы
statistics-series-answered = Ответы
statistics-series-confirmed = Подтверждено
statistics-series-code_handed_out = Выдано кодов
statistics-series-ordered = Заказано
statistics-series-code_used = Код введён
statistics-series-logins = Входы
statistics-series-written = Обращения
statistics-series-support_answered = Ответы
statistics-series-failed = Отказано

statistics-table-ways = По контактам
statistics-table-levels = По уровням
statistics-table-registries = По реестрам
statistics-table-outcomes = Чем закончились проверки
statistics-table-methods = По способам
statistics-table-centers = По центрам: где сделано больше всего
statistics-table-letters = По состояниям
statistics-table-logins = По способу входа
statistics-table-first_answer = Время до первого ответа
statistics-table-failures-verification = Проверка в реестрах
statistics-table-failures-confirmation = Подтверждение
statistics-table-failures-login = Вход
statistics-table-failures-letter = Письма
statistics-table-center = По действиям

statistics-column-count = Число
statistics-column-begun = Начато
statistics-column-finished = Закончено
statistics-column-sent = Запросы
statistics-column-answered = Ответы
statistics-column-match = Совпало
statistics-column-mismatch = Не совпало
statistics-column-no_data = Не найдено
statistics-column-median = Половина за
statistics-column-ninetieth = Девять из десяти за
statistics-column-confirmed = Подтверждено
statistics-column-code_handed_out = Коды
statistics-column-access_restored = Доступ восстановлен
statistics-column-account_deleted = Удалено
statistics-column-data_corrected = Исправлено

statistics-way-mobile_phone = Телефон
statistics-way-email = Электронная почта
statistics-way-both = Оба
statistics-level-simplified = Упрощённая
statistics-level-standard = Стандартная
statistics-level-confirmed = Подтверждённая
statistics-registry-pension_fund = Пенсионный фонд
statistics-registry-interior_ministry = Министерство внутренних дел
statistics-outcome-verified = Проверка пройдена
statistics-outcome-rejected = Проверка не пройдена
statistics-outcome-delayed = Дольше предельного срока
statistics-outcome-withdrawn = Отозвано позже
statistics-method-in_person = В центре обслуживания
statistics-method-registered_letter = Заказное письмо
statistics-method-qualified_signature = Электронная подпись
statistics-method-electronic_card = Электронная карта
statistics-method-online_bank = Онлайн-банк
statistics-letter-ordered = Заказано
statistics-letter-printed = Напечатано и передано перевозчику
statistics-letter-dispatched = Отправлено
statistics-letter-in_transit = В пути
statistics-letter-awaiting_pickup = В отделении
statistics-letter-handed_over = Вручено
statistics-letter-returned = Возвращено или потеряно
statistics-letter-code_used = Подтверждено кодом
statistics-letter-voided = Аннулировано
statistics-login-password = Пароль
statistics-login-passkey = Ключ доступа
statistics-login-password_passkey = Пароль и ключ доступа
statistics-login-password_totp = Пароль и приложение
statistics-login-password_recovery_code = Пароль и код восстановления
statistics-support-first = Первый ответ
statistics-center-confirmed = Личность подтверждена
statistics-center-code_handed_out = Выдано кодов
statistics-center-access_restored = Доступ восстановлен
statistics-center-account_deleted = Учётные записи удалены
statistics-center-data_corrected = Данные исправлены

statistics-reason-mismatch = Данные не совпали
statistics-reason-no_data = В реестре нет такой записи
statistics-reason-snils_taken = СНИЛС принадлежит другой учётной записи
statistics-reason-refused_by_operator = Отклонено сотрудником
statistics-reason-data-differ = Данные другой стороны отличаются
statistics-reason-confirmation-code-wrong = Неверный код
statistics-reason-confirmation-code-locked = Заблокировано после неверных кодов
statistics-reason-confirmation-expired = Код введён слишком поздно
statistics-reason-confirmation-not-standard = Учётная запись не стандартная
statistics-reason-visit-not-accredited = Центр не аккредитован
statistics-reason-visit-already-confirmed = Уже подтверждено
statistics-reason-visit-not-verified = Данные не проверены
statistics-reason-visit-changed = Данные за это время изменились
statistics-reason-visit-over = Время обслуживания вышло
statistics-reason-login-wrong = Неверный логин или пароль
statistics-reason-factor-wrong = Неверный второй фактор
statistics-reason-account-locked = Учётная запись заблокирована
statistics-reason-letter-too-early = Новое письмо слишком рано

statistics-time-seconds = { $n } с
statistics-time-minutes = { $n } мин
statistics-time-hours = { $n } ч
statistics-time-over = больше 10 дней

field-statistics-date = Выберите день, месяц и год
field-statistics-future = Не позже сегодняшнего дня
field-statistics-order = Первый день не может быть позже последнего
field-statistics-too-long = Не больше двух лет
statistics-time-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
}
statistics-last-days = { $n ->
    [one] Последний { $n } день
    [few] Последние { $n } дня
   *[many] Последние { $n } дней
}
field-statistics-too-fine = { $n ->
    [one] Можно показать не больше { $n } отрезка: складывайте больше дней
    [few] Можно показать не больше { $n } отрезков: складывайте больше дней
   *[many] Можно показать не больше { $n } отрезков: складывайте больше дней
}
