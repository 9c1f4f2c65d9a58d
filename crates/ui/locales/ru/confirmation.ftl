### Подтверждение личности

confirmation-title = Подтверждение личности
confirmation-lead = Ваши данные проверены. Осталось один раз подтвердить, что вы это вы. После этого откроются все услуги.
confirmation-too-early = Личность подтверждают после проверки личных данных.
confirmation-done = Ваша личность уже подтверждена. Ничего больше делать не нужно.
confirmation-choose = Выберите способ
confirmation-more = Другие способы
confirmation-code-have = У вас есть код подтверждения?
confirmation-code-awaited = Введите код подтверждения
confirmation-code-hint = Десять знаков из письма или из центра обслуживания, например ACD23-EFG45. Большие буквы или маленькие, не важно.
confirmation-code-action = Подтвердить
confirmation-code-locked-text = Код слишком много раз введён неверно. Поле откроется через { $hours ->
    [one] { $hours } час
    [few] { $hours } часа
   *[other] { $hours } часов
}.

method-place = Где
method-time = Сколько времени
method-bring = Что нужно
method-limit = Обратите внимание
method-recommended = Рекомендуем этот способ
method-used = Вы подтвердили личность этим способом
method-read-more = Подробнее об этом способе

method-in_person-title = Лично в центре обслуживания
method-in_person-lead = Придите с паспортом: сотрудник сравнит его с вашими данными, и всё готово.
method-in_person-place = В любом аккредитованном центре, без записи
method-in_person-time = Сразу, несколько минут
method-in_person-bring = Паспорт, данные которого указаны в профиле
method-in_person-limit = Открывает всё без ограничений
method-registered_letter-title = Заказным письмом
method-registered_letter-lead = Мы отправим вам письмо с кодом. Вы получите его на почте и введёте код здесь.
method-registered_letter-place = В вашем почтовом отделении
method-registered_letter-time = Около двух недель
method-registered_letter-bring = Почтовый адрес; на почте понадобится паспорт
method-registered_letter-limit = Тем, кто подтвердил личность только письмом, налоговые услуги недоступны
method-qualified_signature-title = Электронной подписью
method-qualified_signature-lead = Вы подпишете заявление своей квалифицированной подписью на этом компьютере.
method-qualified_signature-place = За вашим компьютером
method-qualified_signature-time = Сразу
method-qualified_signature-bring = Квалифицированная подпись на ваше имя, на токене или карте
method-qualified_signature-limit = Имя и СНИЛС в сертификате должны быть такими же, как в профиле
method-electronic_card-title = Универсальной электронной картой
method-electronic_card-lead = Карта, срок которой не истёк, действует как подпись.
method-electronic_card-place = За вашим компьютером, со считывателем
method-electronic_card-time = Сразу
method-electronic_card-bring = Карта, её ПИН-код и считыватель
method-electronic_card-limit = Карту больше не выдают, она действует до конца срока
method-online_bank-title = Через онлайн-банк
method-online_bank-lead = Вы войдёте в свой банк, и банк сообщит нам, что вы это вы.
method-online_bank-place = Из дома
method-online_bank-time = Сразу
method-online_bank-bring = Онлайн-банк того банка, который видел ваш паспорт
method-online_bank-limit = Данные в банке должны быть такими же, как в профиле

in-person-step-center = Выберите центр обслуживания рядом с вами. В нём должна быть услуга подтверждения учётной записи.
in-person-step-passport = Возьмите паспорт, данные которого указаны в профиле. Больше ничего не нужно.
in-person-step-compare = Сотрудник сравнит паспорт с вашими данными. Вы подпишете бумажный бланк, один экземпляр останется у вас.
in-person-step-done = Личность подтвердят сразу. СМС и письмо об этом придут ещё до того, как вы отойдёте от окна.
in-person-find = Найти центр обслуживания
in-person-hours = Приходите в любое время в часы работы центра. Записываться не нужно.
in-person-code-trouble = Если код из центра не удаётся ввести, выберите другой способ или напишите в поддержку.
in-person-code-ways = Другие способы, например электронная подпись
in-person-code-support = Написать в поддержку

confirmed-title = Ваша личность подтверждена
confirmed-text = Вам открыты все услуги портала. Подтверждать личность снова не понадобится.
confirmed-action = В личный кабинет
confirmed-opened = Теперь вам доступно

field-confirmation-code-wrong = Это не тот код. Сверьте каждый знак. { $left ->
    [one] Осталась { $left } попытка
    [few] Осталось { $left } попытки
   *[other] Осталось { $left } попыток
}
field-confirmation-expired = Этот код устарел. Закажите новое письмо или выберите другой способ
refusal-confirmation-code-locked = Код слишком много раз введён неверно. Попробуйте снова через { $hours ->
    [one] { $hours } час
    [few] { $hours } часа
   *[other] { $hours } часов
}
refusal-confirmation-not-standard = Сначала должны быть проверены ваши личные данные
refusal-confirmation-not-active = Эта учётная запись не используется
refusal-confirmation-method-off = Этот способ сейчас закрыт. Выберите другой
refusal-confirmation-not-accredited = Этот центр сейчас не может подтверждать личность
refusal-confirmation-out-of-step = Подтверждение находится на другом шаге. Начните заново
refusal-confirmation-over = Это подтверждение уже закончено
refusal-confirmation-expired = Прошло слишком много времени. Начните заново
refusal-confirmation-not-overdue = Для этого ещё рано

confirmed-text-letter = Вы подтвердили личность письмом. Открыты все услуги, кроме налоговых.
confirmed-closed = Пока закрыто
confirmed-closed-text = Одного письма для этих услуг недостаточно. Их откроет любой другой способ подтверждения.
confirmed-closed-action = Выбрать другой способ
