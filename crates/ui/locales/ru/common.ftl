### Слова каждой страницы

site-name = Окно

nav-skip = Перейти к содержанию
nav-main = Основные разделы
nav-services = Услуги
nav-help = Помощь
nav-language = Язык
nav-back = На шаг назад
nav-service-centers = Центры обслуживания
nav-personal-data = Личные данные
nav-security = Безопасность
nav-unread = { $n ->
    [one] { $n } непрочитанное уведомление
    [few] { $n } непрочитанных уведомления
   *[other] { $n } непрочитанных уведомлений
}
personal-area = Личный кабинет

# У каждого языка его собственное имя, одинаковое на всех страницах.
language-name = { $tag ->
    [en] English
    [fr] Français
   *[other] Русский
}

footer-support = Служба поддержки
footer-free-number = бесплатно по России
footer-short-number = бесплатно с мобильного
footer-moscow-number = для Москвы
footer-write = Написать в поддержку
footer-about = О портале
footer-accessibility = Доступность
footer-privacy = Персональные данные
footer-developers = Разработчикам
footer-note = Регистрация, учётная запись и подтверждение личности бесплатны.

action-login = Войти
action-register = Зарегистрироваться
action-logout = Выйти
action-continue = Продолжить
action-cancel = Отменить
action-back = Назад
action-edit = Редактировать
action-done = Готово
action-create = Создать
action-find = Найти
action-confirm = Подтвердить
action-send-again = Отправить ещё раз
action-send-again-sms = Отправить СМС ещё раз
action-send-again-letter = Отправить письмо ещё раз

level-simplified = Упрощённая учётная запись
level-standard = Стандартная учётная запись
level-confirmed = Подтверждённая учётная запись

free-notice = Подтверждение личности бесплатно. Никто не вправе требовать за него плату.
notice-saved = Изменения сохранены.

unit-seconds = { $n ->
    [one] { $n } секунда
    [few] { $n } секунды
   *[other] { $n } секунд
}

## Даты

date-day = День
date-month = Месяц
date-year = Год
date-long = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} { $year }{ "\u00A0" }г.
month = { $n ->
    [1] январь
    [2] февраль
    [3] март
    [4] апрель
    [5] май
    [6] июнь
    [7] июль
    [8] август
    [9] сентябрь
    [10] октябрь
    [11] ноябрь
   *[12] декабрь
}
weekday = { $n ->
    [1] понедельник
    [2] вторник
    [3] среда
    [4] четверг
    [5] пятница
    [6] суббота
   *[7] воскресенье
}
weekday-short = { $n ->
    [1] пн
    [2] вт
    [3] ср
    [4] чт
    [5] пт
    [6] сб
   *[7] вс
}
calendar-open = Выбрать в календаре
calendar-previous-month = Предыдущий месяц
calendar-next-month = Следующий месяц
calendar-close = Закрыть

## Формы

error-prefix = Ошибка:
error-title = Ошибка: { $title }
error-summary-title = Проверьте данные
error-line = { $label }: { $fault }
field-optional = (необязательно)
field-choose = Выберите
field-required = Заполните это поле
field-unknown = Проверьте это поле
refusal-unknown = Сделать это сейчас нельзя. Попробуйте ещё раз.
resend-wait = Отправить ещё раз можно через
resend-wait-sms = СМС можно отправить ещё раз через
resend-wait-letter = Письмо можно отправить ещё раз через
countdown-left = Код действует ещё
countdown-over = Срок действия кода истёк. Запросите новый код.
countdown-soon = Код скоро перестанет действовать
