# Сообщения человеку по электронной почте и SMS. Кратко, без лишних личных данных (R221).
# Для каждого вида: -sms; для письма -subject, -body, при ссылке -action, при продолжении -after.

-message-system = «Окно»
-message-system-short = Окно
message-level = { $level ->
    [simplified] упрощённый
    [standard] стандартный
   *[confirmed] подтверждённый
}

message-greeting = Здравствуйте!
message-code = Код: { $code }
message-code-instead = Или введите на открытой странице код: { $code }
message-link-life = Ссылка действует { $hours } ч.
message-code-life = Код действует { $minutes } мин. Никому его не сообщайте: сотрудники системы никогда его не спрашивают.
message-link-fallback = Если кнопка не работает, скопируйте этот адрес в адресную строку браузера:
message-footer = Это письмо отправлено автоматически системой идентификации { -message-system }. Отвечать на него не нужно.

message-registration_code-sms = { -message-system-short }: код регистрации { $code }, на { $minutes } мин. Никому его не сообщайте
message-registration_link-subject = Подтвердите адрес, чтобы завершить регистрацию
message-registration_link-body =
    В системе идентификации { -message-system } на ваше имя подана заявка на регистрацию.

    Чтобы завершить её, подтвердите этот адрес электронной почты и задайте пароль. Для этого перейдите по ссылке.
message-registration_link-action = Подтвердить адрес
message-registration_link-after = Если вы не подавали заявку, ничего не делайте: без подтверждения учётная запись создана не будет.

message-registration_existing-sms = { -message-system-short }: кто-то пытался зарегистрироваться с этим номером. У вас уже есть учётная запись: войдите или восстановите пароль
message-registration_existing-subject = У вас уже есть учётная запись
message-registration_existing-body =
    Кто-то, возможно вы, пытался зарегистрироваться в системе идентификации { -message-system } с этим адресом. Он уже подтверждён в существующей учётной записи.

    Второй раз регистрироваться не нужно: войдите, а если забыли пароль, восстановите его на странице входа.
message-registration_existing-action = Войти
message-registration_existing-after = Если это были не вы, ничего не делайте: в вашей учётной записи ничего не изменилось.

message-contact_code-sms = { -message-system-short }: код подтверждения { $code }, на { $minutes } мин. Никому его не сообщайте
message-contact_code-subject = Код подтверждения
message-contact_code-body = Этот контакт указан в учётной записи системы идентификации { -message-system }. Чтобы подтвердить его, введите код на странице контактов.
message-contact_code-after = Если вы не указывали этот адрес, ничего не делайте.
message-contact_link-subject = Подтвердите адрес электронной почты
message-contact_link-body = Этот адрес указан в учётной записи системы идентификации { -message-system }. Чтобы подтвердить его, перейдите по ссылке.
message-contact_link-action = Подтвердить адрес
message-contact_link-after = Если вы не указывали этот адрес, ничего не делайте.

message-recovery_code-sms = { -message-system-short }: код нового пароля { $code }, на { $minutes } мин. Никому его не сообщайте
message-recovery_link-subject = Восстановление доступа
message-recovery_link-body = Кто-то, возможно вы, запросил восстановление доступа к вашей учётной записи в системе идентификации { -message-system }. Чтобы задать новый пароль, перейдите по ссылке.
message-recovery_link-action = Задать новый пароль
message-recovery_link-after = Если вы этого не запрашивали, ничего не делайте: пароль останется прежним.

message-recovery_unknown-sms = { -message-system-short }: запрошено восстановление доступа, но учётной записи с этим номером нет. Если это были не вы, ничего не делайте
message-recovery_unknown-subject = Учётной записи с этим адресом нет
message-recovery_unknown-body =
    Кто-то, возможно вы, запросил восстановление доступа в системе идентификации { -message-system }. Учётной записи с этим адресом нет.

    Возможно, вы указали при регистрации другой адрес или номер телефона. Если учётной записи у вас ещё нет, её можно создать.
message-recovery_unknown-action = Зарегистрироваться
message-recovery_unknown-after = Если это были не вы, ничего не делайте.

message-password_changed-sms = { -message-system-short }: пароль изменён. Если это сделали не вы, немедленно восстановите доступ на странице входа
message-password_changed-subject = Пароль изменён
message-password_changed-body = Пароль вашей учётной записи в системе идентификации { -message-system } изменён.
message-password_changed-action = Это был не я
message-password_changed-after = Если пароль сменили вы, ничего делать не нужно. Если не вы, немедленно восстановите доступ.

message-verification_verified-sms = { -message-system-short }: проверка данных завершена, уровень учётной записи: стандартный. Войдите снова, чтобы продолжить
message-verification_verified-subject = Проверка данных завершена
message-verification_verified-body =
    Проверка ваших личных данных завершена, данные подтверждены. Уровень вашей учётной записи: стандартный.

    Следующий шаг: подтвердить личность. После этого станут доступны все услуги.
message-verification_verified-action = Перейти к следующему шагу

message-verification_rejected-sms = { -message-system-short }: проверка данных завершена, есть расхождения. Войдите, исправьте данные и отправьте их снова
message-verification_rejected-subject = Данные не прошли проверку
message-verification_rejected-body = Проверка ваших личных данных завершена: некоторые сведения не совпали. В личном кабинете показано, какие именно. Исправьте их и отправьте на проверку снова. Уровень учётной записи не изменился.
message-verification_rejected-action = Посмотреть и исправить

message-verification_delayed-sms = { -message-system-short }: проверка данных занимает больше времени, чем обычно. Ею займётся сотрудник, мы сообщим о результате
message-verification_delayed-subject = Проверка данных задерживается
message-verification_delayed-body =
    Проверка ваших личных данных не завершилась в обычный срок. Ею займётся сотрудник.

    Вам ничего делать не нужно: мы сообщим о результате.
message-verification_delayed-action = Посмотреть состояние

message-account_level_changed-sms = { -message-system-short }: новый уровень учётной записи: { message-level }. Войдите снова
message-account_level_changed-subject = Изменился уровень учётной записи
message-account_level_changed-body = Новый уровень вашей учётной записи: { message-level }. Чтобы он начал действовать, войдите снова.
message-account_level_changed-action = Войти

message-identity_confirmed-sms = { -message-system-short }: личность подтверждена. { $method ->
    [registered_letter] Вам открыты все услуги, кроме налоговых
   *[other] Вам открыты все услуги
}
message-identity_confirmed-subject = Личность подтверждена
message-identity_confirmed-body = Ваша личность подтверждена, учётная запись теперь подтверждённая. { $method ->
    [registered_letter] Вам открыты все услуги портала, кроме налоговых: для них подтвердите личность ещё и другим способом.
   *[other] Вам открыты все услуги портала.
}
message-identity_confirmed-action = Посмотреть, что открыто
message-identity_confirmed-after = Если это были не вы, немедленно напишите в поддержку.

message-confirmation_locked-sms = { -message-system-short }: код подтверждения слишком много раз введён неверно. Поле на время закрыто
message-confirmation_locked-subject = Код подтверждения введён неверно
message-confirmation_locked-body = В вашей учётной записи несколько раз неверно введён код подтверждения. Поле для кода на время закрыто и потом откроется само. Учётная запись работает как обычно.
message-confirmation_locked-action = Посмотреть способы подтверждения
message-confirmation_locked-after = Если это были не вы, смените пароль.

message-sessions_ended-sms = { -message-system-short }: все сеансы входа завершены. Если это сделали не вы, восстановите доступ на странице входа
message-sessions_ended-subject = Сеансы входа завершены
message-sessions_ended-body = Сеансы входа в вашу учётную запись на других устройствах завершены. Чтобы продолжить работу на них, войдите снова.
message-sessions_ended-action = Войти
message-sessions_ended-after = Если это сделали не вы, восстановите доступ на странице входа.

message-new_login-sms = { -message-system-short }: вход с нового места. Если это были не вы, откройте «Безопасность» и заблокируйте учётную запись
message-new_login-subject = Вход с нового устройства
message-new_login-body = В вашу учётную запись вошли с устройства или из сети, откуда раньше не входили. Если это были вы, ничего делать не нужно.
message-new_login-action = Это был не я
message-new_login-after = Если это были не вы, нажмите кнопку: все сеансы завершатся, и учётная запись закроется, пока вы не восстановите доступ.

message-contact_added-sms = { -message-system-short }: в учётную запись добавлен новый контакт. Если это сделали не вы, смените пароль
message-contact_added-subject = Добавлен новый контакт
message-contact_added-body = В вашу учётную запись добавлен и подтверждён новый адрес электронной почты или номер телефона.
message-contact_added-action = Проверить контакты
message-contact_added-after = Если это сделали не вы, смените пароль и удалите чужой контакт.

message-contact_removed-sms = { -message-system-short }: из учётной записи удалён контакт. Если это сделали не вы, смените пароль
message-contact_removed-subject = Контакт удалён
message-contact_removed-body = Из вашей учётной записи удалён адрес электронной почты или номер телефона. Сообщения на него больше не приходят.
message-contact_removed-action = Проверить контакты
message-contact_removed-after = Если это сделали не вы, смените пароль.

message-security_question_changed-sms = { -message-system-short }: контрольный вопрос изменён. Если это сделали не вы, смените пароль
message-security_question_changed-subject = Контрольный вопрос изменён
message-security_question_changed-body = Контрольный вопрос вашей учётной записи изменён.
message-security_question_changed-action = Открыть настройки защиты
message-security_question_changed-after = Если это сделали не вы, смените пароль.

message-account_locked_out-sms = { -message-system-short }: много неудачных попыток входа. Вход временно замедлен. Если это были не вы, смените пароль
message-account_locked_out-subject = Много неудачных попыток входа
message-account_locked_out-body = Кто-то много раз пытался войти в вашу учётную запись с неверными данными. Для защиты новые попытки временно замедлены; войти по-прежнему можно.
message-account_locked_out-action = Открыть настройки защиты
message-account_locked_out-after = Если это были не вы, смените пароль.

message-letter_ordered-sms = { -message-system-short }: заказано письмо с кодом подтверждения. Если это были не вы, смените пароль
message-letter_ordered-subject = Заказано письмо с кодом
message-letter_ordered-body = В вашей учётной записи заказано письмо с кодом подтверждения личности.
message-letter_ordered-action = Посмотреть, где письмо
message-letter_ordered-after = Если это были не вы, смените пароль.

message-letter_dispatched-sms = { -message-system-short }: почта приняла ваше письмо с кодом. Примерно через день в кабинете появится номер для отслеживания
message-letter_dispatched-subject = Письмо с кодом отправлено
message-letter_dispatched-body = Почта приняла письмо с кодом подтверждения. Примерно через день в кабинете появится номер, по которому за ним можно следить.
message-letter_dispatched-action = Посмотреть, где письмо

message-letter_awaiting_pickup-sms = { -message-system-short }: письмо с кодом ждёт вас на почте. Возьмите паспорт
message-letter_awaiting_pickup-subject = Письмо с кодом ждёт вас на почте
message-letter_awaiting_pickup-body = Письмо с кодом подтверждения пришло в ваше почтовое отделение. Возьмите с собой паспорт и, если его принесли, извещение.
message-letter_awaiting_pickup-action = Посмотреть, где письмо

message-letter_handed_over-sms = { -message-system-short }: письмо вручено. Введите код из него в личном кабинете
message-letter_handed_over-subject = Введите код из письма
message-letter_handed_over-body = Письмо с кодом подтверждения вручено. Войдите в личный кабинет и введите код.
message-letter_handed_over-action = Ввести код
message-letter_handed_over-after = Если письмо получили не вы, напишите в поддержку.

message-letter_returned-sms = { -message-system-short }: письмо с кодом не вручено и отправлено обратно. Новое можно заказать в кабинете с { $date }
message-letter_returned-subject = Письмо с кодом возвращено
message-letter_returned-body = Письмо с кодом подтверждения не вручено и отправлено обратно. Новое можно заказать с { $date }, а другие способы открыты сразу.
message-letter_returned-action = Посмотреть способы

message-letter_reminder-sms = { -message-system-short }: письмо с кодом всё ещё ждёт вас на почте. Возьмите паспорт
message-letter_reminder-subject = Письмо с кодом всё ещё на почте
message-letter_reminder-body = Письмо с кодом подтверждения лежит в вашем почтовом отделении. Если его не получить, почта отправит его обратно.
message-letter_reminder-action = Посмотреть, где письмо

message-letter_code_reminder-sms = { -message-system-short }: код из письма ещё не введён. Введите его в личном кабинете
message-letter_code_reminder-subject = Код из письма ещё не введён
message-letter_code_reminder-body = Письмо с кодом подтверждения у вас, но код ещё не введён. Введите его в личном кабинете.
message-letter_code_reminder-action = Ввести код

message-access_restored-sms = { -message-system-short }: доступ восстановлен в центре. Задайте пароль на странице входа. Если это не вы, срочно обратитесь в центр
message-access_restored-subject = Доступ к учётной записи восстановлен
message-access_restored-body =
    Центр обслуживания восстановил доступ к вашей учётной записи по документам. Старый пароль и все сеансы больше не действуют.

    Задайте новый пароль на странице восстановления доступа.
message-access_restored-action = Задать новый пароль
message-access_restored-after = Если вы не были в центре обслуживания, срочно обратитесь туда или напишите в службу поддержки.

message-account_deleted-sms = { -message-system-short }: учётная запись удалена навсегда в центре. Если это не вы, срочно напишите в поддержку
message-account_deleted-subject = Учётная запись удалена
message-account_deleted-body = Ваша учётная запись в системе идентификации { -message-system } удалена навсегда в центре обслуживания по вашим документам. Прочитать ваши данные больше нельзя. Это последнее сообщение.
message-account_deleted-action = Открыть портал
message-account_deleted-after = Если вы об этом не просили, срочно напишите в службу поддержки.

message-data_corrected-sms = { -message-system-short }: центр исправил ваши данные по документу. Если это не вы, напишите в поддержку
message-data_corrected-subject = Ваши данные исправлены
message-data_corrected-body = Центр обслуживания исправил данные вашей учётной записи по документу. Исправленные данные проверяют реестры; до этого действуют проверенные данные.
message-data_corrected-action = Посмотреть данные
message-data_corrected-after = Если вы об этом не просили, срочно напишите в службу поддержки.
