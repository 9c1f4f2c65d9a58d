### Вход и выход

login-title = Вход
login-by = Способ входа
login-by-contact = Телефон или почта
login-by-snils = СНИЛС
login-contact = Телефон или адрес электронной почты
login-snils = Номер СНИЛС
login-snils-hint = 11 цифр, например 112-233-445 95
login-password = Пароль
login-forgot = Восстановить пароль
login-no-account = Ещё нет учётной записи?
login-to-go-on = Войдите, чтобы продолжить. Потом вы вернётесь на ту же страницу.
notice-logged-out = Вы вышли из личного кабинета.

field-login-contact = Введите номер мобильного телефона или адрес электронной почты
field-required-password = Введите пароль
field-required-login = Введите номер телефона или адрес электронной почты
field-required-contact = Введите номер телефона или адрес электронной почты
field-required-snils = Введите номер СНИЛС
refusal-login-wrong = Логин или пароль не подошли. Проверьте раскладку клавиатуры и заглавные буквы.
refusal-account-locked = Учётная запись заблокирована. Чтобы открыть её, восстановите доступ.
refusal-try-later = { $seconds ->
    [one] Слишком много попыток. Попробуйте через { $seconds } секунду.
    [few] Слишком много попыток. Попробуйте через { $seconds } секунды.
   *[other] Слишком много попыток. Попробуйте через { $seconds } секунд.
}
