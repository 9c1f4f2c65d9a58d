### Регистрация

registration-title = Регистрация
registration-lead = Займёт около пяти минут и ничего не стоит.
registration-needs-title = Что понадобится
registration-needs-now = Сейчас
registration-needs-now-text = Мобильный телефон или адрес электронной почты, лучше и то и другое. Держите телефон под рукой.
registration-needs-later = Позже, в личном кабинете
registration-needs-later-text = Паспорт и номер СНИЛС. Сейчас искать их не нужно.
registration-names-title = Как вас зовут
registration-names-advice = Напишите настоящие фамилию и имя, как в паспорте. С другими данные не пройдут проверку.
registration-family-name = Фамилия
registration-given-name = Имя
registration-contacts-title = Как с вами связаться
registration-contacts-any = Достаточно одного, но лучше указать и телефон, и почту. По телефону проще всего вернуть доступ, если вы забудете пароль.
registration-contacts-phone = По телефону проще всего вернуть доступ, если вы забудете пароль.
registration-contacts-email = Телефон тоже пригодится: по нему проще всего вернуть доступ, если вы забудете пароль.
registration-contacts-both = Нужны и телефон, и почта. По телефону проще всего вернуть доступ, если вы забудете пароль.
registration-mobile-phone = Мобильный телефон
registration-mobile-phone-hint = Пришлём СМС с кодом. Например: 8{ "\u00A0" }912{ "\u00A0" }345-67-89
registration-email = Адрес электронной почты
registration-email-hint = Пришлём письмо со ссылкой. Почта подойдёт любая. Перечитайте адрес: с ошибкой в одной букве письмо не дойдёт.
registration-organizations = Здесь регистрируются люди. Организацию регистрирует её руководитель, когда его личность подтверждена.
registration-have-account = Уже есть учётная запись?

registration-done-title = Регистрация прошла успешно
registration-done-text = { $n ->
    [one] Через { $n } секунду вы вернётесь на портал.
    [few] Через { $n } секунды вы вернётесь на портал.
   *[other] Через { $n } секунд вы вернётесь на портал.
}
registration-done-next = Дальше попросим заполнить личные данные. Это можно сделать и позже.
registration-done-offers = Что ещё можно сделать
registration-done-add-mobile-phone = Добавить мобильный телефон
registration-done-add-mobile-phone-text = По нему проще всего вернуть доступ, если забудете пароль.
registration-done-add-email = Добавить адрес электронной почты
registration-done-add-email-text = Запасной способ вернуть доступ и получать уведомления.
registration-done-confirm-mobile-phone = Подтвердить мобильный телефон
registration-done-confirm-email = Подтвердить адрес электронной почты
registration-done-confirm-text = Вы указали его при регистрации, осталось подтвердить.
registration-done-question = Задать контрольный вопрос
registration-done-question-text = Без ответа на него никто не начнёт восстановление вашего пароля.

registration-signed-in-title = Вы уже вошли
registration-signed-in-text = У вас есть учётная запись, второй раз регистрироваться не нужно. Чтобы зарегистрировать другого человека, сначала выйдите.
registration-over-title = Регистрация прервалась
registration-over-text = Прошло слишком много времени, или вы продолжили на другом устройстве. Учётная запись пока не создана.
registration-over-elsewhere = Если вы открыли ссылку из письма в другом окне или на телефоне, закончите там. Если нет, начните заново: это быстро.
registration-over-again = Начать заново
registration-taken-title = У вас уже есть учётная запись
registration-taken-text = Этот контакт уже подтверждён в учётной записи. Войдите или восстановите пароль.
registration-late-title = Регистрация уже закончена
registration-late-text = Чтобы подтвердить этот адрес, войдите и откройте страницу «Контакты». Мы отправим новый код.
registration-late-next = Подтвердить адрес

field-contact-required = Укажите мобильный телефон или адрес электронной почты
refusal-registration-expired = Прошло слишком много времени. Начните регистрацию заново.
refusal-registration-completed = Регистрация уже закончена. Войдите с вашим паролем.
refusal-registration-no-contact = Сначала подтвердите телефон или почту.
refusal-registration-unknown-contact = Этот контакт подтверждать не нужно. Откройте страницу заново.
refusal-registration-contact-taken = С этим контактом уже есть учётная запись. Войдите или восстановите пароль.

registration-done-came-for = Вернуться к услуге, за которой вы пришли
registration-done-log-in = Учётная запись создана. Войдите с паролем, который вы только что задали.
