### Вход на другие сайты с этой учётной записью

site-who = { $site } ({ $host }) просит вас войти с вашей учётной записью.
site-under-test = Этот сайт проходит испытания. Продолжайте, только если знаете, кто его делает.
site-policy = Как сайт обращается с вашими данными
site-terms = Условия сайта
site-go-home = На главную страницу

site-consent-title = Передать ваши данные: { $site }?
site-consent-only-who = Сайт узнает, что это вы, и больше ничего о вас.
site-consent-needed = Без чего сайт не может обойтись
site-consent-none = в вашем профиле нет
site-consent-optional = Что можно не передавать
site-consent-why = Для чего
site-consent-how-long = На какой срок
site-consent-days = Ваш ответ запоминается на { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}. Его можно отозвать в любое время.
site-consent-each-time = Вопрос задаётся каждый раз.
site-consent-offline = До этого сайт может запрашивать эти данные и в ваше отсутствие.
site-consent-offline-always = Сайт может запрашивать эти данные и в ваше отсутствие, пока вы не отзовёте доступ.
site-consent-agree = Разрешить
site-consent-deny = Не разрешать

site-choose-title = Перейти на сайт: { $site }
site-choose-text = Вы вошли как { $name }.
site-choose-go-on = Продолжить как { $name }
site-choose-other = Войти с другой учётной записью
site-choose-cancel = Отменить

site-refused-title = { $site }: ваша учётная запись пока не подходит
site-refused-level = Сайт принимает учётные записи начиная с этого уровня:
site-refused-method-in_person = Сайт не принимает учётные записи, подтверждённые только в центре обслуживания.
site-refused-method-registered_letter = Сайт не принимает учётные записи, подтверждённые только заказным письмом.
site-refused-method-qualified_signature = Сайт не принимает учётные записи, подтверждённые только электронной подписью.
site-refused-method-electronic_card = Сайт не принимает учётные записи, подтверждённые только электронной картой.
site-refused-method-online_bank = Сайт не принимает учётные записи, подтверждённые только через онлайн-банк.
site-refused-under-test = Сайт пока проходит испытания. Войти на него могут только те, кто его создаёт.
site-refused-ask-owner = Если вы один из создателей сайта, попросите его владельца пригласить вас. Если нет, зайдите позже, когда сайт откроется.
site-refused-factor = Сайт принимает вход только со вторым фактором, а у вас он не настроен.
site-refused-other = Сайт просит такое подтверждение личности, которого эта учётная запись дать не может.
site-refused-what-to-do = Что можно сделать
site-refused-verify = Сначала заполните личные данные: их проверят государственные реестры. Затем подтвердите личность.
site-refused-confirm = Подтвердите личность одним из этих способов. Это бесплатно.
site-refused-set-factor = Настройте ключ доступа или приложение для входа и вернитесь на сайт.
site-refused-nothing = Спросите у самого сайта, как ещё им можно пользоваться.
site-refused-later = После этого войдите на сайт снова.
site-refused-go-profile = Заполнить данные
site-refused-go-confirm = Подтвердить личность
site-refused-go-factor = Настроить второй фактор
site-refused-back = Вернуться: { $site }

site-fault-title = На запрос сайта нельзя ответить
site-fault-text = Сайт, который вас сюда направил, просит так, что мы его не понимаем или не доверяем ему. Ему ничего не передано.
site-fault-what-to-do = Вернитесь на сайт и попробуйте ещё раз. Если не поможет, сообщите сайту.
site-fault-details = Для разработчиков сайта

site-over-title = Этот запрос завершён
site-over-text = На него уже ответили, прошло слишком много времени или он начат в другом браузере. Перейдите на сайт и начните заново.

site-back-title = Возвращение на сайт
site-back-text = Вы возвращаетесь на сайт. Если ничего не происходит, нажмите кнопку.
site-back-go = Продолжить

site-out-title = Вы вышли
site-out-text = Сеанс на портале завершён. Сайтам, которые просили их об этом извещать, мы сейчас сообщаем.
site-out-close = Если этим компьютером пользуется кто-то ещё, закройте и браузер.
site-out-frame = Сообщаем сайту

site-leave-title = Выйти?
site-leave-asked = { $site } просит завершить ваш сеанс здесь.
site-leave-asked-unknown = Сайт просит завершить ваш сеанс здесь.
site-leave-text = Вы выйдете с портала, и другие сайты больше не впустят вас без пароля.
site-leave-do = Выйти
site-leave-stay = Остаться

sites-title = Сайты с доступом
sites-lead = Сайты, на которые вы входили с этой учётной записью, и что им передано.
sites-none = С этой учётной записью вы ни на один сайт не входили.
sites-open = Открыть сайт
sites-has-access = есть доступ
sites-told-nothing = Ничего о вас не передано, кроме того, что это вы.
sites-told = Передано:
sites-offline = Сайт может запрашивать ваши данные в ваше отсутствие.
sites-device = Подключено устройство. Оно останется подключённым и после вашего выхода.
sites-agreed-until = Ваш ответ запомнен до { $at }.
sites-sign-ins = Входы: { $count }
sites-withdraw = Отозвать доступ
notice-site-withdrawn = У сайта больше нет доступа.

claim-name = Фамилия, имя, отчество
claim-family-name = Фамилия
claim-given-name = Имя
claim-middle-name = Отчество
claim-gender = Пол
claim-birthdate = Дата рождения
claim-zoneinfo = Часовой пояс
claim-locale = Язык
claim-updated-at = Когда ваши данные последний раз проверены
claim-email = Адрес электронной почты
claim-email-verified = Что адрес электронной почты ваш
claim-phone-number = Мобильный телефон
claim-phone-number-verified = Что телефон ваш
claim-place-of-birth = Место рождения
claim-snils = СНИЛС
claim-inn = ИНН
claim-identity-document = Документ, удостоверяющий личность
claim-nationalities = Гражданство
claim-latin-family-name = Фамилия латинскими буквами
claim-latin-given-name = Имя латинскими буквами
claim-account-level = Уровень вашей учётной записи
claim-confirmed-by = Как подтверждена ваша личность
claim-verified-claims-evidence = Кто и когда проверил ваши данные
