### Безопасность

security-lead = В вашем кабинете хранятся паспорт и СНИЛС. Вот что их защищает.
security-password = Пароль
security-password-text = Один пароль для портала и для всех сайтов, которые к нему подключены. Никому его не говорите, даже сотрудникам портала: они никогда о нём не спрашивают.
security-question = Контрольный вопрос
security-question-text = Если вы забудете пароль, мы зададим вам этот вопрос, прежде чем вернуть доступ. Это необязательно.
security-question-set = Вы выбрали вопрос:
security-question-change = Сменить вопрос
security-question-choose = Выбрать вопрос
security-question-replace = Новый вопрос и ответ заменят прежние.
security-question-label = Выберите вопрос
security-answer-label = Ваш ответ
security-answer-hint = Такой, который вы точно вспомните, а другие не угадают. Большие и маленькие буквы не различаются.
security-question-remove = Убрать вопрос
security-question-remove-text = При восстановлении доступа мы больше не будем задавать контрольный вопрос.
security-question-remove-do = Убрать
security-sessions = { $n ->
    [0] Вы вошли только на этом устройстве.
    [one] Кроме этого, вы вошли ещё на { $n } устройстве.
   *[other] Кроме этого, вы вошли ещё на { $n } устройствах.
}
security-sessions-all = Посмотреть все устройства
security-contacts = Контакты для восстановления доступа
security-contacts-both = Телефон и почта подтверждены. Если потеряется одно, поможет другое.
security-contacts-one = Подтверждён только один контакт. Добавьте второй, чтобы не потерять доступ.
security-history = Открыть журнал

password-change-title = Сменить пароль
password-change-lead = После этого понадобится войти заново на всех других устройствах.
password-change-never = Никому не сообщайте пароль. Сотрудники портала никогда его не спрашивают.
password-change-do = Сменить пароль
password-present = Нынешний пароль
password-new = Новый пароль
password-new-repeat = Новый пароль ещё раз

field-answer-short = Ответ слишком короткий. Напишите хотя бы три буквы
field-too-long = Слишком длинно. Сократите
