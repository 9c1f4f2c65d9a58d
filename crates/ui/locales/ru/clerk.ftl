### Рабочее место операторов: приём посетителей

clerk-nav-next = Следующий посетитель
clerk-nav-booked = По записи
clerk-services = Услуги окна
clerk-task-confirm_identity = Подтвердить личность
clerk-task-restore_access = Восстановить доступ
clerk-task-delete_account = Удалить учётную запись
clerk-task-correct_data = Исправить данные
clerk-find-hint = СНИЛС, телефон, адрес почты или номер документа – полностью. Человек увидит в своём журнале, что вы смотрели.
clerk-find = Найти
clerk-closed = По расписанию центр сейчас закрыт.
clerk-until = Вы обслуживаете посетителя до { $at }.
clerk-level = Уровень учётной записи
clerk-messages-go = Сообщения уйдут на
clerk-no-contact = подтверждённых контактов нет
clerk-leave = Посетитель уходит

clerk-missing-title = Пока это невозможно
clerk-missing-confirm = Подтвердить можно только стандартную учётную запись.
clerk-missing-other = Данные этого человека не проверены, поэтому сравнивать документ не с чем. Посетитель может восстановить пароль обычным путём или сначала заполнить личные данные.
clerk-missing-fields = Ещё не заполнено
clerk-missing-running = Данные сейчас проверяют государственные реестры. Когда они ответят, посетителю придёт сообщение.
clerk-missing-rejected = Реестры не подтвердили данные. Посетитель видит в личном кабинете, что не совпало; опечатку можно исправить здесь.
clerk-missing-waiting = Проверкой данных занимаются наши сотрудники.
clerk-missing-none = Личные данные ещё не отправлены на проверку.
clerk-already-title = Личность уже подтверждена
clerk-already-text = Для этого посетителя ничего делать не нужно.

clerk-compare = Сравните с документом
clerk-compare-text = Слева – данные профиля. Отметьте то, что сравнили с документом в руках.
clerk-seen_photo = На фотографии посетитель
clerk-seen_person = Фамилия, имя, отчество и дата рождения совпадают
clerk-seen_document = Номер и сведения о выдаче документа совпадают
clerk-seen_snils = СНИЛС совпадает
clerk-free = Услуга бесплатная: денег за неё не берут.
clerk-confirm = Подтвердить личность
clerk-hand-out = Вместо этого выдать код

clerk-contact-title = Новый контакт
clerk-contact-text = Посетитель называет новый номер телефона или адрес почты, читает пришедший туда код и называет его вам. Если потеряно и то и другое, запишите оба контакта по очереди.
clerk-contact-send = Отправить код
clerk-contact-sent = Код отправлен: { $contact }.
clerk-contact-prove = Проверить код
clerk-contact-proved = { $contact } – контакт посетителя, проверено.
clerk-contact-another = Другой контакт
clerk-forget-others = Остальные контакты учётной записи тоже утрачены
clerk-restore-text = После этого старый пароль, контрольный вопрос и все сеансы перестанут действовать. Новый пароль посетитель задаст на странице входа с помощью оставшегося контакта.
clerk-delete-text = Учётная запись, данные и подтверждение личности пропадут навсегда. Вернуть их не сможет никто.
clerk-correct-text = Введите то, что написано в документе. Исправленные данные проверят реестры; до этого действуют проверенные данные.
clerk-correct-names = Пока известны только имена: исправьте их, остальные поля оставьте пустыми.
clerk-ask = Попросить согласия коллеги

clerk-asked-title = Нужно согласие коллеги
clerk-asked-waits = Подождите: коллега видит запрос в разделе «Согласования» и сравнивает документы.
clerk-asked-approved = Коллега согласился. Само действие ещё не выполнено.
clerk-asked-refused = Коллега отказал.
clerk-asked-over = Запрос ничем не закончился.
clerk-execute-restore_access = Восстановить доступ
clerk-execute-delete_account = Удалить учётную запись навсегда
clerk-execute-correct_data = Исправить данные
clerk-reopen = Изменить запрос
clerk-look-again = Обновить

clerk-done-title = Готово
clerk-done-confirm_identity = Личность подтверждена.
clerk-done-confirm_identity-text = Сообщения уже уходят по почте и в SMS: спросите посетителя, пришли ли они.
clerk-done-restore_access = Доступ можно восстановить.
clerk-done-restore_access-text = На странице входа посетитель выбирает «Забыли пароль?» и задаёт новый с помощью оставшегося контакта.
clerk-done-delete_account = Учётная запись удалена навсегда.
clerk-done-delete_account-text = На контакты учётной записи ушло последнее сообщение.
clerk-done-correct_data = Данные исправлены.
clerk-done-correct_data-text = Теперь их проверяют реестры. Когда они ответят, посетителю придёт сообщение.
clerk-form-print = Напечатать бланк в двух экземплярах

clerk-code-title = Код для посетителя
clerk-code-text = Напечатайте эту страницу или запишите код для посетителя. Он показывается один раз. Посетитель входит и вводит его на странице «Подтверждение личности».
clerk-code-until = Код действует до { $at }.

clerk-booked-title = Посетители по записи
clerk-booked-none = На сегодня никто не записан.
clerk-booked-at = Запись на { $at }
clerk-booked-unserved = вовремя не обслужен: принимает администратор центра
clerk-booked-take = Принять

clerk-approval-papers = Предъявлено в окне: { $papers }
clerk-approval-contact = В окне проверен новый контакт: { $contact ->
    [email] адрес почты
   *[mobile_phone] мобильный телефон
}
clerk-approval-forget = Остальные контакты учётной записи удаляются.
clerk-approval-fields = Изменяется: { $fields }
clerk-paper-identity_document = документ, удостоверяющий личность
clerk-paper-snils = СНИЛС

clerk-form-title = Бланк подтверждения личности
clerk-form-copy = { $which ->
    [1] Экземпляр центра
   *[2] Экземпляр посетителя
}
clerk-form-center = Центр обслуживания
clerk-form-operator = Оператор
clerk-form-number = Номер обращения
clerk-form-date = Дата
clerk-form-statement = Я предъявил(а) оператору указанный выше документ и прошу подтвердить мою личность в системе идентификации. Услуга бесплатная.
clerk-form-sign-visitor = Подпись посетителя
clerk-form-sign-operator = Подпись оператора

label-visitor = Посетитель
label-seen_photo = Фотография
label-seen_person = Имена
label-seen_document = Документ
label-seen_snils = СНИЛС

operator-task-confirm = Подтвердить личность
operator-task-confirm-text = Посетитель показывает документ, данные которого есть в профиле
operator-task-restore = Восстановить доступ
operator-task-restore-text = Посетитель потерял телефон или забыл пароль
operator-task-delete = Удалить учётную запись
operator-task-delete-text = Навсегда, с согласия коллеги
operator-task-correct = Исправить данные
operator-task-correct-text = При регистрации допущена ошибка
operator-task-booked = Посещения по записи
operator-task-booked-text = Посетители, которые записались на время

field-visitor-format = Введите полностью СНИЛС, номер телефона, адрес почты или номер документа
field-visitor-nobody = Учётной записи точно с этим нет. Проверьте введённое или спросите другой номер
field-visitor-several = Подходит к нескольким учётным записям. Спросите другой номер или введите его как напечатано
field-visit-not-seen = Сравните и отметьте

refusal-visit-over = Этот приём окончен. Найдите посетителя заново.
refusal-visit-not-yours = Этого посетителя обслуживает другой сотрудник.
refusal-visit-out-of-step = Сейчас для этого посетителя нужен другой шаг.
refusal-visit-not-accredited = Сегодня у вашего центра нет аккредитации на эту услугу.
refusal-visit-already-confirmed = Личность уже подтверждена.
refusal-visit-not-verified = Данные этого человека не проверены, поэтому в окне это сделать нельзя.
refusal-visit-changed = Данные изменились после того, как вы их видели. Сравните ещё раз.
refusal-visit-too-many = За час вы искали слишком много людей. Подождите или обратитесь к коллеге.
refusal-visit-way-off = Этот способ отключён.
refusal-visit-nothing-changes = Ничего не изменится. Введите то, что написано в документе.
refusal-visit-no-contact = Без контакта человек не сможет войти. Запишите новый.
