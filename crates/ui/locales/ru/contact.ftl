### Контакты

contact-title = Контакты
contact-lead = По этим контактам вы входите на портал и возвращаете доступ. На них мы присылаем коды и сообщения.
contact-change = Изменить контакты
contact-confirmed = подтверждён
contact-unconfirmed = ждёт кода
contact-only-one = Это ваш единственный подтверждённый контакт, поэтому удалить его нельзя. Сначала добавьте второй.
contact-enter-code = Ввести код
contact-drop = Не добавлять
contact-send-code = Получить код

contact-add-mobile_phone = Добавить телефон
contact-add-email = Добавить почту
contact-replace-mobile_phone = Заменить номер
contact-replace-email = Заменить адрес
contact-remove-mobile_phone = Удалить номер
contact-remove-email = Удалить адрес
contact-why-mobile_phone = С телефоном проще всего вернуть доступ, если вы забудете пароль.
contact-why-email = На почту придут сообщения, когда телефона нет под рукой.
contact-how-mobile_phone = Мы пришлём на новый номер СМС с кодом. Прежний номер действует, пока вы не введёте код.
contact-how-email = Мы пришлём на новый адрес письмо с кодом. Прежний адрес действует, пока вы не введёте код.
contact-hint-mobile_phone = Например, +7 912 345-67-89
contact-hint-email = Например, maria@example.org

contact-code-title = Введите код
contact-code-label = Код из сообщения
contact-code-hint = Шесть цифр
contact-code-other = Указать другой контакт
contact-code-sent-mobile_phone = Мы отправили СМС с кодом на номер { $to }.
contact-code-sent-email = Мы отправили письмо с кодом на адрес { $to }.

contact-remove-title = Удалить контакт?
contact-remove-text = На { $contact } больше не будут приходить коды и сообщения, и войти с ним будет нельзя.
contact-remove-do = Удалить

field-contact-yours = Этот контакт уже указан в вашей учётной записи
refusal-contact-last = Это ваш единственный подтверждённый контакт. Сначала добавьте другой.

contact-link-text = Вы перешли по ссылке из письма. Нажмите кнопку, чтобы подтвердить адрес { $contact }.
contact-link-over-text = Ею уже воспользовались, её срок истёк, или она относится к другой учётной записи. Запросите новое письмо на странице «Контакты».
contact-link-over-next = К контактам
